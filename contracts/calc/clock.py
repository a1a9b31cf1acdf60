"""Where a ticket's clocks stand, given its calendar, its targets and what happened to it.

Runs the same rules as the product (`contracts.ticket_clocks`): a retarget counts from creation,
and a pause lasts until it is resumed or the ticket ends, whoever writes meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from contracts import facts, metric
from contracts.calc import reading, writing
from contracts.calc.reading import Refused
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, ticket_clocks
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_target import UNLIMITED, Target
from contracts.clocks.ticket_clocks import Ledger, Matter, Promise, Terms

_TYPES: Final = (
    *("created", "client_message", "public_reply", "paused", "resumed"),
    *("resolved", "closed", "reopened", "retargeted"),
)
_TICKET: Final[dict[str, Any]] = {"ticket_id": UUID(int=0), "tenant_id": 0}
_PAUSED: Final = "paused"
_TURNS: Final = {"paused": _PAUSED, "resumed": facts.OPEN}
_PLAIN: Final[dict[str, type[facts.Fact]]] = {
    "created": facts.InternalNote,
    "client_message": facts.ClientMessage,
    "public_reply": facts.PublicReply,
    "resolved": facts.Resolved,
    "closed": facts.Closed,
    "reopened": facts.Reopened,
}
"""A ticket is created once: told again, it is a note that moves no clock."""
_EXCHANGES: Final = (metric.NEXT_REPLY, metric.NEXT_UPDATE)

Targets = dict[str, Target]


class _Event(NamedTuple):
    at: int
    type: str
    targets: Targets


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """``clocks`` by metric, at `as_of`; what happened later is ignored.

    Of one instant, `created` comes first and the rest as listed. `next_reply` and `next_update`
    tell of the latest exchange and, as `worst`, how long the longest took.
    """
    calendar = reading.working_time(question.get("calendar"), "calendar")
    as_of = reading.moment(question.get("as_of"), "as_of")
    targets = _targets(question.get("targets"), "targets", {})
    events = _events(question, targets)
    past = sorted(
        (event for event in events if event.at <= as_of),
        key=lambda event: (event.at, event.type != "created"),
    )
    periods = [targets, *(event.targets for event in past if event.type == "retargeted")]
    terms = _terms(_from_creation(periods), calendar)
    ledger = ticket_clocks.refold(_told(past), lambda _: terms).ledger
    return {"clocks": {name: _stand(name, ledger, as_of) for name in periods[-1]}}


def _stand(name: str, ledger: Ledger, as_of: int) -> dict[str, Any]:
    key = ledger.standing.latest(name)
    current = ledger.clocks[key] if key else None
    stand = _not_started() if current is None else _judged(current, as_of)
    if name in _EXCHANGES:
        took = (clock.elapsed(c, as_of) for k, c in ledger.clocks.items() if k.metric == name)
        stand["worst"] = writing.seconds(max(took, default=0))
    return stand


def _judged(current: Clock, as_of: int) -> dict[str, Any]:
    verdict, due = clock.judge(current, as_of), current.due
    return {
        "state": verdict.state,
        "elapsed": writing.seconds(verdict.elapsed),
        "due_inf": writing.moment(due and due.inf),
        "due_sup": writing.moment(due and due.sup),
        "breached": verdict.left < 0,
    }


def _not_started() -> dict[str, Any]:
    return {
        "state": "not_started",
        "elapsed": 0,
        "due_inf": None,
        "due_sup": None,
        "breached": False,
    }


def _events(question: Mapping[str, Any], targets: Targets) -> list[_Event]:
    """As listed, but each with the targets in force once it has happened."""
    written = reading.entries(question.get("events"), "events")
    listed = [_event(each, f"events[{place}]") for place, each in enumerate(written)]
    in_force: list[_Event] = []
    for place, event in sorted(enumerate(listed), key=lambda entry: entry[1].at):
        if event.type == "retargeted":
            changed = _targets(written[place].get("targets"), f"events[{place}].targets", targets)
            targets = targets | changed
        in_force.append(event._replace(targets=targets))
    return in_force


def _event(written: object, field: str) -> _Event:
    fields = reading.fields(written, field)
    at = reading.moment(fields.get("at"), f"{field}.at")
    return _Event(at, reading.word(fields.get("type"), f"{field}.type", _TYPES), {})


def _targets(written: object, field: str, before: Targets) -> Targets:
    return {
        name: _target(name, each, f"{field}.{name}", before)
        for name, each in reading.fields(written, field).items()
    }


def _target(name: str, written: object, field: str, before: Targets) -> Target:
    """Where `pauses` is left out it stays, and is at first what the metric does by default."""
    if name not in metric.SLA:
        raise Refused(field, f"is no metric counted here; write one of {', '.join(metric.SLA)}")
    fields = reading.fields(written, field)
    allowed = reading.seconds(fields.get("seconds"), f"{field}.seconds", least=0)
    if "pauses" in fields:
        pauses = reading.flag(fields["pauses"], f"{field}.pauses")
    else:
        pauses = bool(before[name].pauses if name in before else metric.default_pauses(name))
    return Target(name, allowed, (_PAUSED,) if pauses else ())


def _from_creation(periods: list[Targets]) -> list[Targets]:
    """A metric that a retarget adds is counted from creation as well: until then without limit,
    and pausing as it does when it is first named."""
    first: Targets = {}
    for targets in periods:
        first = {**targets, **first}
    unlimited = {name: replace(target, duration=UNLIMITED) for name, target in first.items()}
    return [{**unlimited, **targets} for targets in periods]


def _terms(periods: list[Targets], calendar: Calendar) -> Terms:
    """Each retarget is a priority of its own, numbered from 0."""
    return Terms(
        promises={
            Matter(name, "", str(period)): Promise(target, calendar)
            for period, targets in enumerate(periods)
            for name, target in targets.items()
        }
    )


def _told(events: list[_Event]) -> Iterator[facts.Fact]:
    """The events as facts, from the creation on."""
    start = next((at for at, event in enumerate(events) if event.type == "created"), None)
    if start is None:
        return
    period = sum(event.type == "retargeted" for event in events[:start])
    yield facts.Raised(
        **_TICKET,
        at=events[start].at,
        type="",
        priority=str(period),
        state=_state(events[:start]),
    )
    for event in _heeded(events[start + 1 :]):
        if event.type == "retargeted":
            period += 1
        yield _fact(event, str(period))


def _state(before: list[_Event]) -> str:
    """What the ticket is created in: a pause may have been told first."""
    turns = [event.type for event in before if event.type in _TURNS]
    return _TURNS[turns[-1]] if turns else facts.OPEN


def _heeded(events: list[_Event]) -> Iterator[_Event]:
    """Without pauses of a ticket that has ended: it is neither waiting nor worked on."""
    ended = False
    for event in events:
        if event.type in ("resolved", "closed", "reopened"):
            ended = event.type != "reopened"
        if not (ended and event.type in _TURNS):
            yield event


def _fact(event: _Event, period: str) -> facts.Fact:
    if event.type in _TURNS:
        turned = _TURNS[event.type]
        return facts.StateChanged(**_TICKET, at=event.at, old="", new=turned)
    if event.type == "retargeted":
        return facts.Reprioritised(**_TICKET, at=event.at, old="", new=period, cause="our_mistake")
    return _PLAIN[event.type](**_TICKET, at=event.at)
