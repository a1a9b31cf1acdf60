"""A version as a form loses nothing, and reads what people type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements import agreed, clause
from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import Arrival, Availability, Commitment, Exclusion, SmallSample
from contracts.agreements.credit_clause import Band, Clause, PerUnit, Step
from contracts.agreements.credit_schedule import Cap, InARow, Schedule
from contracts.instant import DAY, HOUR, MINUTE, SECOND
from tests.unit.console import sample_contracting as sample
from underpin.console.routes.contracting.sheet import deeds, draft, owing, spans
from underpin.console.routes.contracting.sheet.draft import Drafted, Misread

DAYS = {sample.OFFICE: 8 * HOUR, sample.ALWAYS: DAY}
D = Decimal
WHOLE = replace(
    sample.CONTENT,
    settings=Settings("restored", "restart", exclude_vendor_time=True),
    commitments=(
        Commitment("resolution", D("99.5"), ("P1",), ("incident",), SmallSample(40, 2)),
        Commitment("resolution", D(95), ticket_types=("incident", "service_request")),
    ),
    exclusions=(Exclusion("planned_maintenance", notice_hours=48), Exclusion("other", "Power cut")),
    arrivals=(Arrival("resolution", "incident", "P1", sample.OFFICE, 6 * HOUR, sample.ALWAYS),),
    availability=Availability(D("99.5"), "quarter", sample.ALWAYS, 15 * MINUTE, 4 * HOUR),
    credits=Schedule(
        "net_invoice",
        (
            Clause(
                "availability",
                D("99.5"),
                bands=(
                    Band(D(99), True, D("99.5"), False, D(5)),
                    Band(D(0), True, D(99), False, D(20)),
                ),
            ),
            Clause("resolution", D(95), ("P1",), steps=(Step(D(95), D(5)),), monotone=False),
            Clause("resolution", per_unit=PerUnit("minute", "started", D(2), D(60))),
        ),
        on_claim_days=30,
        caps=(Cap(D(25)), Cap(D(10), "service_fee", "year")),
        minimum=D(1),
        in_a_row=InARow(3, "terminate", notice_days=90),
        nature="penalty",
    ),
)


def back(kind: clause.Kind, typed: Mapping[str, str]) -> Drafted:
    return draft.read(kind, typed, DAYS)


def plain(content: Content) -> tuple[object, ...]:
    """What it means: how pauses are written does not matter, nor in which order targets stand."""
    targets = {
        each.about: (each.allowed_us, each.pauses, each.warn_percents) for each in content.targets
    }
    hours = {each.about: content.calendar_of(each) for each in content.targets}
    rest = [getattr(content, name) for name in (*agreed.CLAUSES, "settings", "calendar_version_id")]
    return targets, hours, rest


def test_what_a_version_says_comes_back_from_its_form() -> None:
    for content in (sample.CONTENT, WHOLE):
        found = back("SLA", draft.write("SLA", Drafted(content, D("97.5"))))
        assert plain(found.content) == plain(content)
        assert found.commitment_percent == D("97.5")


def test_an_ola_and_a_uc_have_their_own_metrics() -> None:
    held = Content(
        calendar_version_id=sample.OFFICE,
        targets=(Target("hold", "incident", "P1", 2 * HOUR, (50,), ("scheduled",)),),
    )
    fixed = Content(
        calendar_version_id=sample.ALWAYS,
        targets=(Target("fix", "problem", "P4", 24 * HOUR),),
        settings=Settings(fix_stops_at="confirmation", holder="client"),
    )
    assert plain(back("OLA", draft.write("OLA", Drafted(held, None))).content) == plain(held)
    assert plain(back("UC", draft.write("UC", Drafted(fixed, None))).content) == plain(fixed)


targets = st.builds(
    Target,
    metric=st.sampled_from(clause.METRICS["SLA"]),
    ticket_type=st.sampled_from(clause.TYPES),
    priority=st.sampled_from(clause.PRIORITIES),
    allowed_us=st.integers(0, 400 * 3600).map(lambda seconds: seconds * SECOND),
    warn_percents=st.sets(st.integers(1, 99), max_size=3).map(lambda each: tuple(sorted(each))),
    pausing_states=st.sampled_from([None, (), ("open",), ("waiting_client", "scheduled")]),
    calendar_version_id=st.sampled_from([None, sample.ALWAYS]),
)


@given(st.lists(targets, unique_by=lambda each: each.about, max_size=12))
def test_any_grid_comes_back(given_: list[Target]) -> None:
    content = Content(calendar_version_id=sample.OFFICE, targets=tuple(given_))
    assert plain(back("SLA", draft.write("SLA", Drafted(content, None))).content) == plain(content)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        *(("4h", 4 * HOUR), ("30m", 30 * MINUTE), ("2d", 16 * HOUR), ("1h 30m", 90 * MINUTE)),
        *(("1.5h", 90 * MINUTE), ("90 min", 90 * MINUTE), ("8", 8 * HOUR), ("1:30", 90 * MINUTE)),
        *(("1d 2h", 10 * HOUR), ("45s", 45 * SECOND), ("0m", 0), ("4 H", 4 * HOUR)),
        *((each, None) for each in ("soon", "", "4x", "h", "-4h", "4h soon", "1 2")),
    ],
)
def test_working_time_as_people_type_it(text: str, time: int | None) -> None:
    assert spans.read(text, 8 * HOUR) == time


def test_a_day_is_a_working_day_of_its_calendar() -> None:
    lunch = {"week": {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "fri": [["08:00", "12:00"]]}}
    assert spans.day_of({"time_zone": "UTC", **lunch}) == 8 * HOUR, "of two lengths the longer"
    assert spans.day_of({"time_zone": "UTC"}) == DAY, "it never opens"


@pytest.mark.parametrize(
    "text", ["below 95: 5; below 90: 10", "[99, 99.5): 5; [0, 99): 20", "2 per started 60 minute"]
)
def test_what_is_owed_reads_as_it_is_written(text: str) -> None:
    owed = owing.read(text)
    assert owed is not None
    rule = Clause("resolution", steps=owed.steps, bands=owed.bands, per_unit=owed.per_unit)
    assert owing.write(rule) == text


def test_every_field_that_cannot_be_read_is_named() -> None:
    typed = {
        "calendar": str(sample.OFFICE),
        "t.incident.P1.resolution": "soon",
        "t.incident.P2.resolution": "4h",
        "t.incident.P2.resolution.warn": "half",
        "commitment": "most",
        "rules.0.owed": "a lot",
        "rules.0.metric": "resolution",
    }
    with pytest.raises(Misread) as wrong:
        back("SLA", typed)
    assert set(wrong.value.errors) == {
        *("t.incident.P1.resolution", "t.incident.P2.resolution.warn"),
        *("commitment", "rules.0.owed"),
    }
    with pytest.raises(Misread):
        back("SLA", {**typed, "calendar": str(UUID(int=9))})


def test_a_fix_is_set_into_the_grid_and_a_type_copied() -> None:
    typed = {"t.incident.P1.resolution": "4h", "t.incident.P1.resolution.warn": "50", "csrf": "x"}
    lifts = [deeds.lift("incident", each, "resolution", 6 * HOUR) for each in ("P1", "P2")]
    lifted = deeds.done({**typed, "deed": ",".join(lifts)})
    assert lifted["t.incident.P1.resolution"] == lifted["t.incident.P2.resolution"] == "6h"
    copied = deeds.done({**typed, "deed": deeds.same("problem", "incident")})
    assert copied["t.problem.P1.resolution"] == "4h"
    assert copied["t.problem.P1.resolution.warn"] == "50"
    for nothing in ("", "lift:x", "same:problem:nobody", "lift:a:b:c:-1", "drop:all"):
        assert deeds.done({**typed, "deed": nothing}) == typed
