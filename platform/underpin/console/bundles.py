"""What `make install` made of the npm packages: Bootstrap, htmx, Chart.js, and the icons' shapes.

They lie in `node_modules/underpin-pages`, compressed already, or beside the installed product.
`bundling/bundle.mjs` makes them.
"""

import functools
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from underpin.kernel.errors import Unavailable

PACKAGES: Final = Path(__file__).parents[3] / "node_modules" / "underpin-pages"
INSTALLED: Final = Path(sys.prefix) / "share" / "underpin" / "pages"
NAMES: Final = ("bootstrap.ltr.css", "bootstrap.rtl.css", "chart.js", "htmx.js")
ICONS: Final = "icons.json"
CODINGS: Final = {"identity": "", "gzip": ".gz", "br": ".br"}


class NoPages(Unavailable):
    code = "no-pages"
    title = "The packages that pages are made of are not installed"


def folder(packages: Path = PACKAGES, installed: Path = INSTALLED) -> Path:
    """Where the bundles are. Raises NoPages naming the cure."""
    found = next((each for each in (packages, installed) if _whole(each)), None)
    if found is None:
        raise NoPages(
            f"Run `make install` where the npm registry can be reached, or put the bundles into "
            f"{installed}."
        )
    return found


def _whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (*NAMES, ICONS))


def bodies(name: str) -> Mapping[str, bytes]:
    """One bundle per content coding. Raises NoPages."""
    return {
        coding: (folder() / f"{name}{suffix}").read_bytes() for coding, suffix in CODINGS.items()
    }


@functools.cache
def shapes() -> Mapping[str, str]:
    """The inside of every icon's SVG by its name at Tabler. Raises NoPages."""
    found: Mapping[str, str] = json.loads((folder() / ICONS).read_text("utf-8"))
    return found
