"""Warnings to the account manager that promises are no longer kept: staff's own, once per change,
resolved when healed. Every function works in the act's tenant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts.agreements.versions import Version
from contracts.coherence import coherence_change
from contracts.coherence.coherence_change import Change, Finding, Kind, Standing
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Warned:
    """As `coherence_change.Finding`, with when it was warned of and when it was over."""

    id: UUID
    version_id: UUID
    kind: str
    about: str
    before: str | None
    after: str | None
    raised_at: datetime | None
    done_at: datetime | None
    because: tuple[str, ...]
    warned_at: datetime
    resolved_at: datetime | None


COLUMNS = (
    "id, version_id, kind, about, before, after, raised_at, done_at, because, warned_at, "
    "resolved_at"
)

WRITE = """
INSERT INTO coherence_warning (tenant_id, id, version_id, kind, about, before, after, raised_at,
                               done_at, because, warned_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11)
ON CONFLICT (tenant_id, version_id, kind, about) WHERE resolved_at IS NULL
DO UPDATE SET after = excluded.after, raised_at = excluded.raised_at,
    done_at = excluded.done_at, because = excluded.because
"""


def risk_ended() -> Finding:
    return Finding("risk_ended")


async def standing(act: Act, version_id: UUID, kind: Kind) -> list[Standing]:
    rows = await db.rows(
        "SELECT about, before, after FROM coherence_warning WHERE tenant_id = $1 "
        "AND version_id = $2 AND kind = $3 AND resolved_at IS NULL",
        act.tenant_id,
        version_id,
        kind,
    )
    return [Standing(**row) for row in rows]


async def follow(act: Act, version: Version, change: Change) -> None:
    """Keep the warnings as the change says, and tell what is new or worse."""
    await _write(act, version.id, change.other)
    await warn(act, version, [*change.new, *change.worse])
    for about in change.healed:
        await resolve(act, version.id, coherence_change.BROKEN, about)


async def warn(act: Act, version: Version, findings: Sequence[Finding]) -> None:
    """Write them down and emit one event for all, to whoever manages the account. The version is
    locked."""
    if not findings:
        return
    await _write(act, version.id, findings)
    await db.row(
        "SELECT id FROM agreement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        version.agreement_id,
    )
    managers = await db.rows(
        "SELECT manager_id FROM account WHERE tenant_id = $1 ORDER BY manager_id", act.tenant_id
    )
    body = {
        "version_id": str(version.id),
        "managers": [str(row["manager_id"]) for row in managers],
        "findings": [_told(each) for each in findings],
    }
    kind = f"coherence.{findings[0].kind}"
    await events.emit(act, events.New(kind, version.agreement_id, body))


async def resolve(act: Act, version_id: UUID, kind: Kind, about: str = "") -> None:
    """Those that do not stand are no error."""
    await db.execute(
        "UPDATE coherence_warning SET resolved_at = $5 WHERE tenant_id = $1 AND version_id = $2 "
        "AND kind = $3 AND about = $4 AND resolved_at IS NULL",
        *(act.tenant_id, version_id, kind, about, act.now),
    )


async def resolve_superseded(act: Act) -> None:
    """What was warned of versions that are no longer active is over."""
    await db.execute(
        "UPDATE coherence_warning w SET resolved_at = $2 FROM agreement_version v "
        "WHERE w.tenant_id = $1 AND w.resolved_at IS NULL AND v.tenant_id = $1 "
        "AND v.id = w.version_id AND v.state <> 'active'",
        act.tenant_id,
        act.now,
    )


async def of_version(tenant: int, version_id: UUID) -> list[Warned]:
    """Those that stand."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM coherence_warning WHERE tenant_id = $1 AND version_id = $2 "
        "AND resolved_at IS NULL ORDER BY kind, about",
        tenant,
        version_id,
    )
    return [of(row) for row in rows]


async def of_tenant(tenant: int, *, after: UUID | None, limit: int, standing: bool) -> list[Warned]:
    """The newest first; ids are in the order of time."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM coherence_warning WHERE tenant_id = $1 "
        "AND ($2::uuid IS NULL OR id < $2) AND (NOT $4 OR resolved_at IS NULL) "
        "ORDER BY id DESC LIMIT $3",
        *(tenant, after, limit, standing),
    )
    return [of(row) for row in rows]


def of(row: db.Row) -> Warned:
    fields: dict[str, Any] = {**row, "because": tuple(msgspec.json.decode(row["because"]))}
    return Warned(**fields)


async def _write(act: Act, version_id: UUID, findings: Iterable[Finding]) -> None:
    await db.many(
        WRITE,
        [
            (
                *(act.tenant_id, ids.new(), version_id, each.kind, each.about, each.before),
                *(each.after, each.raised_at, each.done_at),
                *(msgspec.json.encode(each.because).decode(), act.now),
            )
            for each in findings
        ],
    )


def _told(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(asdict(finding))
    return told
