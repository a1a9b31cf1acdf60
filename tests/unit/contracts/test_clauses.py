"""What a version says besides its targets: kept, read back, told apart, refused by name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from contracts.agreements import agreed, clause, difference, version_store
from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import (
    Arrival,
    Availability,
    Commitment,
    Exclusion,
    SmallSample,
    StartingTier,
)
from contracts.agreements.credit_clause import Band, Clause, PerUnit, Step
from contracts.agreements.credit_schedule import Cap, InARow, Schedule
from contracts.instant import HOUR, MINUTE
from underpin.kernel.errors import Malformed

OFFICE, ALWAYS = UUID(int=1), UUID(int=2)
NAMES = {OFFICE: "Office v1", ALWAYS: "Always v1"}
P1 = ("resolution", "incident", "P1")
PLAIN = Content(
    OFFICE,
    (
        Target(*P1, 4 * HOUR),
        Target("resolution", "incident", "P2", 8 * HOUR),
        Target("first_response", "incident", "P1", HOUR),
    ),
)
UPTIME = Clause(
    "availability",
    Decimal("99.5"),
    bands=(
        Band(Decimal(99), True, Decimal("99.5"), False, Decimal(5)),
        Band(Decimal(0), True, Decimal(99), False, Decimal(20)),
    ),
)
FULL = replace(
    PLAIN,
    commitments=(
        Commitment("resolution", Decimal(95), small_sample=SmallSample(40, 2)),
        Commitment("resolution", Decimal(99), ("P1",)),
    ),
    credits=Schedule(
        "service_fee",
        (
            UPTIME,
            Clause(
                "resolution",
                priorities=("P1",),
                per_unit=PerUnit("ticket", "completed", Decimal(1)),
            ),
        ),
        caps=(Cap(Decimal(100)),),
        in_a_row=InARow(3, "terminate", notice_days=90),
        on_claim_days=30,
    ),
    exclusions=(
        Exclusion("planned_maintenance", notice_hours=48),
        Exclusion("other", "Provider of the building"),
    ),
    availability=Availability(
        Decimal("99.5"), calendar_version_id=ALWAYS, minimum_outage_us=15 * MINUTE
    ),
    starting_tiers=(StartingTier(3, ("incident",), ("P1",)), StartingTier(2, (), ("P2",))),
    arrivals=(Arrival("first_response", "incident", "P1", OFFICE, 2 * HOUR, ALWAYS),),
)


def read_back(content: Content) -> Content:
    row = {
        "calendar_version_id": content.calendar_version_id,
        "targets": msgspec.json.encode(content.targets).decode(),
        "terms": version_store.terms_of(content),
    }
    return version_store.content(row)


def test_every_clause_is_accepted_and_read_back_as_it_was_written() -> None:
    agreed.check("SLA", FULL)
    assert read_back(FULL) == FULL
    assert msgspec.json.decode(msgspec.json.encode(FULL), type=Content) == FULL


def test_a_version_kept_before_there_were_clauses_says_none() -> None:
    old = {
        "calendar_version_id": OFFICE,
        "targets": "[]",
        "terms": '{"resolution_stops_at":"closed","reopen":"keep"}',
    }
    found = version_store.content(old)
    assert found == Content(OFFICE, (), Settings(resolution_stops_at="closed"))
    assert read_back(PLAIN) == PLAIN


def test_the_clause_that_names_more_governs() -> None:
    starts = (
        StartingTier(2),
        StartingTier(3, ("incident",), ("P1",)),
        StartingTier(1, (), ("P4",)),
    )
    assert clause.starting_tier(starts, "incident", "P1") == 3
    assert clause.starting_tier(starts, "problem", "P1") == 2
    assert clause.starting_tier(starts, "incident", "P4") == 1
    assert clause.starting_tier((), "incident", "P4") == 1
    assert (
        clause.commitment(FULL.commitments, "resolution", "incident", "P1") == FULL.commitments[1]
    )
    assert (
        clause.commitment(FULL.commitments, "resolution", "incident", "P2") == FULL.commitments[0]
    )
    assert clause.commitment(FULL.commitments, "next_reply", "incident", "P2") is None


@pytest.mark.parametrize(
    ("met", "missed", "kept"),
    [
        (0, 0, None),
        (37, 2, True),
        (36, 3, False),
        (38, 2, True),
        (37, 3, False),
        (9500, 500, True),
        (9499, 501, False),
    ],
)
def test_with_few_tickets_some_may_miss(met: int, missed: int, kept: bool | None) -> None:
    given = Commitment("resolution", Decimal(95), small_sample=SmallSample(40, 2))
    assert clause.is_kept(given, met, missed) is kept


def test_with_few_tickets_a_commitment_may_count_as_kept() -> None:
    given = Commitment("resolution", Decimal(95), small_sample=SmallSample(5))
    assert clause.is_kept(given, 0, 4) is True
    assert clause.is_kept(given, 4, 1) is False


def test_each_clause_reads_as_a_sentence_in_the_difference() -> None:
    said = {each.what: (each.before, each.after) for each in difference.between(PLAIN, FULL, NAMES)}
    assert said == {
        "commitment · resolution": (None, "95 %, with fewer than 40 tickets 2 may miss"),
        "commitment · resolution · P1": (None, "99 %"),
        "raised outside hours · first_response · incident · P1": (
            None,
            "2 h on Always v1 when raised outside Office v1",
        ),
        "starts at · incident · P1": (None, "L3"),
        "starts at · P2": (None, "L2"),
        "availability": (None, "99.5 % a month on Always v1, outages from 15 min"),
        "exclusion · planned_maintenance": (None, "left out if announced 48 h ahead"),
        "exclusion · Provider of the building": (None, "left out"),
        "credits": (
            None,
            "price reduction on the service fee, by the month, on claim within 30 days, the "
            "largest only, at most 100 %, after 3 months missed in a row the right to terminate "
            "with 90 days' notice",
        ),
        "credits · availability": (
            None,
            "from 99 % to below 99.5 %: 5 %; from 0 % to below 99 %: 20 %",
        ),
        "credits · resolution · P1": (None, "1 % per ticket missed"),
    }


def test_what_changes_stands_beside_what_it_was_and_what_goes_is_said_to_go() -> None:
    after = replace(
        FULL,
        commitments=FULL.commitments[:1],
        availability=replace(FULL.availability, percent=Decimal(99), period="year"),  # type: ignore[type-var]
    )
    said = {each.what: (each.before, each.after) for each in difference.between(FULL, after, NAMES)}
    assert said == {
        "availability": (
            "99.5 % a month on Always v1, outages from 15 min",
            "99 % a year on Always v1, outages from 15 min",
        ),
        "commitment · resolution · P1": ("99 %", None),
    }
    assert difference.between(FULL, FULL, NAMES) == ()


def test_a_credit_is_due_from_the_commitment_on() -> None:
    rule = Clause("resolution", Decimal(95), steps=STEP)
    content = replace(PLAIN, credits=Schedule("service_fee", (rule,)))
    agreed.check_commitment(content, None)
    agreed.check_commitment(content, Decimal("95.00"))
    with pytest.raises(Malformed, match="commitment_percent says 99 %") as refusal:
        agreed.check_commitment(content, Decimal(99))
    assert refusal.value.field == "credits.clauses[0].commitment"
    own = replace(content, commitments=(Commitment("resolution", Decimal(95)),))
    agreed.check_commitment(own, Decimal(99))
    agreed.check_commitment(replace(FULL, commitments=()), Decimal(42))


def test_two_rules_about_the_same_are_both_told() -> None:
    per_hour = PerUnit("minute", "started", Decimal(2), Decimal(60))
    per_miss = PerUnit("ticket", "completed", Decimal(1))
    rules = (
        Clause("resolution", per_unit=per_miss),
        Clause("resolution", per_unit=per_hour),
    )
    after = replace(PLAIN, credits=Schedule("service_fee", rules, cumulation="sum"))
    said = {each.what: each.after for each in difference.between(PLAIN, after, NAMES)}
    assert said["credits · resolution"] == "1 % per ticket missed"
    assert said["credits · resolution (2)"] == "2 % per started 60 min over"


STEP = (Step(Decimal(95), Decimal(1)),)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        (
            {"commitments": (Commitment("availability", Decimal(9)),)},
            "commitments[0].metric",
            "one of",
        ),
        (
            {"commitments": (Commitment("next_reply", Decimal(9)),)},
            "commitments[0].metric",
            "add one",
        ),
        (
            {"commitments": (Commitment("resolution", Decimal(0)),)},
            "commitments[0].percent",
            "above 0",
        ),
        (
            {"commitments": (Commitment("resolution", Decimal("NaN")),)},
            "commitments[0].percent",
            "above",
        ),
        (
            {"commitments": (Commitment("resolution", Decimal(9), ("P9",)),)},
            "commitments[0].priorities",
            "among P1",
        ),
        (
            {
                "commitments": (
                    Commitment("resolution", Decimal(9), small_sample=SmallSample(5, 5)),
                )
            },
            "commitments[0].small_sample.misses_allowed",
            "from 0 to 4",
        ),
        (
            {
                "commitments": (
                    Commitment("resolution", Decimal(9), ("P1", "P2")),
                    Commitment("resolution", Decimal(8), ("P2",)),
                )
            },
            "commitments[1]",
            "say it once",
        ),
        ({"exclusions": (Exclusion("other"),)}, "exclusions[0].name", "has a name"),
        (
            {"exclusions": (Exclusion("planned_maintenance"),)},
            "exclusions[0].notice_hours",
            "announced",
        ),
        (
            {"exclusions": (Exclusion("force_majeure"), Exclusion("force_majeure"))},
            "exclusions[1]",
            "listed already",
        ),
        ({"availability": Availability(Decimal(101))}, "availability.percent", "up to 100"),
        (
            {"availability": Availability(Decimal(99), maintenance_us=1)},
            "availability.maintenance_us",
            "exclusions first",
        ),
        ({"starting_tiers": (StartingTier(4),)}, "starting_tiers[0].tier", "1, 2 or 3"),
        (
            {"starting_tiers": (StartingTier(1), StartingTier(2))},
            "starting_tiers[1]",
            "say it once",
        ),
        ({"arrivals": (Arrival(*P1, ALWAYS),)}, "arrivals[0].allowed_us", "another allowance"),
        (
            {"arrivals": (Arrival("resolution", "problem", "P1", ALWAYS, 1),)},
            "arrivals[0]",
            "no target for resolution · problem · P1",
        ),
        (
            {"arrivals": (Arrival("next_update", "incident", "P1", ALWAYS, 1),)},
            "arrivals[0].metric",
            "do not begin on arrival",
        ),
        (
            {"credits": Schedule("service_fee", (UPTIME,))},
            "credits.clauses[0].metric",
            "say in availability",
        ),
        (
            {
                "availability": Availability(Decimal("99.8")),
                "credits": Schedule("service_fee", (UPTIME,)),
            },
            "credits.clauses[0].commitment",
            "availability says 99.8 %",
        ),
        (
            {
                "commitments": (Commitment("resolution", Decimal(99)),),
                "credits": Schedule(
                    "service_fee", (Clause("resolution", Decimal(95), ("P1",), steps=STEP),)
                ),
            },
            "credits.clauses[0].commitment",
            "commitments says 99 %",
        ),
        (
            {"credits": Schedule("service_fee", (Clause("next_reply", Decimal(95), steps=STEP),))},
            "credits.clauses[0].metric",
            "no target speaks of next_reply",
        ),
        ({"settings": Settings(holder="client")}, "settings.holder", "only a UC"),
    ],
)
def test_a_clause_that_cannot_be_meant_is_named_with_why_and_the_cure(
    changes: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        agreed.check("SLA", replace(PLAIN, **changes))
    assert refusal.value.field == field
    assert said in refusal.value.detail


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"metric": "availability"}, "targets[1].metric", "in the availability clause"),
        ({"metric": "fix"}, "targets[1].metric", "one of first_response"),
        ({"ticket_type": "wish"}, "targets[1].ticket_type", "one of incident"),
        ({"priority": "P0"}, "targets[1].priority", "one of P1"),
        ({"allowed_us": -1}, "targets[1].allowed_us", "from 0"),
        ({"warn_percents": (50, 50)}, "targets[1].warn_percents", "different ones"),
        ({"warn_percents": (100,)}, "targets[1].warn_percents", "the breach itself"),
        ({"pausing_states": ("asleep",)}, "targets[1].pausing_states", "among"),
        ({"priority": "P1"}, "targets[1]", "there is a target"),
    ],
)
def test_a_target_that_cannot_be_meant_is_named(
    changes: dict[str, Any], field: str, said: str
) -> None:
    first, second, _ = PLAIN.targets
    with pytest.raises(Malformed) as refusal:
        agreed.check("SLA", replace(PLAIN, targets=(first, replace(second, **changes))))
    assert refusal.value.field == field
    assert said in refusal.value.detail


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("OLA", {"credits": FULL.credits}, "credits"),
        ("OLA", {"availability": FULL.availability}, "availability"),
        ("UC", {"starting_tiers": FULL.starting_tiers}, "starting_tiers"),
        ("UC", {"arrivals": FULL.arrivals}, "arrivals"),
    ],
)
def test_a_clause_in_an_agreement_of_another_kind_is_refused(
    kind: clause.Kind, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        agreed.check(kind, replace(Content(OFFICE, ()), **changes))
    assert refusal.value.field == field


def test_a_uc_names_its_holder_and_what_the_vendor_owes() -> None:
    agreed.check(
        "UC",
        Content(
            ALWAYS,
            (Target("fix", "incident", "P1", 4 * HOUR),),
            Settings(holder="client"),
            availability=Availability(Decimal("99.5")),
            credits=Schedule("service_fee", (UPTIME,), on_claim_days=15),
        ),
    )
