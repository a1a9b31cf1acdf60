"""What the versions of SLAs, OLAs and UCs have in common as rows: reading, writing a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from underpin.kernel.errors import Conflict, Forbidden, Malformed


class WrongState(Conflict):
    code = "wrong-version-state"
    title = "This version is not in the state that allows this"


class OwnWork(Forbidden):
    code = "own-work"
    title = "Nobody approves what they wrote: ask a colleague"


@dataclass(frozen=True, slots=True)
class Version:
    """`state`: draft, approved, active or superseded. An SLA's carries the client's consent: who
    accepted it, or the signed document's SHA-256 in hex. `offered`: it is the provider's default,
    which nobody has to accept. `revision` counts how often the draft was written."""

    id: UUID
    agreement_id: UUID
    number: int
    state: str
    effective_from: datetime | None
    author_id: UUID
    approver_id: UUID | None
    approved_at: datetime | None
    content: Content
    commitment_percent: Decimal | None = None
    accepted_by: UUID | None = None
    accepted_at: datetime | None = None
    document_sha256: str | None = None
    offered: bool = False
    revision: int = 1

    @property
    def consented(self) -> bool:
        return self.accepted_by is not None or self.document_sha256 is not None


COLUMNS = (
    "v.id, v.agreement_id, v.number, v.state, v.effective_from, v.author_id, v.approver_id, "
    "v.approved_at, v.calendar_version_id, v.terms, v.revision"
)
CONSENT = (
    "v.commitment_percent, v.accepted_by, v.accepted_at, v.document_sha256, "
    "v.offer_of IS NOT NULL AS offered"
)


def of(row: Mapping[str, Any]) -> Version:
    document = row.get("document_sha256")
    plain = ("id", "agreement_id", "number", "state", "effective_from", "author_id", "approver_id")
    return Version(
        **{name: row[name] for name in (*plain, "approved_at", "revision")},
        content=version_store.content(row),
        commitment_percent=row.get("commitment_percent"),
        accepted_by=row.get("accepted_by"),
        accepted_at=row.get("accepted_at"),
        document_sha256=None if document is None else document.hex(),
        offered=row.get("offered", False),
    )


def refused(problem: asyncpg.IntegrityConstraintViolationError) -> Malformed:
    """What the database would not take, as the field to correct."""
    if isinstance(problem, asyncpg.ForeignKeyViolationError):
        return Malformed("content: it names a calendar or object that is not there.")
    if isinstance(problem, asyncpg.UniqueViolationError):
        return Malformed("name: another agreement has this name.", field="name")
    return Malformed(f"not acceptable ({getattr(problem, 'constraint_name', '')}).")


def check_calendars(content: Content, found: Iterable[UUID]) -> None:
    """Raises Malformed for a calendar that a clause names and that is not there."""
    known = set(found)
    named = {
        "availability.calendar_version_id": content.availability_calendar,
        **{f"arrivals[{n}].outside": each.outside for n, each in enumerate(content.arrivals)},
        **{
            f"arrivals[{n}].calendar_version_id": each.calendar_version_id
            for n, each in enumerate(content.arrivals)
            if each.calendar_version_id is not None
        },
    }
    for field, calendar in named.items():
        if calendar not in known:
            raise Malformed(f"{field}: no such version of a calendar here.", field=field)


def check_state(version: Version, *allowed: str) -> None:
    """Raises WrongState."""
    if version.state not in allowed:
        raise WrongState(f"This version is {version.state}; it would have to be {allowed[0]}.")


def check_not_author(version: Version, person: UUID) -> None:
    """Raises OwnWork."""
    if version.author_id == person:
        raise OwnWork


def check_effective(last: datetime | None, at: datetime, now: datetime) -> None:
    """Never backwards: only an agreement's first version may begin in the past. Raises
    Malformed."""
    if last is not None and (at <= last or at < now):
        raise Malformed(
            "effective_from: from now on, and after the version before it.", field="effective_from"
        )
