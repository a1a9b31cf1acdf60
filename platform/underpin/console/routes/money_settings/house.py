"""Who sells, at which rates of tax, and in which words is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast, get_args

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.parties import seller, tax_rates
from billing.parties.party import Seller
from billing.receivables import reminder_words, wording
from billing.receivables.reminder_words import Words
from billing.receivables.wording import Language
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.money_settings import gathered
from underpin.console.routes.money_settings.gathered import House
from underpin.console.views import money_settings as shown
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/money-settings"
WORDING: Final = f"{PATH}/reminders/{{language:str}}"
RATE: Final = ("tax_class", "rate_from", "percent")
NOTHING: Mapping[str, str] = {}
REFUSED: Final = (Malformed, Conflict)
Form = Literal["", "rate", "seller", "words"]


@get(PATH, **route.of(gathered.house, "desk"))
async def one(request: AnyRequest, language: FromQuery[str] = "") -> Response[Any]:
    return await _drawn(request, language)


@post(f"{PATH}/taxes", **route.of(tax_rates.set_rate, "desk"))
async def set_rate(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.field(form, "tax_class"), forms.day(form, "rate_from"))
        await route.perform(request, tax_rates.set_rate, *words, forms.amount(form, "percent"))
    except REFUSED as wrong:
        return await _drawn(request, "", form, wrong, "rate")
    return answering.Going(PATH)


@post(f"{PATH}/seller", **route.of(seller.set_seller, "desk"))
async def set_seller(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = Seller(**{name: form.get(name, "") for name in Seller.__struct_fields__})
        await route.perform(request, seller.set_seller, forms.day(form, "starts_on"), said)
    except REFUSED as wrong:
        return await _drawn(request, "", form, wrong, "seller")
    return answering.Going(PATH)


@post(WORDING, **route.of(wording.say, "desk"))
async def say(request: AnyRequest, language: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = Words(**{name: form.get(name, "").strip() for name in Words.__struct_fields__})
        await route.perform(request, wording.say, _known(language), said)
    except REFUSED as wrong:
        return await _drawn(request, language, form, wrong, "words")
    return answering.Going(f"{PATH}?language={language}")


@post(f"{WORDING}/removal", **route.of(wording.unsay, "desk"))
async def unsay(request: AnyRequest, language: FromPath[str]) -> Response[Any]:
    """Back to the words of the house."""
    await route.perform(request, wording.unsay, _known(language))
    return answering.Going(f"{PATH}?language={language}")


def _known(language: str) -> Language:
    """Raises NotFound."""
    if language not in get_args(Language):
        raise NotFound
    return cast(Language, language)


async def _drawn(
    request: AnyRequest,
    language: str,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
    form: Form = "",
) -> Response[Any]:
    """`form`: which of them what was typed is of."""
    found: House = await route.perform(request, gathered.house)
    shell = frame.shell(request, area="money_settings", now=found.now)
    chosen = language if language in found.words else shell.reader.language
    may = route.principal_of(request).may
    view = shown.MoneySettingsPage(
        shell,
        tuple(
            shown.RateRow(each.tax_class, each.percent.normalize(), each.start)
            for each in found.rates
        ),
        tuple(shown.SellerRow(each.details.legal_name, each.starts_on) for each in found.sellers),
        _seller(found, typed if form == "seller" else NOTHING),
        {name: typed.get(name, "") if form == "rate" else "" for name in RATE},
        chosen,
        _words(found.words[chosen], typed if form == "words" else NOTHING),
        ", ".join(f"{{{name}}}" for name in sorted(reminder_words.NAMES)),
        may("party.write"),
        may("plan.write"),
        wrong.detail if wrong else "",
    )
    return answering.page(request, "money_settings/house", view, wrong.status if wrong else 200)


def _seller(found: House, typed: Mapping[str, str]) -> Mapping[str, str]:
    """As it was typed, else as it holds last."""
    if typed:
        return {name: typed.get(name, "") for name in (*Seller.__struct_fields__, "starts_on")}
    known = msgspec.structs.asdict(found.sellers[0].details) if found.sellers else {}
    return {name: known.get(name, "") for name in (*Seller.__struct_fields__, "starts_on")}


def _words(of: Words, typed: Mapping[str, str]) -> Mapping[str, str]:
    said = msgspec.structs.asdict(of)
    return {name: typed.get(name, text) for name, text in said.items()}


HANDLERS = [one, set_rate, set_seller, say, unsay]
