"""The night's comparison of Stripe's book with ours: read there in windows of a day, then held
against each client's own rows, in a transaction of each client's. It lists; it mends nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import structlog
from stripe import StripeClient

from billing.payments.following import followed
from billing.payments.gateway import account
from billing.payments.inbox.taking import SetAside
from billing.payments.reconciling import difference, differences, here, runs, strangers, there
from billing.payments.reconciling.difference import Item, Key
from billing.payments.reconciling.runs import Tally
from billing.payments.reconciling.there import Found
from underpin.kernel import db
from underpin.kernel.database.scope import Provider, System, Work

WINDOW = timedelta(days=1)
log = structlog.get_logger()
Book = dict[Key, Item]


class NotWhole(Exception):
    """Some clients could not be compared; the others were."""


async def night() -> bool:
    """One run, kept with its report; whether it went to its end. Without an account there is
    nothing to compare."""
    if not account.is_set_up():
        return False
    async with db.open(Provider()):
        run, since, until = await runs.begin()
    tally, trouble = Tally(), ""
    try:
        await _compare(account.client(), since, until, tally)
    except Exception as problem:
        log.exception("reconciliation.failed")
        trouble = f"{type(problem).__name__}: {problem}"[:500]
    async with db.open(Provider()):
        await runs.end(run, tally, trouble)
    return not trouble


async def _compare(client: StripeClient, since: datetime, until: datetime, tally: Tally) -> None:
    books: dict[int, Book] = defaultdict(dict)
    owners: dict[str, int | None] = {}
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        for found in await there.within(client, start, end):
            owner = await _owner(found, owners)
            if owner is None:
                tally.strangers += 1
                await strangers.set_aside(found)
            else:
                books[owner][found.key] = found.item
        start = end
    failed = []
    for tenant in await _tenants():
        try:
            await _of_client(client, tenant, books.get(tenant, {}), (since, until), tally)
        except Exception as problem:
            log.exception("reconciliation.client_failed", tenant=tenant)
            failed.append(f"client {tenant}: {type(problem).__name__}")
    if failed:
        raise NotWhole("; ".join(failed))


async def _owner(found: Found, known: dict[str, int | None]) -> int | None:
    """Whose it is; None for nobody's. A customer is looked up once."""
    if found.customer not in known:
        try:
            known[found.customer] = await followed.client_of(found.customer)
        except SetAside:
            known[found.customer] = None
    return known[found.customer]


async def _tenants() -> list[int]:
    async with db.open(System()):
        return [row["id"] for row in await db.rows("SELECT id FROM tenant ORDER BY id")]


async def _of_client(
    client: StripeClient, tenant: int, book: Book, span: tuple[datetime, datetime], tally: Tally
) -> None:
    async with db.open(Work(tenant)):
        asked = await here.asked_after(tenant, *span)
        before = await differences.standing(tenant)
    keys = book.keys() | asked | {each.key for each in before}
    if not keys:
        return
    whole = {**await _asked(client, keys - book.keys()), **book}
    async with db.open(Work(tenant)):
        found = difference.compare(await here.known(tenant, keys), whole)
        act = await followed.act_in(tenant)
        tally.found += await differences.keep(act, found, keys, before)
        tally.standing += len(await differences.standing(tenant))
    _count(tally, keys)


async def _asked(client: StripeClient, keys: Collection[Key]) -> Mapping[Key, Item]:
    found = [await there.one(client, key) for key in sorted(keys)]
    return {each.key: each.item for each in found if each is not None}


def _count(tally: Tally, keys: Collection[Key]) -> None:
    for key in keys:
        name = f"{key.kind}s"
        setattr(tally, name, getattr(tally, name) + 1)
