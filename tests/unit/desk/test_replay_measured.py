"""The steps carry everything the expected figures need: measured here by plain arithmetic."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from underpin.desk.replay import comparison, expected, log, servicenow, step, stream, summary
from underpin.desk.replay.comparison import Measured
from underpin.desk.replay.step import Source

INCIDENTS = Path(__file__).parents[3].parent / "shared" / "data" / "incidents"
ZERO = timedelta()


def incident_log(source: Source) -> Path:
    path = INCIDENTS / f"{source}.csv"
    if not path.exists():
        pytest.skip(f"the incident log ../shared/data/incidents/{source}.csv is not here")
    return path


def weekday_time(start: datetime, end: datetime) -> timedelta:
    """Midnight to midnight, Monday to Friday, day by day."""
    spent = ZERO
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
        if start.weekday() < 5:
            spent += min(midnight, end) - start
        start = midnight
    return spent


class Ticket:
    """The least a desk has to keep of a ticket to say afterwards how it was."""

    def __init__(self, first: step.Raise) -> None:
        self.raised_at = self.at = first.at
        self.closed_at: datetime | None = None
        self.state = step.State.NEW
        self.wait: step.Wait | None = None
        self.resolver: str | None = None
        self.tier, self.priority = first.tier, first.priority
        self.tiers: dict[int, timedelta] = defaultdict(timedelta)
        self.waits: dict[step.Wait, timedelta] = defaultdict(timedelta)
        self.queued = ZERO
        self.moves: Counter[str] = Counter()

    def live(self, told: step.Step) -> None:
        spent, self.at = told.at - self.at, told.at
        assert spent >= ZERO
        self.tiers[self.tier] += spent
        if self.wait:
            self.waits[self.wait] += spent
        if self.resolver is None and self.state not in step.DONE:
            self.queued += spent
        self._take(told)

    def _take(self, told: step.Step) -> None:
        match told:
            case step.MoveTier(tier=tier):
                assert tier != self.tier
                self.moves["up" if tier > self.tier else "down"] += 1
                self.tier = tier
            case step.HandOff():
                self.moves["handoff"] += 1
            case step.Assign(resolver=resolver):
                assert resolver != self.resolver
                self.resolver = resolver
            case step.Reprioritise(priority=priority):
                assert priority != self.priority
                self.priority = priority
            case step.ChangeState(state=state, wait_kind=wait):
                assert self.state not in step.DONE
                self.state, self.wait = state, wait
            case step.Resolve():
                assert self.state not in step.DONE
                self.state, self.wait = step.State.RESOLVED, None
            case step.Close():
                assert self.state is not step.State.CLOSED
                self.state, self.wait, self.closed_at = step.State.CLOSED, None, told.at
            case step.Reopen():
                assert self.state in step.DONE
                self.state, self.wait = step.State.OPEN, None
            case step.Note():
                pass
            case _:
                raise AssertionError(told)


def lived(steps: Iterable[step.Step]) -> dict[str, Ticket]:
    tickets: dict[str, Ticket] = {}
    for told in steps:
        if isinstance(told, step.Raise):
            assert told.case.key not in tickets
            tickets[told.case.key] = Ticket(told)
        else:
            tickets[told.case.key].live(told)
    return tickets


def volvo_figures(case: str, ticket: Ticket) -> Measured:
    return Measured(
        case,
        lifetime=ticket.at - ticket.raised_at,
        escalations=ticket.moves["up"],
        deescalations=ticket.moves["down"],
        handoffs=ticket.moves["handoff"],
        queued=ticket.queued,
        tiers=ticket.tiers,
        waits=ticket.waits,
    )


def servicenow_figures(case: str, ticket: Ticket) -> Measured:
    assert ticket.closed_at is not None
    elapsed = weekday_time(ticket.raised_at, ticket.closed_at)
    target = servicenow.RESOLUTION.get(ticket.priority.rank)
    return Measured(
        case,
        lifetime=ticket.closed_at - ticket.raised_at,
        elapsed=elapsed,
        breached=elapsed > target if target else None,
        handoffs=ticket.moves["handoff"],
        waits=ticket.waits,
    )


def replayed(source: Source, figures: Callable[[str, Ticket], Measured]) -> comparison.Comparison:
    path = incident_log(source)
    tickets = lived(stream.ordered(log.load(path, source).cases))
    measured = [figures(case, ticket) for case, ticket in tickets.items()]
    return comparison.compare(expected.read(expected.beside(path), source), measured)


def test_every_figure_of_the_volvo_log_follows_from_the_steps() -> None:
    result = replayed(Source.VOLVO, volvo_figures)
    assert result.differences == ()
    assert (result.equal, result.missing, result.unexpected) == (500, (), ())
    assert result.agreement is None


def test_every_figure_of_the_servicenow_log_follows_from_the_steps() -> None:
    result = replayed(Source.SERVICENOW, servicenow_figures)
    assert result.differences == ()
    assert (result.equal, result.missing, result.unexpected) == (500, (), ())


def test_the_servicenow_flag_is_the_verdict_of_the_clock_in_99_of_100() -> None:
    result = replayed(Source.SERVICENOW, servicenow_figures)
    assert [rank.rank for rank in result.agreements] == [3, 4]
    assert sum(rank.judged for rank in result.agreements) == 332
    assert result.agreement is not None
    assert result.agreement * 100 >= 99


def test_the_last_priority_is_the_expected_one() -> None:
    path = incident_log(Source.SERVICENOW)
    tickets = lived(stream.ordered(log.load(path, Source.SERVICENOW).cases))
    wanted = {
        case.case: case.rank for case in expected.read(expected.beside(path), Source.SERVICENOW)
    }
    assert {case: ticket.priority.rank for case, ticket in tickets.items()} == wanted


@pytest.mark.parametrize("source", list(Source))
def test_a_log_is_told_in_one_order_of_time_with_an_id_for_each_step(source: Source) -> None:
    read = log.load(incident_log(source), source)
    steps = stream.ordered(read.cases)
    assert len({told.id for told in steps}) == len(steps)
    assert all(before.place < after.place for before, after in pairwise(steps))
    for case in read.cases:
        assert isinstance(case.steps[0], step.Raise)
        assert all(before.place < after.place for before, after in pairwise(case.steps))


@pytest.mark.parametrize(("source", "rejected"), [(Source.SERVICENOW, 5), (Source.VOLVO, 0)])
def test_only_garbage_is_rejected(source: Source, rejected: int) -> None:
    read = log.load(incident_log(source), source)
    assert len(read.rejected) == rejected
    assert all(row.reason == "incident_state is unknown: -100" for row in read.rejected)
    assert next(summary.lines(summary.summarise(read))).startswith("500 cases of ")
