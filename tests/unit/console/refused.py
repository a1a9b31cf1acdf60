"""What the rooms refuse, read out of their code: the titles of all refusals, and what is said of a
case, as a constant or around values."""

import ast
import functools
import importlib
import inspect
import pathlib
import re
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import TypeGuard

from underpin.console.refusal_shapes import CONTEXT
from underpin.kernel.errors import Problem

ROOT = pathlib.Path(__file__).parents[3]
ROOMS = [ROOT / name for name in ("platform/underpin", "billing", "contracts", "tenants")]
OPERATORS = (
    *("underpin/demo/", "underpin/cli", "underpin/kernel/settings", "underpin/kernel/embedded/"),
    *("underpin/kernel/database/", "underpin/kernel/printing/", "underpin/kernel/keyring"),
)
"""What refuses to who runs the product, on its terminal: no page shows it."""
FIELD = re.compile(r"^(?:[a-z_0-9.\[\]]|\{\d\})+: ")
"""The name of a field before the reason."""
PLACE = re.compile(r"\{\d\}")
WORDED = re.compile(r"[^\W\d_]{2}")
TITLED = re.compile(r"^    title(: ClassVar\[str\])? = ", re.M)


@functools.cache
def titles() -> frozenset[str]:
    """Of every class that is a refusal: no other has a constant title."""
    return frozenset(title for code in _matching(TITLED) for title in _titles(code))


@functools.cache
def details() -> frozenset[tuple[str | None, str]]:
    """What is said of a case behind the name of its field: with its context in the catalogues, by
    which those with values are known."""
    found = {_message(said) for module in _modules() for said in _details(module)}
    return frozenset(each for each in found if WORDED.search(PLACE.sub("", each[1])))


def _message(said: str) -> tuple[str | None, str]:
    reason = said
    while (named := FIELD.match(reason)) is not None:
        reason = reason[named.end() :]
    places = iter(range(len(PLACE.findall(reason))))
    reason = PLACE.sub(lambda _: f"{{{next(places)}}}", reason)
    return (CONTEXT, reason) if PLACE.search(reason) else (None, reason)


def _modules() -> Iterator[str]:
    for path in sorted(path for room in ROOMS for path in room.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix().removeprefix("platform/")
        if not name.startswith(OPERATORS):
            yield name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _details(module: str) -> Iterator[str]:
    loaded = importlib.import_module(module)
    assert loaded.__file__ is not None
    code = ast.parse(pathlib.Path(loaded.__file__).read_text("utf-8"))
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and _refuses(kind := _named(loaded, node.func)):
            yield from _given(loaded, kind, node.args)
        elif isinstance(node, ast.ClassDef) and _refuses(getattr(loaded, node.name, None)):
            yield from _made_of(loaded, node)


def _refuses(one: object) -> TypeGuard[type[Problem]]:
    return isinstance(one, type) and issubclass(one, Problem)


def _given(module: ModuleType, kind: type[Problem], words: Sequence[ast.expr]) -> Iterator[str]:
    """Some are given a reason and its cure apart."""
    names = list(inspect.signature(kind).parameters)
    if "cure" in names and len(words) == len(names):
        reason, cure = (words[names.index(name)] for name in ("reason", "cure"))
        cures = tuple(_said(module, cure))
        yield from (f"{why}; {how}." for why in _said(module, reason) for how in cures)
    elif names[0] == "detail" and words:
        yield from _said(module, words[0])


def _made_of(module: ModuleType, kind: ast.ClassDef) -> Iterator[str]:
    """A sentence that the class itself makes of what it is given."""
    for node in ast.walk(kind):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__":
            yield from (said for word in node.args[:1] for said in _said(module, word))


def _named(around: ModuleType, node: ast.expr) -> object:
    match node:
        case ast.Name(id=name):
            return getattr(around, name, None)
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            of = getattr(around, module, None)
            return getattr(of, name, None) if isinstance(of, ModuleType) else None
    return None


def _said(module: ModuleType, node: ast.expr) -> Iterator[str]:
    """Each sentence that the expression can be, values as {0}."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(map(_part, parts))
        case ast.IfExp(body=one, orelse=other):
            yield from (*_said(module, one), *_said(module, other))
        case ast.Subscript(value=table):
            found = _named(module, table)
            yield from map(str, found.values()) if isinstance(found, Mapping) else ()
        case ast.Name() | ast.Attribute():
            found = _named(module, node)
            yield from (found,) if isinstance(found, str) else ()


def _part(part: ast.expr) -> str:
    if not isinstance(part, ast.Constant):
        return "{0}"
    return str(part.value).replace("{", "{{").replace("}", "}}")


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
