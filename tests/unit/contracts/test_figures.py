"""Figures: exact, compared unrounded, shown rounded down; the commitment that judges them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from contracts.agreements.agreed import Content
from contracts.agreements.clause import Commitment, SmallSample
from contracts.compliance.counted import compliance_terms, figures
from contracts.compliance.counted.compliance_terms import Terms
from contracts.compliance.counted.figures import Figure, Tally

OLD, NEW = uuid4(), uuid4()
NETWORK = uuid4()


def tally(
    outcome: str, clocks: int = 1, *, priority: str = "P3", version: UUID = NEW, **more: object
) -> Tally:
    given = {
        "service_id": NETWORK,
        "metric": "resolution",
        "ticket_type": "incident",
        "why": "",
        "changed": 0,
        **more,
    }
    return Tally(priority=priority, version_id=version, outcome=outcome, clocks=clocks, **given)  # type: ignore[arg-type]


def terms(*commitments: Commitment, percent: str | None = None, version: UUID = NEW) -> Terms:
    content = Content(calendar_version_id=uuid4(), targets=(), commitments=commitments)
    since = datetime(2026, 1 if version is OLD else 2, 1, tzinfo=UTC)
    return Terms(version, since, Decimal(percent) if percent else None, content)


def total(*tallies: Tally, under: Terms) -> Figure:
    (found,) = figures.by_metric(tallies, {under.version_id: under})
    return found


def test_a_hair_under_the_commitment_is_missed_though_it_rounds_to_it() -> None:
    found = total(tally("met", 949_999), tally("breached", 50_001), under=terms(percent="95"))
    assert (found.shown, found.kept) == ("94.99", False)
    exactly = total(tally("met", 95), tally("breached", 5), under=terms(percent="95"))
    assert (exactly.shown, exactly.kept) == ("95.00", True)


def test_what_stands_apart_or_is_excluded_is_in_no_percentage() -> None:
    found = total(
        tally("met", 3),
        tally("excluded", 2, why="client_caused"),
        tally("apart", 4, why="merged"),
        tally("apart", 5, why="spam"),
        tally("withdrawn", 6),
        tally("running", 7),
        under=terms(percent="95"),
    )
    assert (found.met, found.breached, found.shown, found.kept) == (3, 0, "100.00", True)
    assert [(each.reason, each.count) for each in found.excluded] == [("client_caused", 2)]
    assert [(each.reason, each.count) for each in found.apart] == [("merged", 4), ("spam", 5)]
    assert (found.merged, found.withdrawn, found.running) == (4, 6, 7)


@pytest.mark.parametrize("outcome", ["excluded", "apart", "withdrawn", "running"])
def test_nothing_decided_is_none(outcome: str) -> None:
    found = total(tally(outcome, 9), under=terms(percent="95"))
    assert (found.shown, found.kept, found.percent) == (None, None, None)


def test_a_commitment_by_priority_judges_its_priority() -> None:
    under = terms(
        Commitment("resolution", Decimal(99), priorities=("P1",)),
        Commitment("resolution", Decimal(50)),
    )
    tallies = (
        *(tally("met", 9, priority="P1"), tally("breached", 1, priority="P1")),
        *(tally("met", 1), tally("breached", 1)),
    )
    found = {each.priority: each for each in figures.by_priority(tallies, {NEW: under})}
    assert (found["P1"].commitment, found["P1"].kept) == (Decimal(99), False)
    assert (found["P3"].commitment, found["P3"].kept) == (Decimal(50), True)
    judged = {each.priorities: each for each in compliance_terms.judged({NEW: under}, tallies)}
    assert (judged[("P1",)].met, judged[("P1",)].breached) == (9, 1)
    assert (judged[()].met, judged[()].breached, judged[()].kept) == (1, 1, True)


def test_a_small_sample_counts_as_its_clause_says() -> None:
    small = SmallSample(below=10, misses_allowed=1)
    under = terms(Commitment("resolution", Decimal(95), small_sample=small))
    one = total(tally("met", 3), tally("breached", 1), under=under)
    assert (one.shown, one.kept) == ("75.00", True)
    two = total(tally("met", 3), tally("breached", 2), under=under)
    assert two.kept is False


def test_of_two_versions_the_later_one_judges_the_month() -> None:
    versions = {OLD: terms(percent="99", version=OLD), NEW: terms(percent="50")}
    (found,) = figures.by_metric((tally("breached", version=OLD), tally("met")), versions)
    assert (found.commitment, found.kept) == (Decimal(50), True)


def test_services_are_told_apart() -> None:
    tallies = (tally("met"), tally("breached", service_id=None))
    found = figures.by_service(tallies, {})
    assert [(each.service_id, each.met, each.breached) for each in found] == [
        (None, 0, 1),
        (NETWORK, 1, 0),
    ]


def test_a_service_is_all_its_priorities_together() -> None:
    tallies = (tally("met", 3, priority="P1"), tally("breached", 2, priority="P4"))
    (whole,) = figures.of_services(tallies, {})
    assert (whole.service_id, whole.priority, whole.met, whole.breached) == (NETWORK, "", 3, 2)
    assert len(figures.by_service(tallies, {})) == 2
