"""One clock and its events: what runs, what is due, what is missed and when it warns."""

import pytest

from contracts.calendars import calendar, calendar_definition
from contracts.clocks import clock
from contracts.clocks import clock_events as ev
from contracts.clocks.clock import Clock, Target
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.clock_story import ALWAYS, OFFICE, at, said

TARGET = Target("resolution", 8 * HOUR, warn_percents=(50, 75), calendar_version="office")
P1 = Target("resolution", 4 * HOUR, warn_percents=(50, 75), calendar_version="office")
ROUND_THE_CLOCK = Target("resolution", 8 * HOUR, warn_percents=(50,), calendar_version="24x7")


def folded(*events: ev.Event, target: Target = TARGET) -> Clock:
    return clock.fold(OFFICE, target, events)


def started(when: str = "fri 15:00") -> ev.Started:
    return ev.Started(at=at(when))


def alarms(folded: Clock) -> list[tuple[str | None, int | None]]:
    seen = clock.advance(folded, at("wed 23:00"))
    found = [(w.at, w.percent) for w in seen.warnings] + [(m.at, None) for m in seen.misses]
    return [(said(moment), percent) for moment, percent in sorted(found, key=lambda a: a[0])]


class TestDue:
    def test_eight_hours_from_friday_afternoon_end_on_monday(self) -> None:
        assert [said(moment) for moment in folded(started()).due or ()] == ["mon 15:00"] * 2

    def test_created_at_night_it_runs_but_uses_nothing_until_opening(self) -> None:
        at_night = folded(started("sat 03:00"))
        assert at_night.state == "running"
        assert clock.elapsed(at_night, at("mon 09:00")) == 0
        assert [said(moment) for moment in at_night.due or ()] == ["mon 17:00", "tue 09:00"]

    def test_people_are_shown_the_evening_and_the_miss_is_the_next_morning(self) -> None:
        on_monday = folded(started("mon 09:00"))
        assert [said(moment) for moment in on_monday.due or ()] == ["mon 17:00", "tue 09:00"]
        assert not clock.judge(on_monday, at("tue 09:00")).breached
        late = clock.judge(on_monday, at("tue 09:01"))
        assert (late.breached, said(late.breached_at)) == (True, "tue 09:00")
        assert late.left == -MINUTE

    def test_nothing_is_due_while_paused_and_what_is_left_counts_from_the_resume(self) -> None:
        paused = folded(started(), ev.Paused(at=at("fri 16:00")))
        assert (paused.state, paused.due) == ("paused", None)
        assert clock.next_alarm(paused) is None
        resumed = clock.step(paused, ev.Resumed(at=at("tue 12:00")))
        assert [said(moment) for moment in resumed.due or ()] == ["wed 11:00"] * 2

    def test_overrun_before_a_pause_it_is_due_as_long_before_the_resume(self) -> None:
        overrun = folded(
            started("thu 09:00"), ev.Paused(at=at("fri 11:00")), ev.Resumed(at=at("mon 13:00"))
        )
        assert [said(moment) for moment in overrun.due or ()] == ["mon 11:00"] * 2
        assert said(overrun.breached_at) == "fri 09:00"

    def test_without_working_time_it_is_never_due_and_never_missed(self) -> None:
        closed = calendar.compile(calendar_definition.from_json({"time_zone": "UTC", "week": {}}))
        never = clock.fold(closed, TARGET, [started()])
        assert (never.state, never.due, clock.next_alarm(never)) == ("never", None, None)
        assert not clock.judge(never, at("wed 12:00")).breached

    def test_what_lies_beyond_the_last_working_time_is_never_missed(self) -> None:
        """Open for eight hours in all: they can be used up, not exceeded."""
        once = calendar.compile(
            calendar_definition.from_json(
                {
                    "time_zone": "Europe/Berlin",
                    "week": {},
                    "overrides": {"2026-10-26": [["09:00", "17:00"]]},
                }
            )
        )
        last = clock.fold(once, TARGET, [started()])
        assert last.state == "running"
        assert last.due is not None
        assert (said(last.due.inf), last.due.sup) == ("mon 17:00", None)

    def test_a_negative_target_is_refused(self) -> None:
        with pytest.raises(ValueError, match="allow 0 or more"):
            Target("resolution", -1)

    def test_a_warning_at_zero_percent_is_refused(self) -> None:
        with pytest.raises(ValueError, match="percentages above 0"):
            Target("resolution", 1, warn_percents=(0,))


