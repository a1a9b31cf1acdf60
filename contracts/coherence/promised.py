"""An SLA version checked against what stands behind it: before it may become active, and again
every night while it is (`nightly`)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from contracts.agreements.versions import Version
from contracts.calendars import zone
from contracts.coherence import (
    coherence_case,
    coherence_change,
    coherence_line,
    coherence_risk,
    coherence_store,
    coherence_warning,
    covered_hours,
    keeping,
)
from contracts.coherence.coherence_case import Case, Promises
from contracts.coherence.coherence_change import Finding
from contracts.coherence.coherence_line import Line
from contracts.coherence.coherence_risk import Risk
from contracts.coherence.covered_hours import Unattended
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict

__all__ = ["Checked", "NotKept", "Risk", "check", "found", "of_version", "read", "record", "settle"]


class NotKept(Conflict):
    code = "promise-not-kept"
    title = "What stands behind this version does not keep a promise it makes"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, to be written down. `behind` as in `Case`."""

    lines: tuple[Line, ...]
    unattended: tuple[Unattended, ...]
    behind: dict[str, str]


async def read(act: Act, version: Version, at: datetime) -> Case:
    """What is to be worked out by `found`."""
    row = await db.row(
        "SELECT contract_id, service_id FROM agreement WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        version.agreement_id,
    )
    assert row is not None, "a version belongs to an agreement"  # noqa: S101
    promises = Promises(
        row["contract_id"], row["service_id"], version.content, version.commitment_percent
    )
    return await coherence_case.of(act, promises, at)


def found(case: Case) -> Checked:
    """Pure, and for a large contract a second's work: to be done in a thread."""
    question = case.question
    return Checked(keeping.lines(question), covered_hours.unattended(question), dict(case.behind))


async def check(act: Act, version: Version, at: datetime) -> tuple[Line, ...]:
    """For tickets raised in the year from then on, or to the contract's end; written down."""
    checked = await asyncio.to_thread(found, await read(act, version, at))
    await record(act, version, checked)
    return checked.lines


async def settle(act: Act, version: Version, at: datetime, risk: Risk | None) -> None:
    """Raises NotKept where a promise is not kept and no risk accepted, OwnWork where the author
    accepts it, Malformed for a risk without reason or end."""
    lines = await check(act, version, at)
    if not coherence_line.refuses(lines):
        return
    if risk is None:
        raise NotKept(_said(lines))
    await coherence_risk.accept(act, version, risk)


async def of_version(tenant: int, version_id: UUID) -> list[Line]:
    return await coherence_store.read(tenant, version_id)


async def record(act: Act, version: Version, checked: Checked) -> None:
    """In place of what was found before; of an active version what has changed is warned of. The
    version is locked."""
    if version.state == "active":
        await _follow(act, version, checked)
    await coherence_store.write(act, version.id, checked.lines)
    await db.execute(
        WATCH,
        *(act.tenant_id, version.id, await today(act), act.now),
        *map(_json, (checked.behind, checked.unattended)),
    )


WATCH = """
INSERT INTO coherence_watch (tenant_id, version_id, checked_for, checked_at, behind, uncovered)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb)
ON CONFLICT (tenant_id, version_id) DO UPDATE SET checked_for = excluded.checked_for,
    checked_at = excluded.checked_at, behind = excluded.behind, uncovered = excluded.uncovered
"""


async def _follow(act: Act, version: Version, checked: Checked) -> None:
    before = await coherence_store.read(act.tenant_id, version.id)
    stands = await coherence_warning.standing(act, version.id, coherence_change.BROKEN)
    risk = await coherence_risk.of_version(act.tenant_id, version.id)
    change = coherence_change.between(
        before,
        checked.lines,
        stands,
        coherence_change.because(await _behind_before(act, version.id), checked.behind),
        accepted=risk is not None and risk.ends_on >= act.now.date(),
    )
    await coherence_warning.follow(act, version, change)
    await _on_duty(act, version, checked.unattended)


async def _on_duty(act: Act, version: Version, unattended: Sequence[Unattended]) -> None:
    """One warning for the version while any hour is without anybody."""
    if not unattended:
        await coherence_warning.resolve(act, version.id, "nobody_on_duty")
    elif not await coherence_warning.standing(act, version.id, "nobody_on_duty"):
        promises = tuple(promise for each in unattended for promise in each.promises)
        await coherence_warning.warn(act, version, [Finding("nobody_on_duty", because=promises)])


async def _behind_before(act: Act, version_id: UUID) -> dict[str, str]:
    stored = await db.value(
        "SELECT behind FROM coherence_watch WHERE tenant_id = $1 AND version_id = $2",
        act.tenant_id,
        version_id,
    )
    return {} if stored is None else msgspec.json.decode(stored, type=dict[str, str])


async def today(act: Act) -> date:
    """Where the client is."""
    time_zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    return act.now.astimezone(zone.named(time_zone)).date()


def _said(lines: Sequence[Line]) -> str:
    missed = [each.said for each in lines if each.verdict == "not_kept"]
    return (
        f"Not kept: {', '.join(missed)}. Change the version or what stands behind it, or have "
        "somebody other than its author accept the risk until a date."
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
