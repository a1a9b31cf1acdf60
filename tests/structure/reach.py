"""Which verbs the pages reach, and which the JSON API: every name in their code, resolved as Python
resolves it.

What is named there is followed through plain functions, through reading verbs (a gathering verb
shows what it gathers) and through outer ones (their parts are done for who asked). It is not
followed through a changing verb: that one of them assigns does not give anybody a button for it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import billing.api
import contracts.api
import tenants
import underpin.console
import underpin.desk.api
from underpin.kernel.verb import Mode, Verb

OURS = ("underpin.", "billing.", "contracts.", "tenants.")


@cache
def verbs() -> frozenset[str]:
    """The names of all verbs that a page of the console comes to."""
    return _reached(_modules(underpin.console))


@cache
def of_api() -> frozenset[str]:
    """The names of all verbs that a route of the JSON API comes to."""
    rooms = (billing.api, contracts.api, underpin.desk.api)
    of_tenants = (each for each in _modules(tenants) if each.__name__.endswith("api"))
    return _reached((*(each for room in rooms for each in _modules(room)), *of_tenants))


def _reached(modules: Iterable[ModuleType]) -> frozenset[str]:
    seen: set[int] = set()
    found: set[str] = set()
    waiting = [each for module in modules for each in _named(module, _tree(module.__name__))]
    while waiting:
        if id(one := waiting.pop()) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Verb):
            found.add(one.name)
        waiting.extend(_behind(one))
    return frozenset(found)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(each.name)


def _behind(one: object) -> Iterator[object]:
    """What a plain function of ours, or a reading or outer verb, names in its turn."""
    run = one.run if isinstance(one, Verb) and one.mode in (Mode.READ, Mode.OUTER) else one
    if not isinstance(run, FunctionType) or not run.__module__.startswith(OURS):
        return
    if run.__module__.startswith("underpin.console"):
        return  # its module was read whole
    body = _functions(run.__module__).get(run.__name__)
    if body is not None:
        yield from _named(importlib.import_module(run.__module__), body)


def _named(module: ModuleType, tree: ast.AST) -> Iterator[object]:
    for node in ast.walk(tree):
        one = _resolved(module, node) if isinstance(node, ast.Name | ast.Attribute) else None
        if isinstance(one, Verb | FunctionType):
            yield one


def _resolved(module: ModuleType, node: ast.expr) -> Any:
    """The object that a name, or a dotted name, stands for in this module; None for a local."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        around = _resolved(module, node.value)
        return getattr(around, node.attr, None) if isinstance(around, ModuleType) else None
    return None


@cache
def _tree(module: str) -> ast.Module:
    file = importlib.import_module(module).__file__
    assert file is not None
    return ast.parse(Path(file).read_text(encoding="utf-8"))


@cache
def _functions(module: str) -> dict[str, ast.AST]:
    return {
        each.name: each
        for each in _tree(module).body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
