"""The rules of the ServiceNow log, on small logs of our own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from underpin.desk.replay import log, reading, servicenow, step
from underpin.desk.replay.step import (
    Assign,
    ChangeState,
    Close,
    HandOff,
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
    "number": "INC1",
    "incident_state": "New",
    "reassignment_count": "0",
    "opened_at": "1/3/2016 08:00",
    "location": "Location 7",
    "caller_id": "Caller 9",
    "category": "Category 1",
    "subcategory": "Subcategory 2",
    "u_symptom": "?",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "assignment_group": "Group 1",
    "assigned_to": "?",
    "closed_at": "9/3/2016 12:00",
    "made_sla": "true",
    "resolved_at": "4/3/2016 12:00",
}


def save(at: str, mods: int, **said: str) -> dict[str, str]:
    return USUAL | {"sys_updated_at": at, "sys_mod_count": str(mods)} | said


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "log.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(folder: Path, *rows: dict[str, str]) -> log.Log:
    return log.load(written(folder, *rows), Source.SERVICENOW)


def only(folder: Path, *rows: dict[str, str]) -> tuple[step.Step, ...]:
    told = read(folder, *rows)
    assert told.rejected == ()
    (case,) = told.cases
    return case.steps


def kinds(steps: tuple[step.Step, ...]) -> list[type[step.Step]]:
    return [type(told) for told in steps]


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


CLOSED = save("9/3/2016 12:00", 9, incident_state="Closed")


def test_a_case_is_raised_when_it_was_opened_and_changes_when_it_was_saved(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:20", 0, incident_state="Active", assigned_to="Resolver 5"),
        save("2/3/2016 09:00", 1, incident_state="Resolved", assigned_to="Resolver 5"),
        save("9/3/2016 12:00", 2, incident_state="Closed", assigned_to="Resolver 5"),
    )
    case = step.Case(Source.SERVICENOW, "INC1", "Location 7")
    assert steps == (
        Raise(
            case,
            at("1/3/2016 08:00"),
            0,
            0,
            priority=step.Priority(2, 2),
            tier=1,
            subject="Category 1 / Subcategory 2",
            requester="Caller 9",
            group="Group 1",
        ),
        Assign(case, at("1/3/2016 08:20"), 0, 1, resolver="Resolver 5"),
        ChangeState(case, at("1/3/2016 08:20"), 0, 2, state=State.OPEN, wait_kind=None),
        Resolve(case, at("2/3/2016 09:00"), 1, 0),
        Close(case, at("9/3/2016 12:00"), 2, 0),
    )


def test_each_kind_of_wait_keeps_its_name_beside_the_state(tmp_path: Path) -> None:
    names = ("User Info", "Vendor", "Problem", "Evidence")
    saves = [
        save(f"1/3/2016 09:{minute:02}", minute, incident_state=f"Awaiting {name}")
        for minute, name in enumerate(names, start=1)
    ]
    steps = only(tmp_path, *saves, CLOSED)
    assert [(one.state, one.wait_kind) for one in steps if isinstance(one, ChangeState)] == [
        (State.WAITING_CLIENT, Wait.AWAITING_USER_INFO),
        (State.WAITING_VENDOR, Wait.AWAITING_VENDOR),
        (State.WAITING_PROBLEM, Wait.AWAITING_PROBLEM),
        (State.WAITING_EVIDENCE, Wait.AWAITING_EVIDENCE),
    ]


def test_saves_of_one_minute_stand_in_the_order_of_their_count(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        CLOSED,
        save("1/3/2016 09:00", 10, incident_state="Resolved"),
        save("1/3/2016 09:00", 2, incident_state="Active"),
        save("1/3/2016 08:00", 1),
    )
    assert kinds(steps) == [Raise, Note, ChangeState, Resolve, Close]


def test_a_record_saved_without_a_change_is_a_note(tmp_path: Path) -> None:
    steps = only(tmp_path, save("1/3/2016 08:00", 0), save("1/3/2016 08:05", 1), CLOSED)
    assert kinds(steps) == [Raise, Note, Note, Close]


def test_a_change_of_impact_or_urgency_is_a_new_priority(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:00", 0),
        save("1/3/2016 08:05", 1, impact="1 - High"),
        save("1/3/2016 08:06", 2, impact="1 - High", urgency="1 - High"),
    )
    told = [one.priority.rank for one in steps if isinstance(one, Reprioritise)]
    assert told == [2, 1]


@pytest.mark.parametrize(
    ("impact", "urgency", "rank"),
    [(1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 2, 3), (3, 1, 3), (3, 2, 4), (2, 3, 4), (3, 3, 4)],
)
def test_priority_is_impact_by_urgency(impact: int, urgency: int, rank: int) -> None:
    assert step.Priority(impact, urgency).rank == rank


def test_a_hand_over_is_counted_even_where_the_log_hides_the_group(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:00", 0, assignment_group="?"),
        save("1/3/2016 08:05", 1, assignment_group="?", reassignment_count="1"),
        save("1/3/2016 08:10", 4, assignment_group="Group 3", reassignment_count="3"),
        save("1/3/2016 08:15", 5, assignment_group="Group 3", reassignment_count="3"),
    )
    assert [one.group for one in steps if isinstance(one, HandOff)] == [None, None, "Group 3"]


def test_hand_overs_from_before_the_first_row_are_told_with_it(tmp_path: Path) -> None:
    steps = only(tmp_path, save("1/3/2016 08:30", 3, reassignment_count="1"))
    raised, moved = steps[0], steps[1]
    assert isinstance(raised, Raise)
    assert raised.group is None
    assert isinstance(moved, HandOff)
    assert (moved.group, moved.at) == ("Group 1", at("1/3/2016 08:30"))


def test_a_ticket_that_was_worked_on_is_never_new_again(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:00", 0, incident_state="Active"),
        save("1/3/2016 08:05", 1, incident_state="New"),
        save("1/3/2016 08:06", 2, incident_state="Resolved"),
        save("1/3/2016 08:07", 3, incident_state="New"),
    )
    assert kinds(steps) == [Raise, ChangeState, Note, Resolve, Reopen, Close]


def test_a_reopened_case_is_closed_again_and_its_gap_counts(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:00", 0, incident_state="Active"),
        save("2/3/2016 08:00", 1, incident_state="Closed"),
        save("8/3/2016 08:00", 2, incident_state="Awaiting Vendor"),
        CLOSED,
    )
    assert kinds(steps) == [Raise, ChangeState, Close, Reopen, ChangeState, Close]
    assert [one.at for one in steps if isinstance(one, Close)] == [
        at("2/3/2016 08:00"),
        at("9/3/2016 12:00"),
    ]


def test_a_row_that_closes_a_closed_case_at_the_closing_time_closes_it_anew(tmp_path: Path) -> None:
    steps = only(
        tmp_path,
        save("1/3/2016 08:00", 0, incident_state="Closed"),
        CLOSED,
        CLOSED | {"sys_mod_count": "10"},
    )
    assert kinds(steps) == [Raise, Close, Reopen, Close, Note]
    assert steps[3].at == at("9/3/2016 12:00")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param([("8/3/2016 09:00", "Resolved")], [Raise, Resolve, Close], id="last row lost"),
        pytest.param(
            [("8/3/2016 09:00", "Closed")], [Raise, Close, Reopen, Close], id="closed before"
        ),
        pytest.param(
            [("8/3/2016 09:00", "Resolved"), ("9/3/2016 12:30", "Closed")],
            [Raise, Resolve, Close, Note],
            id="told late",
        ),
        pytest.param([("9/3/2016 12:30", "Closed")], [Raise, Close, Note], id="recorded late"),
    ],
)
def test_a_closing_that_no_row_tells_of_happens_when_its_time_has_come(
    tmp_path: Path, rows: list[tuple[str, str]], told: list[type[step.Step]]
) -> None:
    steps = only(
        tmp_path, *(save(when, n, incident_state=state) for n, (when, state) in enumerate(rows))
    )
    assert kinds(steps) == told
    closings = [one.at for one in steps if isinstance(one, Close)]
    assert closings[-1] == at("9/3/2016 12:00")


def test_a_case_without_a_closing_time_stays_as_its_last_row_left_it(tmp_path: Path) -> None:
    steps = only(tmp_path, save("1/3/2016 08:10", 0, incident_state="Active", closed_at="?"))
    assert kinds(steps) == [Raise, ChangeState]


def test_what_is_not_yet_known_changes_nothing_before_its_time(tmp_path: Path) -> None:
    rows = [
        save("1/3/2016 08:10", 0, incident_state="Active"),
        save("2/3/2016 10:00", 1, incident_state="Resolved"),
        save("3/3/2016 10:00", 2, incident_state="Active", urgency="1 - High"),
        save("4/3/2016 10:00", 3, incident_state="Closed"),
        CLOSED,
    ]
    whole = only(tmp_path, *rows)
    for known in range(1, len(rows)):
        until = at(rows[known]["sys_updated_at"])
        other = [
            row | {"closed_at": "1/1/2017 00:00", "resolved_at": "?", "made_sla": "false"}
            for row in rows[:known]
        ]
        steps = only(tmp_path, *other)
        assert [one for one in steps if one.at < until] == [one for one in whole if one.at < until]


def test_no_row_counts_before_the_opening(tmp_path: Path) -> None:
    steps = only(tmp_path, save("1/3/2016 07:00", 0, incident_state="Active"), CLOSED)
    assert [one.at for one in steps[:2]] == [at("1/3/2016 08:00")] * 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"incident_state": "-100"}, "incident_state is unknown: -100"),
        ({"incident_state": "?"}, "incident_state is missing"),
        ({"sys_updated_at": "31/2/2016 08:00"}, "sys_updated_at is no date: 31/2/2016 08:00"),
        ({"sys_updated_at": "yesterday"}, "sys_updated_at is no date: yesterday"),
        ({"sys_updated_at": "?"}, "sys_updated_at is missing"),
        ({"opened_at": "?"}, "opened_at is missing"),
        ({"closed_at": "1/1/0000 08:00"}, "closed_at is no date: 1/1/0000 08:00"),
        ({"impact": "?"}, "impact is missing"),
        ({"urgency": "4 - None"}, "urgency is no level from 1 to 3: 4 - None"),
        ({"sys_mod_count": "-1"}, "sys_mod_count is no count: -1"),
        ({"reassignment_count": "10000000"}, "reassignment_count is no count: 10000000"),
    ],
)
def test_a_garbage_row_is_reported_and_the_rest_of_its_case_lived(
    tmp_path: Path, said: dict[str, str], reason: str
) -> None:
    told = read(tmp_path, save("1/3/2016 08:00", 0), save("1/3/2016 09:00", 1) | said, CLOSED)
    assert told.rejected == (step.Rejected(3, "INC1", reason),)
    (case,) = told.cases
    assert kinds(case.steps) == [Raise, Note, Close]


def test_a_row_without_a_number_or_of_another_width_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, save("1/3/2016 08:00", 0), save("1/3/2016 08:10", 1, number="?"))
    with path.open("a", encoding="utf-8") as file:
        file.write("one,two\n\n" + ",".join(CLOSED.values()) + "\n")
    told = log.load(path, Source.SERVICENOW)
    assert set(told.rejected) == {
        step.Rejected(3, "", "number is missing"),
        step.Rejected(4, "", "2 values for 18 columns"),
    }
    assert [kinds(case.steps) for case in told.cases] == [[Raise, Note, Close]]


def test_a_stray_quote_costs_one_row(tmp_path: Path) -> None:
    quoted = save("1/3/2016 08:10", 1, category='"Broken')
    told = read(tmp_path, save("1/3/2016 08:00", 0), quoted, CLOSED)
    assert [(row.line, row.reason[:8]) for row in told.rejected] == [(3, "not CSV:")]
    assert [kinds(case.steps) for case in told.cases] == [[Raise, Note, Close]]


def test_a_case_of_nothing_but_garbage_is_not_lived(tmp_path: Path) -> None:
    told = read(tmp_path, save("never", 0), CLOSED | {"number": "INC2"})
    assert [row.case for row in told.rejected] == ["INC1"]
    assert [case.case.key for case in told.cases] == ["INC2"]


def test_the_tenant_is_the_location_of_the_first_row(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        save("1/3/2016 09:00", 1, location="Location 8"),
        save("1/3/2016 08:00", 0),
        save("1/3/2016 09:00", 0, number="INC2", location="?"),
    )
    assert {case.case.key: case.case.tenant_key for case in told.cases} == {
        "INC1": "Location 7",
        "INC2": "unknown",
    }


def test_rows_of_cases_may_stand_in_any_order(tmp_path: Path) -> None:
    first = [save("1/3/2016 08:00", 0), save("1/3/2016 09:00", 1), CLOSED]
    second = [row | {"number": "INC2", "assignment_group": "Group 2"} for row in first]
    mixed = [row for pair in zip(first, second, strict=True) for row in pair]
    apart = read(tmp_path, *first, *second)
    assert set(read(tmp_path, *reversed(mixed)).cases) == set(apart.cases)


def test_times_are_wall_times_of_the_given_zone(tmp_path: Path) -> None:
    path = written(tmp_path, save("30/3/2016 09:00", 0, closed_at="?"))
    (case,) = log.load(path, Source.SERVICENOW, ZoneInfo("Europe/Berlin")).cases
    assert [one.at for one in case.steps] == [at("1/3/2016 07:00"), at("30/3/2016 07:00")]


def test_ids_are_the_same_every_time_and_differ_for_each_step(tmp_path: Path) -> None:
    rows = [save("1/3/2016 08:00", 0, incident_state="Active", assigned_to="Resolver 1"), CLOSED]
    steps = only(tmp_path, *rows)
    assert [one.id for one in steps] == [one.id for one in only(tmp_path, *rows)]
    assert len({one.id for one in steps}) == len(steps)
    other = only(tmp_path, *(row | {"number": "INC2"} for row in rows))
    assert {one.id for one in steps}.isdisjoint(one.id for one in other)


def test_a_file_of_another_format_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "volvo.csv"
    path.write_text("case:id,tier\n1,1\n", encoding="utf-8")
    with pytest.raises(reading.UnreadableLog, match=r"volvo\.csv has no column number"):
        log.load(path, Source.SERVICENOW)


def test_the_contract_of_the_flag_has_its_published_hours() -> None:
    hours = {rank: time / timedelta(hours=1) for rank, time in servicenow.RESOLUTION.items()}
    assert hours == {3: 153.45, 4: 348.18}
