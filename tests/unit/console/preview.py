"""Write every page with the samples into static files, to look at.

`python -m tests.unit.console.preview FOLDER` writes FOLDER/<language>-<theme>/<page>.html and
FOLDER/assets; serve FOLDER by any static web server to see them as a browser gets them.
"""

import pathlib
import sys
from typing import get_args

from tests.unit.console import samples
from underpin.console import assets, locale, pages
from underpin.console.views import Language, Theme


def write(folder: pathlib.Path) -> int:
    """Write all previews; returns how many pages there are."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for asset in assets.bundle().values():
        (folder / "assets" / asset.name).write_bytes(asset.plain)
    return sum(
        _write_pages(folder / f"{language}-{theme}", language, theme)
        for language in locale.LANGUAGES
        for theme in get_args(Theme)
    )


def _write_pages(folder: pathlib.Path, language: Language, theme: Theme) -> int:
    folder.mkdir(exist_ok=True)
    everything = samples.everything(language, theme)
    for name, (template, view) in everything.items():
        (folder / f"{name}.html").write_text(pages.render(template, view), "utf-8")
    return len(everything)


if __name__ == "__main__":
    count = write(pathlib.Path(sys.argv[1]))
    sys.stdout.write(f"{count} pages in {sys.argv[1]}\n")
