"""The JSON API over who sells, who buys, and rates of exchange and of tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.amounts.exchange import Rate
from billing.amounts.tax import DatedRate
from billing.parties import buyer, exchange_rates, seller, tax_rates
from billing.parties.buyer import BuyerFrom
from billing.parties.party import Buyer, Seller
from billing.parties.seller import SellerFrom
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

PAIR = "/exchange-rates/{base:str}/{quote:str}"


class NewRate(msgspec.Struct, forbid_unknown_fields=True):
    """`value` of the quote currency for one of the base, as `source` published it."""

    value: Decimal
    source: str


class NewTaxRate(msgspec.Struct, forbid_unknown_fields=True):
    percent: Decimal


@get("/seller", **route.of(seller.sellers, "desk"))
async def sellers(request: AnyRequest) -> list[SellerFrom]:
    found: list[SellerFrom] = await route.perform(request, seller.sellers)
    return found


@put("/seller/{starts_on:date}", **route.of(seller.set_seller, "desk"))
async def set_seller(
    request: AnyRequest, starts_on: FromPath[date], data: JSONBody[Seller]
) -> SellerFrom:
    made: SellerFrom = await route.perform(request, seller.set_seller, starts_on, data)
    return made


@get("/tax-rates", **route.of(tax_rates.rates, "desk"))
async def listed_taxes(request: AnyRequest) -> list[DatedRate]:
    found: list[DatedRate] = await route.perform(request, tax_rates.rates)
    return found


@put("/tax-rates/{tax_class:str}/{starts_on:date}", **route.of(tax_rates.set_rate, "desk"))
async def set_tax(
    request: AnyRequest,
    tax_class: FromPath[str],
    starts_on: FromPath[date],
    data: JSONBody[NewTaxRate],
) -> DatedRate:
    words = (tax_class, starts_on, data.percent)
    made: DatedRate = await route.perform(request, tax_rates.set_rate, *words)
    return made


@get(f"{CLIENT}/buyer", **route.of(buyer.buyers))
async def buyers(request: AnyRequest, key: FromPath[str]) -> list[BuyerFrom]:
    found: list[BuyerFrom] = await asking.read(request, buyer.buyers, key)
    return found


@put(f"{CLIENT}/buyer/{{starts_on:date}}", **route.of(buyer.set_buyer, "desk"))
async def set_buyer(
    request: AnyRequest, key: FromPath[str], starts_on: FromPath[date], data: JSONBody[Buyer]
) -> BuyerFrom:
    made: BuyerFrom = await asking.change(request, buyer.set_buyer, key, starts_on, data)
    return made


@get(PAIR, **route.of(exchange_rates.rates, "desk"))
async def rates(
    request: AnyRequest,
    base: FromPath[str],
    quote: FromPath[str],
    until: FromQuery[date | None] = None,
) -> list[Rate]:
    found: list[Rate] = await route.perform(request, exchange_rates.rates, base, quote, until)
    return found


@put(f"{PAIR}/{{day:date}}", **route.of(exchange_rates.state, "desk"))
async def state(
    request: AnyRequest,
    base: FromPath[str],
    quote: FromPath[str],
    day: FromPath[date],
    data: JSONBody[NewRate],
) -> Rate:
    words = (base, quote, day, data.value)
    made: Rate = await route.perform(
        request, exchange_rates.state, *words, published_by=data.source
    )
    return made


@get("/exchange-rates", **route.of(exchange_rates.pairs, "desk"))
async def pairs(request: AnyRequest) -> list[tuple[str, str]]:
    """Of which a rate was stated."""
    found: list[tuple[str, str]] = await route.perform(request, exchange_rates.pairs)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        pairs,
        *(sellers, set_seller, buyers, set_buyer),
        *(rates, state, listed_taxes, set_tax),
    ],
    tags=["parties"],
)
