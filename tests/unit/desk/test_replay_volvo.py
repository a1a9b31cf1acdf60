"""The rules of the Volvo log, on small logs of our own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from underpin.desk.replay import log, reading, step
from underpin.desk.replay.step import (
    Assign,
    ChangeState,
    Close,
    HandOff,
    MoveTier,
    Note,
    Raise,
    Reopen,
    Reprioritise,
    Resolve,
    Source,
    State,
    Wait,
)

USUAL = {
    "case:id": "1-1",
    "org:group": "G1",
    "resource country": "POLAND",
    "organization country": "se",
    "concept:name": "Accepted",
    "impact": "Medium",
    "product": "PROD1",
    "lifecycle:transition": "In Progress",
    "tier": "1",
}


def event(at: str, status: str = "Accepted/In Progress", **said: str) -> dict[str, str]:
    phase, _, transition = status.partition("/")
    told = {"time:timestamp": at, "concept:name": phase, "lifecycle:transition": transition}
    return USUAL | told | {name.replace("_", " "): text for name, text in said.items()}


def read(folder: Path, *events: dict[str, str]) -> log.Log:
    path = folder / "log.csv"
    lines = [",".join(events[0]), *(",".join(one.values()) for one in events)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return log.load(path, Source.VOLVO)


def only(folder: Path, *events: dict[str, str]) -> tuple[step.Step, ...]:
    told = read(folder, *events)
    assert told.rejected == ()
    (case,) = told.cases
    return case.steps


def kinds(steps: tuple[step.Step, ...]) -> list[type[step.Step]]:
    return [type(told) for told in steps]


def hour(at: int) -> str:
    return f"2012-03-01T{at:02}:00:00+01:00"


def group(name: str) -> dict[str, str]:
    return {"org:group": name}


QUEUED = "Queued/Awaiting Assignment"
RESOLVED = "Completed/Resolved"


def test_a_case_is_raised_at_its_first_event_and_lived_from_it(tmp_path: Path) -> None:
    steps = only(tmp_path, event(hour(9), tier="2"), event(hour(10), RESOLVED, tier="2"))
    case = step.Case(Source.VOLVO, "1-1", "se")
    eight, nine = datetime(2012, 3, 1, 8, tzinfo=UTC), datetime(2012, 3, 1, 9, tzinfo=UTC)
    assert steps == (
        Raise(
            case,
            eight,
            0,
            0,
            priority=step.Priority(2, 2),
            tier=2,
            subject="PROD1",
            requester=None,
            group="G1",
        ),
        Assign(case, eight, 0, 1, resolver="G1 (POLAND)"),
        ChangeState(case, eight, 0, 2, state=State.OPEN, wait_kind=None),
        Resolve(case, nine, 1, 0),
    )


def test_an_escalation_moves_the_tier_and_hands_over(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        event(hour(9)),
        event(hour(10), QUEUED, tier="3") | group("G2 3rd"),
        event(hour(11), tier="3") | group("G2 3rd"),
        event(hour(12), QUEUED),
    )
    assert kinds(steps[3:]) == [MoveTier, HandOff, Assign, Assign, MoveTier, HandOff, Assign]
    assert [one.tier for one in steps if isinstance(one, MoveTier)] == [3, 1]
    assert [one.group for one in steps if isinstance(one, HandOff)] == ["G2 3rd", "G1"]
    assert [one.resolver for one in steps if isinstance(one, Assign)] == [
        "G1 (POLAND)",
        None,
        "G2 3rd (POLAND)",
        None,
    ]


def test_a_queued_ticket_is_new_until_somebody_accepts_it(tmp_path: Path) -> None:
    steps = only(tmp_path, event(hour(9), QUEUED), event(hour(10)), event(hour(11), QUEUED))
    assert kinds(steps) == [Raise, Note, Assign, ChangeState, Assign]
    assert steps[-1].at == datetime(2012, 3, 1, 10, tzinfo=UTC)


def test_each_kind_of_wait_keeps_its_name_beside_the_state(tmp_path: Path) -> None:
    names = ("Wait", "Wait - Customer", "Wait - Implementation", "Wait - User", "Wait - Vendor")
    waits = [event(hour(10 + n), f"Accepted/{name}") for n, name in enumerate(names)]
    steps = only(tmp_path, event(hour(9)), *waits, event(hour(20)))
    assert [(one.state, one.wait_kind) for one in steps[3:] if isinstance(one, ChangeState)] == [
        (State.OPEN, Wait.ANY),
        (State.WAITING_CLIENT, Wait.CUSTOMER),
        (State.SCHEDULED, Wait.IMPLEMENTATION),
        (State.WAITING_CLIENT, Wait.USER),
        (State.WAITING_VENDOR, Wait.VENDOR),
        (State.OPEN, None),
    ]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("Completed/Resolved", Resolve),
        ("Completed/In Call", Resolve),
        ("Completed/Closed", Close),
        ("Completed/Cancelled", Close),
        ("Accepted/Assigned", Note),
        ("Accepted/Awaiting Assignment", Note),
        ("Unmatched/Unmatched", Note),
    ],
)
def test_every_status_of_the_log_has_its_step(
    tmp_path: Path, status: str, told: type[step.Step]
) -> None:
    steps = only(tmp_path, event(hour(9)), event(hour(10), status))
    assert kinds(steps) == [Raise, Assign, ChangeState, told]


def test_a_completed_case_that_goes_on_is_reopened_first(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        event(hour(9)),
        event(hour(10), RESOLVED),
        event(hour(11), QUEUED, tier="2") | group("G2"),
        event(hour(12), "Completed/Closed", tier="2") | group("G2"),
        event(hour(13), RESOLVED, tier="2") | group("G2"),
    )
    assert kinds(steps[4:]) == [Reopen, MoveTier, HandOff, Assign, Assign, Close, Reopen, Resolve]


def test_whoever_completes_is_who_had_it_in_that_group(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        event(hour(9)),
        event(hour(10), RESOLVED, resource_country="INDIA"),
        event(hour(11), "Completed/Closed", resource_country="Sweden") | group("G2"),
    )
    assert [one.resolver for one in steps if isinstance(one, Assign)] == [
        "G1 (POLAND)",
        "G2 (Sweden)",
    ]


def test_a_country_the_log_does_not_know_is_named_unknown(tmp_path: Path) -> None:
    told = read(tmp_path, event(hour(9), resource_country="0", organization_country="0"))
    (case,) = told.cases
    assert case.case.tenant_key == "unknown"
    assert [one.resolver for one in case.steps if isinstance(one, Assign)] == ["G1 (unknown)"]


def test_the_tenant_is_the_country_of_the_first_event_in_lower_case(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        event(hour(10), organization_country="pl"),
        event(hour(9), organization_country="SE"),
    )
    assert [case.case.tenant_key for case in told.cases] == ["se"]


def test_times_are_instants_across_a_change_of_offset(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        event("2012-03-25T03:00:00+02:00", RESOLVED),
        event("2012-03-25T01:59:00+01:00"),
    )
    assert [type(one) for one in steps][-1] is Resolve
    assert (steps[-1].at - steps[0].at).total_seconds() == 60


def test_events_of_one_instant_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        event(hour(9)),
        event(hour(10), RESOLVED),
        event(hour(10), "Completed/Closed"),
        event(hour(10)),
    )
    assert kinds(steps)[3:] == [Resolve, Close, Reopen]


@pytest.mark.parametrize(("impact", "rank"), [("Major", 1), ("High", 2), ("Medium", 3), ("Low", 4)])
def test_impact_alone_sets_the_priority(tmp_path: Path, impact: str, rank: int) -> None:
    steps = only(tmp_path, event(hour(9), impact=impact), event(hour(10), impact="Medium"))
    assert isinstance(steps[0], Raise)
    assert steps[0].priority.rank == rank
    changed = [one.priority.rank for one in steps if isinstance(one, Reprioritise)]
    assert changed == ([] if impact == "Medium" else [3])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"time:timestamp": "2012-03-01T10:00:00"}, "time:timestamp has no offset"),
        ({"time:timestamp": "2012-13-01T10:00:00+01:00"}, "time:timestamp is no date"),
        ({"time:timestamp": "0001-01-01T00:00:00+10:00"}, "time:timestamp is no date"),
        ({"time:timestamp": ""}, "time:timestamp is missing"),
        ({"tier": "4"}, "tier is unknown: 4"),
        ({"tier": "?"}, "tier is missing"),
        ({"impact": "Cosmic"}, "impact is unknown: Cosmic"),
        ({"concept:name": "Lost"}, "concept:name is unknown: Lost"),
        ({"lifecycle:transition": "Limbo"}, "lifecycle:transition is unknown: Limbo"),
    ],
)
def test_a_garbage_row_is_reported_and_the_rest_of_its_case_lived(
    tmp_path: Path, said: dict[str, str], reason: str
) -> None:
    garbage = event(hour(10), QUEUED, tier="2") | group("G9") | said
    told = read(tmp_path, event(hour(9)), garbage, event(hour(11), RESOLVED))
    (row,) = told.rejected
    assert (row.line, row.case) == (3, "1-1")
    assert row.reason.startswith(reason)
    (case,) = told.cases
    assert kinds(case.steps) == [Raise, Assign, ChangeState, Resolve]


def test_a_file_of_another_format_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "servicenow.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(reading.UnreadableLog, match=r"servicenow\.csv has no column case:id"):
        log.load(path, Source.VOLVO)
