"""How PostgreSQL would go about a statement: its plan, read for what it scans and filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

from benchmarks.recording import Statement

FILTERS = ("Filter", "Join Filter")

# A prepared statement's plan for whatever words: only plain SQL may ask for it, and plain SQL
# gives asyncpg no rows, so it comes in an error's text.
FOR_ANY_WORDS = """
DO $do$
DECLARE found json;
BEGIN
    EXECUTE $$EXPLAIN (FORMAT JSON, GENERIC_PLAN) {sql}$$ INTO found;
    RAISE EXCEPTION USING MESSAGE = found::text, ERRCODE = 'raise_exception';
END $do$
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """`nodes` in the order in which they are printed, as PostgreSQL describes them."""

    nodes: tuple[dict[str, Any], ...]

    @property
    def read_whole(self) -> set[str]:
        """Tables read from end to end."""
        return {node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan"}

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    @property
    def filters(self) -> list[str]:
        """What is tested row by row. A condition that holds for the whole scan is no filter."""
        return [node[name] for node in self.nodes for name in FILTERS if name in node]

    @property
    def index_only(self) -> set[str]:
        """Indexes that answer without their table."""
        return {node["Index Name"] for node in self.nodes if node["Node Type"] == "Index Only Scan"}

    @property
    def sorted_tables(self) -> set[str]:
        """Tables whose rows are all found first and put in order afterwards."""
        sorts = [node for node in self.nodes if node["Node Type"] == "Sort"]
        under = [below for node in sorts for below in _nodes(node, apart=False)]
        return {node["Relation Name"] for node in under if "Relation Name" in node}


async def of(connection: asyncpg.Connection, scope: str, said: Statement) -> Plan:
    """For these very words, in this scope."""
    await connection.execute(scope)
    try:
        text = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {said.sql}", *said.words)
    finally:
        await connection.execute("ROLLBACK")
    return _read(text)


async def of_any_words(connection: asyncpg.Connection, scope: str, said: Statement) -> Plan:
    """The plan that PostgreSQL may come to keep, made in this scope."""
    await connection.execute(scope)
    try:
        await connection.execute(FOR_ANY_WORDS.format(sql=said.sql))
    except asyncpg.RaiseError as found:
        return _read(str(found))
    finally:
        await connection.execute("ROLLBACK")
    raise AssertionError("the plan comes as an error")


def _read(text: str) -> Plan:
    described: Sequence[dict[str, Any]] = msgspec.json.decode(text)
    return Plan(tuple(_nodes(described[0]["Plan"])))


def _nodes(node: dict[str, Any], *, apart: bool = True) -> Iterator[dict[str, Any]]:
    """A node and those below it; with `apart` also what is found apart, as a CTE is."""
    yield node
    for below in node.get("Plans", ()):
        if apart or below["Parent Relationship"] != "InitPlan":
            yield from _nodes(below, apart=apart)
