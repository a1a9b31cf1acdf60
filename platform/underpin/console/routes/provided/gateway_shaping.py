"""Gateways as their page shows them: one card for each way of being called. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from underpin.console.views import provided as views
from underpin.console.views.shell import Shell
from underpin.desk.on_call.gateways.gateway import KINDS, Gateway

AUTH: Final = ("username", "header", "token_url", "client_id", "scope")
BLANK: Final = {"form": "fields", "url": "", "template": "", "an_hour": "60", "way": "none"} | (
    dict.fromkeys(AUTH, "")
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of what was last asked of a gateway; `typed` could not be taken."""

    carrier: str = ""
    typed: Mapping[str, str] | None = None
    problem: str = ""
    sent: bool = False


def page(shell: Shell, found: Sequence[Gateway], told: Told, *, may: bool) -> views.GatewaysPage:
    kept = {each.carrier: each for each in found}
    cards = tuple(_card(carrier, kept.get(carrier), told) for carrier in KINDS)
    return views.GatewaysPage(shell, cards, may)


def _card(carrier: str, found: Gateway | None, told: Told) -> views.GatewayCard:
    mine = told if told.carrier == carrier else Told()
    typed = mine.typed if mine.typed is not None and "url" in mine.typed else None
    said = {**BLANK, **(_said(found) if found else {}), **(typed or {})}
    address = (mine.typed or {}).get("address", "")
    return views.GatewayCard(
        carrier,
        "none" if found is None else "paused" if found.paused_at else "on",
        {name: said[name] for name in BLANK},
        address,
        mine.problem,
        mine.sent,
    )


def _said(of: Gateway) -> dict[str, str]:
    template = msgspec.json.format(msgspec.json.encode(of.template), indent=2).decode()
    auth = {name: str(getattr(of.auth, name)) for name in AUTH}
    plain = {"form": of.form, "url": of.url, "an_hour": str(of.an_hour), "way": of.auth.way}
    return {**plain, "template": template, **auth}
