"""Open arithmetic done slowly: every minute of some weeks looked at by the wall clock.

Reads the questions as they are written and shares no code with the product. Everything lies on
whole minutes, within `days` of the first instant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PAUSES = {"first_response": False, "next_reply": False, "next_update": True, "resolution": True}
EXCHANGES = ("next_reply", "next_update")
Minute = int
Json = Mapping[str, Any]


def minute_of(written: str) -> Minute:
    moment = datetime.fromisoformat(written.replace("Z", "+00:00"))
    return int(moment.timestamp()) // 60


def written(minute: Minute) -> str:
    return datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Walls:
    """Whether each minute is open, from `first` for so many days."""

    def __init__(self, calendar: Json, first: Minute, days: int) -> None:
        self.first = first
        zone, base = ZoneInfo(calendar["time_zone"]), datetime.fromtimestamp(first * 60, UTC)
        days_seen: dict[date, set[int]] = {}
        self.open = []
        for minute in range(days * 1440):
            shown = (base + timedelta(minutes=minute)).astimezone(zone)
            if shown.date() not in days_seen:
                days_seen[shown.date()] = _day(calendar, shown)
            self.open.append(shown.hour * 60 + shown.minute in days_seen[shown.date()])

    def between(self, start: Minute, end: Minute) -> int:
        return sum(self.open[start - self.first : end - self.first])

    def add(self, start: Minute, minutes: int) -> tuple[Minute | None, Minute | None]:
        """`inf` and `sup`; None where these weeks do not tell."""
        if minutes >= 0:
            return self._ahead(start, minutes)
        return self._back(start, -minutes)

    def _ahead(self, start: Minute, left: int) -> tuple[Minute | None, Minute | None]:
        inf = start if left == 0 else None
        for at in range(start - self.first, len(self.open)):
            if self.open[at]:
                if left == 0:
                    return inf, at + self.first
                left -= 1
                if left == 0:
                    inf = at + 1 + self.first
        return inf, None

    def _back(self, start: Minute, left: int) -> tuple[Minute | None, Minute | None]:
        inf = None
        for at in range(start - self.first - 1, -1, -1):
            if self.open[at]:
                if left == 0:
                    return inf, at + 1 + self.first
                left -= 1
                if left == 0:
                    inf = at + self.first
        return inf, None


def _day(calendar: Json, shown: datetime) -> set[int]:
    """The minutes of a local date at which it is open."""
    iso, yearly, weekday = f"{shown:%Y-%m-%d}", f"{shown:%m-%d}", WEEKDAYS[shown.weekday()]
    hours = calendar.get("week", {}).get(weekday, [])
    if iso in calendar.get("holidays", []) or yearly in calendar.get("yearly_holidays", []):
        hours = []
    hours = calendar.get("overrides", {}).get(iso, hours)
    return _minutes(hours) - _minutes(calendar.get("breaks", {}).get(iso, []))


def _minutes(hours: list[list[str]]) -> set[int]:
    edges = ((int(t[:2]) * 60 + int(t[3:]) for t in pair) for pair in hours)
    return {minute for start, end in edges for minute in range(start, end)}


@dataclass
class Exchange:
    """One clock: the minutes in which it ran, in order."""

    ran: list[Minute] = field(default_factory=list)
    over: bool = False
    since: Minute | None = None


@dataclass
class Ticket:
    created: bool = False
    paused: bool = False
    ended: bool = False
    owed: bool = True
    reply_owed: bool = False
    update_anew: bool = False
    clocks: dict[str, list[Exchange]] = field(default_factory=dict)


def clocks(question: Json, walls: Walls) -> dict[str, Any]:
    """The answer to a question about clocks, walking minute by minute up to `as_of`."""
    as_of = minute_of(question["as_of"])
    pauses: dict[str, bool] = {}
    allowed: dict[str, int] = {}
    for targets in (question["targets"], *(e.get("targets", {}) for e in _told(question, as_of))):
        _promise({name: each for name, each in targets.items() if name not in pauses}, pauses, {})
    _promise(question["targets"], pauses, allowed)
    told = _told(question, as_of)
    ticket, happened = Ticket(), defaultdict(list)
    for event in told:
        happened[minute_of(event["at"])].append(event)
    for minute in range(walls.first, as_of + 1):
        for event in happened[minute]:
            if event["type"] == "retargeted":
                _promise(event["targets"], pauses, allowed)
            _happens(ticket, event["type"])
        _settle(ticket, pauses, minute)
        if minute < as_of:
            _pass(ticket, minute)
    return {name: _stand(name, ticket, walls, as_of, allowed[name]) for name in allowed}


def _told(question: Json, as_of: Minute) -> list[Json]:
    return sorted(
        (e for e in question["events"] if minute_of(e["at"]) <= as_of),
        key=lambda e: (minute_of(e["at"]), e["type"] != "created"),
    )


def _promise(targets: Json, pauses: dict[str, bool], allowed: dict[str, int]) -> None:
    for name, target in targets.items():
        pauses[name] = target.get("pauses", pauses.get(name, PAUSES[name]))
        allowed[name] = target["seconds"] // 60


def _happens(ticket: Ticket, kind: str) -> None:
    if kind in ("paused", "resumed") and not ticket.ended:
        ticket.paused = kind == "paused"
    elif kind == "created" and not ticket.created:
        ticket.created = True
        for name in ("first_response", "next_update", "resolution"):
            ticket.clocks[name] = [Exchange()]
    elif ticket.created and kind in _RULES:
        _RULES[kind](ticket)


def _asks(ticket: Ticket) -> None:
    if not ticket.reply_owed:
        ticket.reply_owed = True
        ticket.clocks.setdefault("next_reply", []).append(Exchange())
    elif ticket.ended:
        _go_on(ticket, "next_reply")


def _end(ticket: Ticket) -> None:
    ticket.ended, ticket.paused = True, False
    for name in ticket.clocks:
        _over(ticket, name)


def _reply(ticket: Ticket) -> None:
    ticket.owed = ticket.reply_owed = False
    for name in ("first_response", "next_reply", "next_update"):
        _over(ticket, name)
    ticket.update_anew = ticket.ended
    if not ticket.ended:
        ticket.clocks["next_update"].append(Exchange())


def _reopen(ticket: Ticket) -> None:
    _go_on(ticket, "resolution")
    if ticket.owed:
        _go_on(ticket, "first_response")
    if ticket.reply_owed:
        _go_on(ticket, "next_reply")
    if ticket.update_anew:
        ticket.clocks["next_update"].append(Exchange())
    elif ticket.ended:
        _go_on(ticket, "next_update")
    ticket.ended = ticket.update_anew = False


_RULES: Mapping[str, Callable[[Ticket], None]] = {
    "client_message": _asks,
    "public_reply": _reply,
    "resolved": _end,
    "closed": _end,
    "reopened": _reopen,
}


def _over(ticket: Ticket, name: str) -> None:
    if ticket.clocks.get(name):
        ticket.clocks[name][-1].over = True


def _go_on(ticket: Ticket, name: str) -> None:
    if ticket.clocks.get(name):
        ticket.clocks[name][-1].over = False


def _settle(ticket: Ticket, pauses: Mapping[str, bool], minute: Minute) -> None:
    """Notes since when each clock has run without a rest."""
    for name, exchanges in ticket.clocks.items():
        current = exchanges[-1]
        if current.over or (ticket.paused and pauses.get(name, PAUSES[name])):
            current.since = None
        elif current.since is None:
            current.since = minute


def _pass(ticket: Ticket, minute: Minute) -> None:
    for exchanges in ticket.clocks.values():
        if exchanges[-1].since is not None:
            exchanges[-1].ran.append(minute)


def _stand(name: str, ticket: Ticket, walls: Walls, as_of: Minute, allowed: int) -> dict[str, Any]:
    exchanges = ticket.clocks.get(name, [])
    stand: dict[str, Any] = {"state": "not_started", "elapsed": 0, "breached": False}
    stand |= {"due_inf": None, "due_sup": None}
    if exchanges:
        stand |= _standing(exchanges[-1], walls, allowed)
    if name in EXCHANGES:
        stand["worst"] = max((60 * _used(each, walls) for each in exchanges), default=0)
    return stand


def _standing(current: Exchange, walls: Walls, allowed: int) -> dict[str, Any]:
    used = _used(current, walls)
    told = {"elapsed": 60 * used, "breached": used > allowed}
    if current.over:
        return {"state": "stopped", **told}
    if current.since is None:
        return {"state": "paused", **told}
    before = sum(walls.open[m - walls.first] for m in current.ran if m < current.since)
    inf, sup = walls.add(current.since, allowed - before)
    if allowed < before:
        inf, sup = sup, inf
    return {"state": "running", **told, "due_inf": inf, "due_sup": sup}


def _used(exchange: Exchange, walls: Walls) -> int:
    return sum(walls.open[minute - walls.first] for minute in exchange.ran)


def same(told: Json, walked: Json) -> bool:
    """Whether the product says what walking found, as far as these weeks tell."""
    plain = {k: v for k, v in told.items() if not k.startswith("due")}
    expected = {k: v for k, v in walked.items() if not k.startswith("due")}
    if walked["state"] == "running" and walked["due_inf"] is None:
        plain["state"] = "running"
    return plain == expected and all(
        told[due] == written(walked[due])
        for due in ("due_inf", "due_sup")
        if walked[due] is not None
    )
