"""Plans that a client may ask for, with their prices. Pure."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from billing.terms.offers import Offer, Offers
from underpin.console import views
from underpin.console.routes.pricing import price_shaping
from underpin.console.views.shell import Shell

DAY = timedelta(days=1)


def plans(found: Offers, shell: Shell) -> tuple[views.OfferedPlan, ...]:
    return tuple(_plan(each, found, shell) for each in found.offers)


def _plan(of: Offer, found: Offers, shell: Shell) -> views.OfferedPlan:
    asked, beside = urlencode({"matter": "plan", "subject": of.plan}), of.compared
    words = (of.plan, of.number, of.currency)
    every = (of.interval.count, str(of.interval.unit))
    prices = tuple(price_shaping.price(each, found.meters, shell) for each in of.prices)
    path = f"/contract-changes/new?{asked}"
    if beside is None:
        return views.OfferedPlan(*words, every, prices, path)
    days = (beside.start, beside.end - DAY)
    return views.OfferedPlan(*words, every, prices, path, *days, beside.did, beside.would)
