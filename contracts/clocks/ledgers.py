"""Tickets' ledgers as they are kept: standing, what is pinned, clocks; many in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts.calendars import compiled
from contracts.clocks import clock_rows
from contracts.clocks.clock_rows import Held, Stored
from contracts.clocks.clock_standing import Key, Standing
from contracts.clocks.pins import InForce, Pins
from contracts.clocks.ticket_clocks import Ledger
from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """`missed_before`: an SLA clock that is not among `clocks` was missed. `in_force` is empty
    unless it was asked for."""

    ticket_id: UUID
    standing: Standing
    pins: Pins | None
    history: int
    touched_at: datetime | None
    clocks: Mapping[Key, Held]
    missed_before: bool
    in_force: InForce = field(default_factory=InForce)

    @property
    def ledger(self) -> Ledger:
        """Without clocks that, as a late fact showed, never should have begun."""
        clocks = {key: held.clock for key, held in self.clocks.items() if self._began(key)}
        return Ledger(self.standing, clocks)

    def _began(self, key: Key) -> bool:
        latest = self.standing.latest(key.metric, key.holder)
        return latest is not None and key.number <= latest.number


# The newest clock of each metric and holder, as the standing names them, and those with a timer;
# all where $3 asks for it.
READ = """
SELECT t.id, s.memory AS standing, s.pins, coalesce(s.history, 1) AS history, s.touched_at,
       coalesce(c.clocks, '[]') AS clocks, coalesce(c.missed, false) AS missed,
       CASE WHEN $4 AND t.place = 1 THEN {in_force} END AS in_force
FROM unnest($2::uuid[]) WITH ORDINALITY AS t(id, place)
LEFT JOIN standing s ON s.tenant_id = $1 AND s.ticket_id = t.id
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object(
               'id', n.id, 'metric', n.metric, 'holder', n.holder, 'number', n.number,
               'ticket_type', n.ticket_type, 'priority', n.priority, 'timer_at', {next_at},
               'same_silence', n.same_silence, 'history', n.history, 'memory', n.memory,
               'told', n.told)) FILTER (WHERE n.wanted) AS clocks,
           bool_or(n.kind = 'SLA' AND n.breached_at IS NOT NULL)
               FILTER (WHERE NOT n.wanted) AS missed
    FROM (
        SELECT c.*, $3 OR c.next_at IS NOT NULL OR s.memory -> 'numbers'
               @> jsonb_build_array(jsonb_build_array(c.metric, c.holder, c.number)) AS wanted
        FROM clock c WHERE c.tenant_id = $1 AND c.ticket_id = t.id
    ) n
) c ON true
ORDER BY t.place
"""

IN_FORCE = """
(SELECT json_build_object(
    'olas', coalesce(json_agg(json_build_object(
        'tier', a.tier, 'since', {since}, 'version', v.id, 'calendar', v.calendar_version_id))
        FILTER (WHERE a.kind = 'OLA'), '[]'),
    'ucs', coalesce(json_agg(json_build_object(
        'vendor', a.vendor_id, 'agreement', a.id, 'since', {since}, 'version', v.id,
        'calendar', v.calendar_version_id)) FILTER (WHERE a.kind = 'UC'), '[]'),
    'coverage', (SELECT coalesce(json_agg(json_build_object('service', g.service_id,
        'vendor', g.vendor_id, 'agreement', g.agreement_id)), '[]')
        FROM coverage g WHERE g.tenant_id = $1))
 FROM provider_agreement_version v JOIN provider_agreement a ON a.id = v.agreement_id
 WHERE v.state IN ('active', 'superseded'))
""".format(since="(extract(epoch FROM v.effective_from) * 1000000)::bigint")

READ = READ.format(in_force=IN_FORCE, next_at="(extract(epoch FROM n.next_at) * 1000000)::bigint")


async def read(
    act: Act, ticket_ids: Sequence[UUID], *, every_clock: bool = False, in_force: bool = False
) -> dict[UUID, KeptLedger]:
    """One round trip, once the calendars are kept in the process. The tickets are locked."""
    rows = await db.rows(READ, act.tenant_id, list(ticket_ids), every_clock, in_force)
    stored = {row["id"]: msgspec.json.decode(row["clocks"], type=list[Stored]) for row in rows}
    calendars = await _calendars(act, [each for found in stored.values() for each in found])
    behind = _in_force(rows)
    return {
        row["id"]: _kept(
            row, [clock_rows.held(row["id"], s, calendars) for s in stored[row["id"]]], behind
        )
        for row in rows
    }


async def in_force(act: Act) -> InForce:
    """The provider's versions, and what covers the services of the act's tenant."""
    found = await db.value(f"SELECT {IN_FORCE}", act.tenant_id)
    return msgspec.json.decode(found, type=InForce)


async def _calendars(act: Act, stored: Iterable[Stored]) -> dict[UUID, Any]:
    own = {each.calendar_version for each in stored if not each.behind}
    behind = {each.calendar_version for each in stored if each.behind}
    found = await compiled.of_tenant(act.tenant_id, own)
    return found | await compiled.of_provider(behind)


def _in_force(rows: Sequence[db.Row]) -> InForce:
    """Said with the first."""
    said = rows[0]["in_force"] if rows else None
    return msgspec.json.decode(said, type=InForce) if said else InForce()


def _kept(row: db.Row, clocks: Sequence[Held], in_force: InForce) -> KeptLedger:
    return KeptLedger(
        ticket_id=row["id"],
        standing=msgspec.json.decode(row["standing"], type=Standing)
        if row["standing"]
        else Standing(),
        pins=msgspec.json.decode(row["pins"], type=Pins) if row["pins"] else None,
        history=row["history"],
        touched_at=row["touched_at"],
        clocks={held.key: held for held in clocks},
        missed_before=row["missed"],
        in_force=in_force,
    )
