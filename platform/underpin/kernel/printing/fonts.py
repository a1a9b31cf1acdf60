"""The fonts documents are set in: the project's own, from its npm packages or beside the installed
product. The system's are never used, so that a document has the same bytes on every machine."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typst

from underpin.kernel.errors import Unavailable

FAMILIES: Final = {
    "noto-sans": "NotoSans",
    "noto-sans-arabic": "NotoSansArabic",
    "noto-sans-sc": "NotoSansSC",
}
WEIGHTS: Final = ("400Regular", "700Bold")
PACKAGES: Final = Path(__file__).parents[4] / "node_modules" / "@expo-google-fonts"
INSTALLED: Final = Path(sys.prefix) / "share" / "underpin" / "fonts"


class NoFonts(Unavailable):
    code = "no-fonts"
    title = "The fonts of documents are not installed"


def paths(packages: Path = PACKAGES, installed: Path = INSTALLED) -> list[Path]:
    """The files, one for each family and weight. Raises NoFonts naming the cure."""
    found = [_file(packages, installed, *of) for of in FAMILIES.items()]
    missing = [path.name for each in found for path in each if not path.is_file()]
    if missing:
        raise NoFonts(
            f"{', '.join(missing)} are missing: run `make install`, or put the files into "
            f"{installed}."
        )
    return [path for each in found for path in each]


@functools.cache
def loaded() -> typst.Fonts:
    """Found once per process. Raises NoFonts."""
    folders: Sequence[str] = sorted({str(path.parent) for path in paths()})
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


def _file(packages: Path, installed: Path, package: str, family: str) -> list[Path]:
    """Where the family is: beside the installed product where it is there, else in the packages."""
    beside = [installed / f"{family}_{weight}.ttf" for weight in WEIGHTS]
    own = [packages / package / weight / f"{family}_{weight}.ttf" for weight in WEIGHTS]
    return beside if all(path.is_file() for path in beside) else own
