"""Writes `docs/capabilities.md`: `python -m tests.structure.capabilities`."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import billing
import contracts
import tenants
import underpin.console.routes
import underpin.desk
from tenants import role
from underpin.kernel import verb

ROOMS = (tenants, contracts, billing, underpin.desk, underpin.console.routes)
PAGE = Path(__file__).parents[2] / "docs" / "capabilities.md"
HEAD = """# Who may do what

Every verb declares an audience and a capability, and is refused to everybody else. This page is
written from `tenants/role.py` and the verbs themselves by `python -m tests.structure.capabilities`;
a test holds it to them.
"""


def verbs() -> dict[str, verb.Verb[..., object]]:
    """Every verb of every room, imported."""
    for room in ROOMS:
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            importlib.import_module(found.name)
    own = tuple(f"{room.__name__.removeprefix('underpin.')}." for room in ROOMS)
    return {name: each for name, each in sorted(verb.REGISTRY.items()) if name.startswith(own)}


def table(title: str, roles: dict[str, frozenset[str]]) -> list[str]:
    named = sorted(frozenset[str]().union(*roles.values()))
    head = ["capability", *roles]
    rows = [[name, *("yes" if name in held else "" for held in roles.values())] for name in named]
    return ["", f"## {title}", "", _row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def listed() -> list[str]:
    rows = [
        [f"`{name}`", each.capability, ", ".join(sorted(each.audiences)), str(each.mode)]
        for name, each in verbs().items()
    ]
    head = ["verb", "capability", "audience", "mode"]
    return ["", "## Verbs", "", _row(head), _row(["---"] * 4), *map(_row, rows)]


def page() -> str:
    lines = [
        *table("Staff", role.STAFF),
        *table("Members of a client", role.MEMBER),
        "",
        "Staff and members also hold " + ", ".join(f"`{each}`" for each in sorted(role.SELF)) + ".",
        "A vendor behind a link holds "
        + ", ".join(f"`{each}`" for each in sorted(role.VENDOR))
        + ".",
        *listed(),
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
