"""What the rooms refuse, read out of their code: the titles of all refusals."""

import ast
import functools
import pathlib
import re
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).parents[3]
ROOMS = [ROOT / name for name in ("platform/underpin", "billing", "contracts", "tenants")]
TITLED = re.compile(r"^    title(: ClassVar\[str\])? = ", re.M)


@functools.cache
def titles() -> frozenset[str]:
    """Of every class that is a refusal: no other has a constant title."""
    return frozenset(title for code in _matching(TITLED) for title in _titles(code))


def code() -> str:
    """All of it but the console's words, to find a sentence in."""
    paths = (path for room in ROOMS for path in room.rglob("*.py"))
    return "\n".join(path.read_text("utf-8") for path in paths if "words_of_" not in path.name)


def _matching(wanted: re.Pattern[str]) -> Iterator[ast.Module]:
    for room in ROOMS:
        for path in room.rglob("*.py"):
            text = path.read_text("utf-8")
            if wanted.search(text):
                yield ast.parse(text)


def _titles(code: ast.Module) -> Iterator[str]:
    for made in (each for each in code.body if isinstance(each, ast.ClassDef)):
        for said in (each for each in made.body if isinstance(each, ast.Assign | ast.AnnAssign)):
            named = said.targets[0] if isinstance(said, ast.Assign) else said.target
            if ast.unparse(named) == "title" and isinstance(said.value, ast.Constant):
                yield str(said.value.value)