class TestPauses:
    def test_two_reasons_at_once_hold_it_until_both_are_gone(self) -> None:
        held = folded(
            started("mon 09:00"),
            ev.Paused(at=at("mon 10:00"), reason="waiting_client"),
            ev.Paused(at=at("mon 11:00"), reason="scheduled"),
            ev.Resumed(at=at("mon 12:00"), reason="waiting_client"),
        )
        assert (held.state, held.paused) == ("paused", ("scheduled",))
        free = clock.step(held, ev.Resumed(at=at("mon 13:00"), reason="scheduled"))
        assert clock.elapsed(free, at("mon 14:00")) == 2 * HOUR

    def test_paused_twice_is_resumed_once(self) -> None:
        once = folded(
            started("mon 09:00"),
            ev.Paused(at=at("mon 10:00")),
            ev.Paused(at=at("mon 11:00")),
            ev.Resumed(at=at("mon 12:00")),
        )
        assert once.state == "running"
        assert clock.elapsed(once, at("mon 13:00")) == 2 * HOUR

    def test_a_resume_without_a_pause_changes_nothing(self) -> None:
        before = folded(started("mon 09:00"))
        after = clock.step(before, ev.Resumed(at=at("mon 10:00")))
        assert (after.since, after.runs, after.due) == (before.since, before.runs, before.due)

    def test_paused_before_its_start_it_starts_paused(self) -> None:
        early = folded(ev.Paused(at=at("mon 08:00")), started("mon 09:00"))
        assert early.state == "paused"
        assert clock.elapsed(early, at("mon 12:00")) == 0

    @pytest.mark.parametrize("order", [(1, 2), (2, 1)])
    def test_paused_and_stopped_in_one_change_it_is_stopped(self, order: tuple[int, int]) -> None:
        pause, stop = order
        ended = folded(
            started("mon 09:00"),
            ev.Paused(at=at("mon 11:00"), seq=pause),
            ev.Stopped(at=at("mon 11:00"), seq=stop),
        )
        assert (ended.state, ended.banked, ended.paused) == ("stopped", 2 * HOUR, ())

    def test_resumed_after_months_it_has_what_it_had(self) -> None:
        month = 30 * 24 * HOUR
        late = folded(
            started("mon 09:00"),
            ev.Paused(at=at("mon 11:00")),
            ev.Resumed(at=at("mon 11:00") + 8 * month),
        )
        assert clock.elapsed(late, at("mon 11:00") + 8 * month) == 2 * HOUR


class TestEnds:
    def test_completed_exactly_at_the_last_instant_it_is_met(self) -> None:
        met = folded(started("mon 09:00"), ev.Stopped(at=at("tue 09:00")))
        assert (met.state, met.banked, met.breached) == ("stopped", 8 * HOUR, False)

    def test_a_microsecond_later_it_is_missed_and_dated_then(self) -> None:
        missed = folded(started("mon 09:00"), ev.Stopped(at=at("tue 09:00") + 1))
        assert said(missed.breached_at) == "tue 09:00"
        assert not missed.caused_by_change

    def test_a_second_stop_and_a_late_pause_change_nothing(self) -> None:
        ended = folded(
            started("mon 09:00"),
            ev.Stopped(at=at("mon 10:00")),
            ev.Stopped(at=at("mon 12:00")),
            ev.Paused(at=at("mon 13:00")),
        )
        assert (ended.state, ended.banked, said(ended.ended_at)) == ("stopped", HOUR, "mon 10:00")

    def test_stopped_before_it_started_it_starts_all_the_same(self) -> None:
        assert folded(ev.Stopped(at=at("mon 08:00")), started("mon 09:00")).state == "running"

    @pytest.mark.parametrize(
        ("mode", "used", "epoch"), [("keep", 3, 2), ("restart", 1, 2), ("counted", 5, 1)]
    )
    def test_reopened_it_keeps_what_was_used_unless_told_otherwise(
        self, mode: ev.ReopenMode, used: int, epoch: int
    ) -> None:
        again = folded(
            started("mon 09:00"),
            ev.Stopped(at=at("mon 11:00")),
            ev.Reopened(at=at("mon 13:00"), mode=mode),
        )
        assert clock.elapsed(again, at("mon 14:00")) == used * HOUR
        assert again.epoch == epoch

    def test_only_a_stopped_clock_can_be_reopened(self) -> None:
        running = folded(started("mon 09:00"), ev.Reopened(at=at("mon 10:00")))
        assert (running.epoch, running.since) == (1, at("mon 09:00"))

    def test_merged_it_ends_whatever_it_showed_and_nothing_brings_it_back(self) -> None:
        gone = folded(
            started("mon 09:00"),
            ev.Stopped(at=at("mon 10:00")),
            ev.Merged(at=at("mon 11:00")),
            ev.Reopened(at=at("mon 12:00")),
            ev.Retargeted(at=at("mon 12:00"), seq=1, target=P1),
        )
        assert (gone.state, gone.target) == ("merged", TARGET)

    def test_released_it_ends_without_a_verdict(self) -> None:
        gone = folded(started("mon 09:00"), ev.Released(at=at("mon 10:00")))
        assert (gone.state, gone.breached, clock.next_alarm(gone)) == ("released", False, None)


