"""Rates of exchange, what an hour of a tier costs us, everybody's reminders, and when a declined
card is tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from billing.margins import tier_cost
from billing.margins.tier_cost import TierCost
from billing.parties import exchange_rates
from billing.payments.dunning import terms
from billing.receivables import reminding
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.money_settings import gathered
from underpin.console.routes.money_settings.gathered import Rates
from underpin.console.routes.paying import levels
from underpin.console.views import rates as views
from underpin.console.views.shell import Shell
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/money-settings/rates"
NOTHING: Mapping[str, str] = {}
FIELDS: Final = (
    *("base", "quote", "day", "value", "source"),
    *("tier", "cost_currency", "per_hour", "from_day", "days"),
)


@get(PATH, **route.of(gathered.rates, "desk"))
async def shown(
    request: AnyRequest,
    base: FromQuery[str] = "",
    quote: FromQuery[str] = "",
    until: FromQuery[date | None] = None,
    currency: FromQuery[str] = "",
) -> Response[Any]:
    return await _drawn(request, _Asked((base, quote), until, currency))


@post(f"{PATH}/exchange", **route.of(exchange_rates.state, "desk"))
async def state(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    pair = {name: form.get(name, "").strip().upper() for name in ("base", "quote")}
    try:
        words = (*_currencies(pair), forms.day(form, "day"), forms.number(form, "value"))
        said = forms.field(form, "source")
        await route.perform(request, exchange_rates.state, *words, published_by=said)
    except of_client.REFUSED as wrong:
        return await _drawn(request, NOWHERE, form, wrong)
    return answering.Going(f"{PATH}?{urlencode(pair)}")


@post(f"{PATH}/costs", **route.of(tier_cost.say, "desk"))
async def say_cost(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        currency = forms.field(form, "cost_currency").upper()
        tier = {"1": 1, "2": 2, "3": 3}.get(form.get("tier", ""), 0)
        cost = (forms.amount(form, "per_hour"), forms.day(form, "from_day"))
        await route.perform(request, tier_cost.say, TierCost(tier, currency, *cost))
    except of_client.REFUSED as wrong:
        return await _drawn(request, NOWHERE, form, wrong)
    return answering.Going(f"{PATH}?{urlencode({'currency': currency})}")


@post(f"{PATH}/reminders", **route.of(reminding.schedule, "desk"))
async def schedule(request: AnyRequest) -> Response[Any]:
    """Of every client without its own."""
    form = await forms.of(request)
    try:
        await route.perform(request, reminding.schedule, levels.said(form))
    except of_client.REFUSED as wrong:
        return await _drawn(request, NOWHERE, form, wrong)
    return answering.Going(PATH)


@post(f"{PATH}/tries", **route.of(terms.set_days, "desk"))
async def set_days(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, terms.set_days, _days(forms.field(form, "days")))
    except of_client.REFUSED as wrong:
        return await _drawn(request, NOWHERE, form, wrong)
    return answering.Going(PATH)


def _currencies(pair: Mapping[str, str]) -> tuple[str, str]:
    """Raises Malformed."""
    for name, value in pair.items():
        if not (len(value) == 3 and value.isascii() and value.isalpha()):
            raise Malformed(f"{name}: a currency like EUR.", field=name)
    return pair["base"], pair["quote"]


def _days(said: str) -> list[int]:
    """`3, 5, 7`. Raises Malformed."""
    given = [digits.read(each.strip(), 3) for each in said.split(",")]
    found = [each for each in given if each is not None]
    if len(found) < len(given):
        raise Malformed("days: whole days with commas, like 3, 5, 7.", field="days")
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which pair's rates until when, and costs in which currency; empty for the usual."""

    pair: tuple[str, str] = ("", "")
    until: date | None = None
    currency: str = ""


NOWHERE: Final = _Asked()


async def _drawn(
    request: AnyRequest,
    asked: _Asked,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    words = (asked.pair, asked.until, asked.currency)
    found: Rates = await route.perform(request, gathered.rates, *words)
    view = _page(frame.shell(request, area="money_settings", now=found.now), found, typed, wrong)
    return answering.page(request, "money_settings/rates", view, wrong.status if wrong else 200)


def _page(
    shell: Shell, found: Rates, typed: Mapping[str, str], wrong: Problem | None
) -> views.RatesPage:
    return views.RatesPage(
        shell,
        tuple((f"{a} → {b}", _of(a, b), (a, b) == found.pair) for a, b in found.pairs),
        found.pair,
        tuple(views.ExchangeRow(each.day, each.value, each.source) for each in found.rates),
        _older(found),
        found.currency,
        _costs(found),
        levels.fields(found.levels, typed),
        bool(found.levels),
        None if found.tries is None else tuple(found.tries.days),
        {name: typed.get(name, "") for name in FIELDS},
        wrong.detail if wrong else "",
    )


def _costs(found: Rates) -> tuple[views.CostRow, ...] | None:
    if found.costs is None:
        return None
    return tuple(
        views.CostRow(f"L{each.tier}", each.per_hour, each.from_day) for each in found.costs
    )


def _of(base: str, quote: str) -> str:
    return f"{PATH}?{urlencode({'base': base, 'quote': quote})}"


def _older(found: Rates) -> str:
    """Where those before the last one shown are; empty where none are left."""
    if len(found.rates) < exchange_rates.PAGE:
        return ""
    day = found.rates[-1].day - timedelta(days=1)
    return f"{_of(*found.pair)}&until={day}"


HANDLERS = [shown, state, say_cost, schedule, set_days]
