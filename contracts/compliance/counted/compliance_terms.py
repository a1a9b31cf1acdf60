"""What SLA versions commit themselves to, and whether a period's clocks keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from contracts.agreements import clause, version_store
from contracts.agreements.agreed import Content
from contracts.agreements.clause import Commitment
from contracts.compliance.counted import figures
from contracts.compliance.counted.figures import Tally
from underpin.kernel import db


@dataclass(frozen=True, slots=True)
class Judged:
    """One commitment of one version against the clocks it governs, small-sample clause and all.
    Types and priorities: none named, all meant."""

    version_id: UUID
    metric: str
    ticket_types: tuple[str, ...]
    priorities: tuple[str, ...]
    commitment: Decimal
    met: int
    breached: int
    shown: str | None
    kept: bool | None


@dataclass(frozen=True, slots=True)
class Terms:
    """A version's commitments; `percent` is its single one for whatever no clause speaks of."""

    version_id: UUID
    effective_from: datetime | None
    percent: Decimal | None
    content: Content | None

    def commitment(self, metric: str, priority: str) -> Decimal | None:
        found = self._clause(metric, priority)
        return found.percent if found else self._single(metric)

    def kept(self, metric: str, priority: str, met: int, breached: int) -> bool | None:
        found = self._clause(metric, priority)
        if found is not None:
            return clause.is_kept(found, met, breached)
        percent, wanted = figures.share(met, breached), self._single(metric)
        return None if percent is None or wanted is None else percent >= Fraction(wanted)

    def judged(self, tallies: Sequence[Tally]) -> list[Judged]:
        own = [each for each in tallies if each.version_id == self.version_id]
        return [self._judged(each, own) for each in self.clauses]

    @property
    def clauses(self) -> tuple[Commitment, ...]:
        return self.content.commitments if self.content else ()

    def _clause(self, metric: str, priority: str) -> Commitment | None:
        return clause.commitment(self.clauses, metric, "", priority)

    def _single(self, metric: str) -> Decimal | None:
        """A metric that has clauses of its own is judged by none but them."""
        return None if any(each.metric == metric for each in self.clauses) else self.percent

    def _judged(self, given: Commitment, tallies: Sequence[Tally]) -> Judged:
        governed = [
            each
            for each in tallies
            if clause.commitment(self.clauses, each.metric, each.ticket_type, each.priority)
            is given
        ]
        met, breached = figures.decided(governed)
        return Judged(
            version_id=self.version_id,
            metric=given.metric,
            ticket_types=given.ticket_types,
            priorities=given.priorities,
            commitment=given.percent,
            met=met,
            breached=breached,
            shown=figures.shown(figures.share(met, breached)),
            kept=clause.is_kept(given, met, breached),
        )


def judged(terms: Mapping[UUID, Terms], tallies: Sequence[Tally]) -> tuple[Judged, ...]:
    """Every commitment by clause, of the versions that governed something."""
    return tuple(each for version in terms.values() for each in version.judged(tallies))


async def of_versions(tenant: int, version_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """By version id; ids of none are left out."""
    wanted = sorted(set(version_ids))
    rows = await db.rows(
        "SELECT id AS version_id, effective_from, commitment_percent AS percent "
        "FROM agreement_version WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id",
        *(tenant, wanted),
    )
    contents = await version_store.of_tenant(tenant, wanted)
    return {
        row["version_id"]: Terms(**row, content=contents.get(row["version_id"])) for row in rows
    }