class TestWarnings:
    def test_each_fires_at_its_own_instant_however_late_anyone_looks(self) -> None:
        assert alarms(folded(started("mon 09:00"))) == [
            ("mon 13:00", 50),
            ("mon 15:00", 75),
            ("tue 09:00", None),
        ]

    def test_the_share_is_rounded_up_to_a_microsecond(self) -> None:
        assert Target("fix", 3, warn_percents=(50,)).threshold(50) == 2

    def test_a_completion_of_that_very_instant_comes_before_the_warning(self) -> None:
        assert alarms(folded(started("mon 09:00"), ev.Stopped(at=at("mon 13:00")))) == []

    def test_a_pause_of_that_very_instant_delays_it_to_the_resume(self) -> None:
        paused = folded(
            started("mon 09:00"), ev.Paused(at=at("mon 13:00")), ev.Resumed(at=at("mon 14:00"))
        )
        assert alarms(paused)[0] == ("mon 14:00", 50)

    def test_the_next_alarm_is_armed_and_then_the_one_after(self) -> None:
        running = folded(started("mon 09:00"))
        assert said(clock.next_instant(running)) == "mon 13:00"
        assert said(clock.next_instant(running, after=at("mon 13:00"))) == "mon 15:00"
        seen = clock.advance(running, at("mon 16:00"))
        assert clock.next_alarm(seen) == clock.Alarm(at("tue 09:00"), None)
        assert clock.next_alarm(clock.advance(seen, at("tue 09:01"))) is None

    def test_reopened_past_a_threshold_it_does_not_warn_of_it_again(self) -> None:
        again = folded(
            started("mon 09:00"),
            ev.Stopped(at=at("mon 14:00")),
            ev.Reopened(at=at("tue 09:00")),
        )
        assert alarms(again) == [("mon 13:00", 50), ("tue 10:00", 75), ("tue 12:00", None)]

    def test_restarted_at_the_reopening_it_warns_anew(self) -> None:
        again = folded(
            started("mon 09:00"),
            ev.Stopped(at=at("mon 14:00")),
            ev.Reopened(at=at("tue 09:00"), mode="restart"),
        )
        assert alarms(again)[:3] == [("mon 13:00", 50), ("tue 13:00", 50), ("tue 15:00", 75)]


