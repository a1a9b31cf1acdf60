"""From what holds at a client's desk to the page. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from tenants.spending import Limit
from tenants.stand_in import StandIn
from underpin.console.routes.settings.gathering import Settings, Standing
from underpin.console.views import settings as views
from underpin.console.views.settings import Card
from underpin.console.views.shell import Shell
from underpin.desk.alerts import source as alerts
from underpin.desk.alerts.source import Source
from underpin.desk.lifetime import terms as lifetime
from underpin.desk.surveys import terms as surveys
from underpin.desk.writing import limits
from underpin.kernel.principal import Principal

MEGABYTE: Final = 1024 * 1024
APPROVE: Final = frozenset({"approver", "client_admin"})
MINUTES: Final = ("stable_minutes", "reopen_minutes", "flap_minutes", "storm_minutes")
COUNTS: Final = ("flap_changes", "storm_alerts")
HANDLING: Final = (*MINUTES, *COUNTS, "one_ticket", "unsaid")
"""Of a source's settings, those on this page."""
_RANGES: Final = dict.fromkeys(MINUTES, (0, alerts.MINUTES)) | dict.fromkeys(COUNTS, (0, 1000))


@dataclass(frozen=True, slots=True)
class Typed:
    """What could not be taken: on which card, what was typed, and why not."""

    card: str
    values: Mapping[str, str]
    problem: str


def page(
    shell: Shell, key: str, found: Settings, who: Principal, typed: Typed | None = None
) -> views.DeskSettingsPage:
    """`typed` stands in the place of what is kept."""
    names = {each.id: each.name for each in found.people or ()}
    cards = _cards(found, who)
    if typed is not None and typed.card in cards:
        card = cards[typed.card]
        values = {**dict.fromkeys(card.values, ""), **typed.values}
        cards[typed.card] = replace(card, values=values, problem=typed.problem)
    return views.DeskSettingsPage(
        *(shell, key, found.client, cards, found.used_bytes // MEGABYTE),
        tuple((str(calendar_id), name) for calendar_id, name in found.calendars),
        tuple((str(each.id), each.name) for each in found.people or () if APPROVE & {*each.roles}),
        tuple(map(_limit, found.limits)),
        tuple(_absence(each, names) for each in found.absences or ()),
        tuple(_source(each, who, typed) for each in found.sources or ()),
    )


def _cards(found: Settings, who: Principal) -> dict[str, Card]:
    agrees = who.may("contract.write")
    cards = {
        "tickets": _terms(found.tickets, agrees, lifetime.KEPT.ranges),
        "files": _terms(found.files, agrees, limits.KEPT.ranges),
        "chargeable": _chargeable(found, agrees),
    }
    if found.satisfaction is not None:
        may = who.may("survey.write")
        cards["satisfaction"] = _terms(found.satisfaction, may, surveys.KEPT.ranges)
    if found.chat is not None:
        cards["chat"] = _plain(found.chat.own, agrees, calendar=str(found.chat.terms or ""))
    if found.people is not None:
        may = who.may("person.write")
        cards["spending"] = _plain(bool(found.limits), may, person="", amount="", currency="")
    if found.absences is not None:
        blank = {"person": "", "stand_in": "", "first": "", "last": ""}
        cards["stand_ins"] = _plain(bool(found.absences), who.may("person.write"), **blank)
    return cards


def _terms(standing: Standing, may: bool, ranges: Mapping[str, range]) -> Card:
    said = {name: _said(value) for name, value in dataclasses.asdict(standing.terms).items()}
    bounds = {name: (allowed.start, allowed.stop - 1) for name, allowed in ranges.items()}
    return Card(standing.own, may, said, bounds)


def _said(value: object) -> str:
    return ("yes" if value else "") if isinstance(value, bool) else str(value)


def _chargeable(found: Settings, may: bool) -> Card:
    kept = found.chargeable
    rate, currency = (f"{kept.hourly_rate:f}", kept.currency) if kept else ("", "")
    return _plain(kept is not None, may, hourly_rate=rate, currency=currency)


def _plain(own: bool, may: bool, **values: str) -> Card:
    return Card(own, may, values, MappingProxyType({}))


def _limit(each: Limit) -> views.SpendingRow:
    return views.SpendingRow(each.person, each.amount, each.currency)


def _absence(each: StandIn, names: Mapping[UUID, str]) -> views.AbsenceRow:
    who = (names.get(each.person_id, ""), names.get(each.stand_in_id, ""))
    return views.AbsenceRow(str(each.id), *who, each.starts_at, each.ends_at)


def _source(each: Source, who: Principal, typed: Typed | None) -> views.SourceRow:
    said = {name: str(getattr(each.settings, name)) for name in HANDLING}
    own = any(getattr(each.settings, name) != getattr(alerts.Settings(), name) for name in HANDLING)
    card = Card(own, who.may("intake.write"), said, _RANGES)
    if typed is not None and typed.card == str(each.id):
        card = replace(card, values={**said, **typed.values}, problem=typed.problem)
    return views.SourceRow(str(each.id), each.name, each.version, card)


def desks(shell: Shell, rows: Sequence[Any], after: str) -> views.DesksPage:
    """`after` is the key with which the next page goes on, empty at the end."""
    path = f"/administration/desks?after={after}" if after else ""
    return views.DesksPage(
        shell, tuple(views.DeskRow(each.key, each.name, each.own) for each in rows), path
    )
