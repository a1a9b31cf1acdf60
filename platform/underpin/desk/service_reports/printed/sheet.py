"""A service report in words, ready to be set or shown: texts and nothing else."""

from __future__ import annotations

from datetime import date

import msgspec


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ticket` names the one it leads to; `figure` keeps its own order in a line of Arabic."""

    text: str
    tone: str = ""
    ticket: str = ""
    figure: bool = False


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading, a line about it, and a table, which may be empty; `notes` stand below. `numeric`
    says of each column whether it is of figures."""

    name: str
    heading: str
    lead: str = ""
    columns: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """`status` says whether figures may still change. `facts`: labels, values and their tone."""

    language: str
    direction: str
    day: date
    title: str
    month: str
    client: str
    status: str
    provisional: bool
    facts: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    made: str
    page: str