class TestRetarget:
    def test_kept_it_counts_from_creation_on_the_new_calendar(self) -> None:
        """Raised on Friday at 15:00; on Monday it turns out to run round the clock."""
        kept = folded(
            started(),
            ev.Retargeted(at=at("mon 10:00"), target=ROUND_THE_CLOCK, calendar=ALWAYS),
        )
        assert clock.elapsed(kept, at("mon 10:00")) == 68 * HOUR  # one more: the clocks went back
        assert kept.epoch == 1

    def test_forward_banks_what_was_used_on_the_old_calendar(self) -> None:
        forward = folded(
            started(),
            ev.Retargeted(
                at=at("fri 17:00"), target=ROUND_THE_CLOCK, calendar=ALWAYS, mode="forward"
            ),
        )
        assert clock.elapsed(forward, at("fri 19:00")) == 4 * HOUR
        assert [said(moment) for moment in forward.due or ()] == ["fri 23:00"] * 2

    def test_restarted_it_counts_from_the_change(self) -> None:
        anew = folded(
            started("mon 09:00"),
            ev.Retargeted(at=at("mon 12:00"), target=P1, mode="restart"),
        )
        assert [said(moment) for moment in anew.due or ()] == ["mon 16:00"] * 2
        assert alarms(anew) == [("mon 14:00", 50), ("mon 15:00", 75), ("mon 16:00", None)]

    def test_already_exceeded_it_is_missed_at_the_change_with_no_burst_of_warnings(self) -> None:
        caught = folded(started("mon 09:00"), ev.Retargeted(at=at("mon 14:30"), target=P1))
        assert caught.caused_by_change
        assert alarms(caught) == [("mon 13:00", 50), ("mon 14:30", None)]

    def test_used_up_exactly_at_the_change_it_is_not_yet_missed(self) -> None:
        just = folded(started("mon 09:00"), ev.Retargeted(at=at("mon 13:00"), target=P1))
        assert not just.breached
        missed = clock.advance(just, at("mon 13:01"))
        assert (said(missed.breached_at), missed.caused_by_change) == ("mon 13:00", False)

    def test_only_thresholds_still_ahead_warn_under_the_new_target(self) -> None:
        tighter = folded(started("mon 09:00"), ev.Retargeted(at=at("mon 11:30"), target=P1))
        assert alarms(tighter) == [("mon 12:00", 75), ("mon 13:00", None)]

    def test_a_real_miss_stays_what_it_was_when_the_target_tightens(self) -> None:
        """Raising the priority of a missed ticket does not turn its miss into a harmless one."""
        missed = folded(started("mon 09:00"), ev.Retargeted(at=at("tue 11:00"), target=P1))
        assert (said(missed.breached_at), missed.caused_by_change) == ("tue 09:00", False)
        assert len(missed.misses) == 1

    def test_a_longer_target_withdraws_the_miss_and_going_back_restores_it(self) -> None:
        longer = Target("resolution", 16 * HOUR, calendar_version="office")
        eased = folded(started("mon 09:00"), ev.Retargeted(at=at("tue 11:00"), target=longer))
        assert not eased.breached
        assert said(eased.misses[0].withdrawn_at) == "tue 11:00"
        back = clock.step(eased, ev.Retargeted(at=at("tue 11:00"), seq=1, target=TARGET))
        assert (said(back.breached_at), back.caused_by_change) == ("tue 09:00", False)

    def test_a_fall_nobody_agreed_to_withdraws_nothing(self) -> None:
        longer = Target("resolution", 16 * HOUR, calendar_version="office")
        held = folded(
            started("mon 09:00"),
            ev.Retargeted(at=at("tue 11:00"), target=longer, withdraws=False),
        )
        assert said(held.breached_at) == "tue 09:00"
        assert [said(moment) for moment in held.due or ()] == ["tue 17:00", "wed 09:00"]

    def test_while_paused_it_is_due_only_from_the_resume(self) -> None:
        paused = folded(
            started("mon 09:00"),
            ev.Paused(at=at("mon 11:00")),
            ev.Retargeted(at=at("mon 12:00"), target=P1),
        )
        assert (paused.state, paused.due) == ("paused", None)
        resumed = clock.step(paused, ev.Resumed(at=at("mon 13:00")))
        assert [said(moment) for moment in resumed.due or ()] == ["mon 15:00"] * 2

    def test_a_decided_clock_is_judged_anew_only_from_creation(self) -> None:
        decided = folded(started("mon 09:00"), ev.Stopped(at=at("mon 15:00")))
        forward = clock.step(decided, ev.Retargeted(at=at("tue 10:00"), target=P1, mode="forward"))
        assert not forward.breached
        from_creation = clock.step(decided, ev.Retargeted(at=at("tue 10:00"), target=P1))
        assert (said(from_creation.breached_at), from_creation.caused_by_change) == (
            "tue 10:00",
            True,
        )


class TestAntedated:
    def test_an_older_matter_taken_in_moves_the_start_and_the_miss_to_where_they_belong(
        self,
    ) -> None:
        survivor = folded(
            started("mon 14:00"), ev.Antedated(at=at("tue 12:00"), start=at("mon 09:00"))
        )
        assert clock.elapsed(survivor, at("tue 12:00")) == 11 * HOUR
        assert (said(survivor.breached_at), survivor.caused_by_change) == ("tue 09:00", False)
        assert alarms(survivor)[:2] == [("mon 13:00", 50), ("mon 15:00", 75)]

    def test_a_survivor_created_paused_ran_until_it_was_created(self) -> None:
        survivor = folded(
            started("mon 14:00"),
            ev.Paused(at=at("mon 14:00"), seq=1),
            ev.Resumed(at=at("mon 16:00")),
            ev.Antedated(at=at("mon 16:30"), start=at("mon 13:00")),
        )
        assert clock.elapsed(survivor, at("mon 17:00")) == 2 * HOUR

    def test_a_later_start_is_no_earlier_one(self) -> None:
        before = folded(started("mon 09:00"))
        after = clock.step(before, ev.Antedated(at=at("mon 12:00"), start=at("mon 10:00")))
        assert (after.started_at, after.since) == (before.started_at, before.since)


def test_an_event_before_the_last_one_is_refused_and_the_clock_left_alone() -> None:
    running = folded(started("mon 09:00"), ev.Paused(at=at("mon 12:00")))
    with pytest.raises(clock.OutOfOrder, match="fold anew"):
        clock.step(running, ev.Resumed(at=at("mon 11:00")))
    assert running == folded(started("mon 09:00"), ev.Paused(at=at("mon 12:00")))
