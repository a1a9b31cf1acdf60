"""The house itself: what would break it silently is looked for here."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("tenants", "contracts", "billing", "platform/underpin/desk", "platform/underpin/console")
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").rglob("*.md")]
COMMAND = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?(make|underpin) ([a-z][a-z-]*)", re.MULTILINE)
FENCE = re.compile(r"```(?:sh|bash|console|shell)\n(.*?)```", re.DOTALL)


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def test_platform_is_a_source_root_and_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    import platform

    assert platform.system()


def test_rooms_take_the_time_from_postgresql() -> None:
    """`now()` belongs to the kernel: rooms are handed the time of their transaction."""
    clocks = re.compile(
        r"\bnow\(\)(?!\s*->)|datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(|"
        r"current_timestamp|clock_timestamp",
        re.IGNORECASE,
    )
    allowed = re.compile(r"db\.now\(\)|scope_now\(\)|async def now\(")
    for path in sources(*ROOMS):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            plain = allowed.sub("", line.split("#")[0])
            assert not clocks.search(plain), f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def test_no_float_touches_money_or_durations() -> None:
    floats = re.compile(r"\bfloat\(|total_seconds\(\)|: float\b|-> float\b")
    for path in sources("billing", "contracts", "platform/underpin/desk"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not floats.search(line.split("#")[0]), f"{path.relative_to(ROOT)}:{number}"


def test_nothing_unfinished_or_swallowed_lands() -> None:
    marks = re.compile(
        "TO" + "DO|FIX" + "ME|NotImplemented" + "Error|except[^:]*:\\s*(pass|\\.\\.\\.)$"
    )
    for path in sources("tenants", "contracts", "billing", "platform", "migrations", "benchmarks"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not marks.search(line), f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


MODULES: Final = 35
WIDE: Final = {
    "platform/underpin/console/routes": 45,
    "platform/underpin/console/views": 80,
    "platform/underpin/desk/api": 80,
    "platform/underpin/kernel": 80,
    "contracts/clocks": 40,
    "tenants": 45,
}
"""Folders of thin skins, and two rooms whose files are each a concept by itself."""


def test_a_folder_holds_what_belongs_together_and_no_more() -> None:
    """A reader takes in a folder at a glance: one that grows on is parted by concepts."""
    held = Counter(
        str(path.relative_to(ROOT).parent)
        for path in sources("tenants", "contracts", "billing", "platform/underpin")
        if path.name != "__init__.py"
    )
    assert {name for name, many in held.items() if many > WIDE.get(name, MODULES)} == set()
    assert {name for name in WIDE if held[name] <= MODULES} == set(), "no longer wide"


def test_the_files_that_the_architecture_names_are_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w]+/)*[\w]+\.(?:py|md))`", text)
    roots = (ROOT, ROOT / "platform" / "underpin", ROOT / "billing")
    missing = [name for name in named if not any((root / name).exists() for root in roots)]
    assert len(named) > 40
    assert missing == []


def test_only_the_kernels_database_package_speaks_to_piccolo() -> None:
    """`docs/decisions/0008-sql-in-rooms.md`."""
    importing = re.compile(r"^\s*(?:from|import) piccolo\b", re.MULTILINE)
    found = {
        str(path.relative_to(ROOT).parent)
        for path in sources(*ROOMS, "platform/underpin")
        if importing.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"platform/underpin/kernel/database"}


def test_tables_of_the_code_are_never_imported_by_migrations() -> None:
    for path in sources("migrations"):
        text = path.read_text(encoding="utf-8")
        imports = re.findall(r"^(?:from|import) (\S+)", text, re.MULTILINE)
        rooms = [
            name for name in imports if name.split(".")[0] in ("tenants", "contracts", "billing")
        ]
        assert not rooms, f"{path.name} imports {rooms}"


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands() -> set[str]:
    from underpin.cli import main

    return set(main.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_the_pages_name_exist(page: Path) -> None:
    known = {"make": targets(), "underpin": commands()}
    for block in FENCE.findall(page.read_text(encoding="utf-8")):
        for program, name in COMMAND.findall(block):
            assert name in known[program], f"{page.name}: {program} {name}"


def test_the_readmes_two_commands_are_the_makefiles() -> None:
    assert {"install", "demo", "demo-reset", "test", "check", "bench", "screenshots"} <= targets()


def test_locks_name_hashes_and_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "--index" not in text


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    page = (ROOT / "docs/decisions/0005-dependencies.md").read_text()
    for wanted in project["dependencies"]:
        name = re.match(r"[a-z0-9-]+", wanted)
        assert name is not None
        assert re.search(rf"\b{re.escape(name[0])}\b", page), f"{name[0]} is not argued for"
