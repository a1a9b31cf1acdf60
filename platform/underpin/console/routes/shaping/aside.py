"""What was set aside, lane by lane."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Literal

from billing.payments.inbox.inbox import Told
from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.views.shell import Language, Shell
from underpin.desk.aside import set_aside
from underpin.desk.aside.content import Looked
from underpin.desk.aside.set_aside import Item
from underpin.kernel.principal import Principal

Lane = Literal["deliveries", "timers", "mails"]


SAYS = {
    set_aside.MAIL: N_("A mail could not be read"),
    set_aside.ALERT: N_("An alert came in and could not be read"),
    set_aside.WEBHOOK: N_("A webhook came in and could not be read"),
    set_aside.TIMER: N_("Something that was due failed"),
    set_aside.DELIVERY: N_("Something that happened could not be passed on"),
    set_aside.LEAVING: N_("Something that should have left was not taken"),
    set_aside.ROUND: N_("Work done for every client failed at this one"),
}
KINDS = {
    set_aside.MAIL: N_("Mails"),
    set_aside.ALERT: N_("Alerts"),
    set_aside.WEBHOOK: N_("Webhooks"),
    set_aside.TIMER: N_("Timers"),
    set_aside.DELIVERY: N_("Deliveries"),
    set_aside.LEAVING: N_("What should have left"),
    set_aside.ROUND: N_("Rounds"),
}
ROUNDS = {
    "service_reports": N_("Monthly service reports"),
    "kept_report": N_("A kept report by mail"),
    "health": N_("Health of the client"),
    "major_updates": N_("An update of a major incident"),
    "margins": N_("Margins of the months"),
    "coverage": N_("Check for hours with nobody on duty"),
    "reviewing": N_("Mails about articles due for review"),
    "storage.measuring": N_("Measuring of storage"),
    "automation.arming": N_("Rules that wait for idle tickets"),
    "forgetting": N_("Forgetting what was kept for a while"),
    "holidays": N_("Looking up public holidays"),
}
"""Rounds by their names; what a name has after a colon tells two of a kind apart."""


def page(
    shell: Shell, found: Sequence[Item], kind: str, client: str, asker: Principal
) -> views.SetAsidePage:
    language, key = shell.reader.language, client.upper()
    here = [each for each in found if kind in ("", each.kind) and (not key or each.key == key)]
    present = {each.kind for each in found}
    return views.SetAsidePage(
        shell,
        deliveries=_lane(here, set_aside.DELIVERIES, language),
        timers=_lane(here, set_aside.TIMERS, language),
        mails=_lane(here, set_aside.MAILS, language),
        may_retry=asker.may("set_aside.retry"),
        kinds=tuple(
            (name, locale.gettext(language, said))
            for name, said in KINDS.items()
            if name in present
        ),
        clients=tuple(sorted({(each.key, each.client) for each in found}, key=lambda c: c[1])),
        kind=kind if kind in KINDS else "",
        client=key,
        may_see_sources=asker.may("intake.read"),
    )


def looked(shell: Shell, found: Looked, asker: Principal) -> views.LookedAsidePage:
    return views.LookedAsidePage(
        shell,
        _item(found.item, shell.reader.language),
        found.text,
        found.raw,
        found.attachments,
        asker.may("set_aside.retry"),
    )


def _lane(items: Sequence[Item], lane: str, language: Language) -> tuple[views.SetAsideItem, ...]:
    return tuple(_item(each, language) for each in items if each.lane == lane)


def _item(item: Item, language: Language) -> views.SetAsideItem:
    """Its name carries its client's key, because it is tried again within that client."""
    return views.SetAsideItem(
        id=f"{item.key}.{item.id}",
        lane=typing.cast(Lane, item.lane),
        what=_what(item, language),
        client=item.client,
        ticket="" if item.ticket is None else f"{item.key}-{item.ticket}",
        attempts=item.attempts,
        error=item.error,
        since=item.since,
        kind=item.kind,
        says=locale.gettext(language, SAYS[item.kind]),
        path=f"/set-aside/{item.lane}/{item.key}.{item.id}",
    )


def _what(item: Item, language: Language) -> str:
    said = ROUNDS.get(item.what.partition(":")[0]) if item.kind == set_aside.ROUND else None
    return locale.gettext(language, said) if said else item.what


def payment(told: Told) -> views.SetAsideItem:
    """Of no client we know, or of one that only its object names."""
    return views.SetAsideItem(
        id=str(told.id),
        lane="payments",
        what="",
        says=f"{told.type} {told.object_id}".strip() or told.event_id,
        path=f"/payment-events/{told.id}",
        client="",
        ticket="",
        attempts=told.attempts,
        error=told.reason or "",
        since=told.received_at,
    )
