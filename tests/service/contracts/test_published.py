"""Published agreements drafted as people draft them: kept as written, or refused and not kept."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.agreements import agreement, provider_agreement
from contracts.agreements.agreed import Content
from contracts.signed import vendor
from tests.conftest import Database
from tests.service.contracts import party
from tests.service.contracts.party import Party
from tests.service.contracts.world import known
from tests.unit.contracts.published import clients, tiers, vendors
from tests.unit.contracts.published.writing import ALWAYS, Published
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed

tenants = itertools.count(8901)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def acme(scopes: Database) -> Party:
    return await party.of(next(tenants))


def counted_on(content: Content, calendars: Callable[[str], UUID]) -> Content:
    """On calendars that are there, every pause written out."""

    def there(each: UUID | None) -> UUID | None:
        return each and calendars("always" if each == ALWAYS else "office")

    given = content.availability
    return replace(
        content,
        calendar_version_id=there(content.calendar_version_id),
        targets=tuple(
            replace(
                target,
                calendar_version_id=there(target.calendar_version_id),
                pausing_states=target.pauses,
            )
            for target in content.targets
        ),
        availability=given and replace(given, calendar_version_id=there(given.calendar_version_id)),
        arrivals=tuple(
            replace(
                arrival,
                outside=there(arrival.outside),
                calendar_version_id=there(arrival.calendar_version_id),
            )
            for arrival in content.arrivals
        ),
    )


async def drafted(acme: Party, published: Published) -> Any:
    """What is kept of it, and what was written."""
    name = f"{published.name} {ids.new()}"
    if published.kind == "SLA":
        content = counted_on(published.content, lambda name: known(acme.tenant, "cv", name))
        where = known(acme.tenant, "contract")
        made = await acme.ask(acme.anna, agreement.draft, where, name, content)
        return made.content, content
    content = counted_on(published.content, lambda name: known("pcv", name))
    if published.kind == "OLA":
        made = await acme.ask(acme.anna, provider_agreement.draft_ola, 1, name, content)
    else:
        whose = await acme.ask(acme.anna, vendor.add, name, "noc@vendor.example")
        made = await acme.ask(acme.anna, provider_agreement.draft_uc, whose.id, name, content)
    return made.content, content


def in_order(content: Content) -> Content:
    return replace(content, targets=tuple(sorted(content.targets, key=lambda each: each.about)))


EVERY = (*clients.EVERY_SLA, *vendors.EVERY_UC, *tiers.EVERY_OLA)


@pytest.mark.parametrize(
    "published", [each for each in EVERY if not each.refused], ids=lambda each: each.name
)
async def test_each_is_kept_as_it_was_written(acme: Party, published: Published) -> None:
    kept, written = await drafted(acme, published)
    assert in_order(kept) == in_order(plain(written))


def plain(content: Content) -> Content:
    """A target on the version's own calendar names none."""
    own = content.calendar_version_id
    return replace(
        content,
        targets=tuple(
            replace(target, calendar_version_id=None)
            if target.calendar_version_id == own
            else target
            for target in content.targets
        ),
    )


@pytest.mark.parametrize("published", [clients.LEDGER, vendors.WAVES], ids=lambda each: each.name)
async def test_one_with_holes_is_refused_and_nothing_is_kept(
    acme: Party, published: Published
) -> None:
    with pytest.raises(Malformed, match="no band says what is owed"):
        await drafted(acme, published)
    async with db.open(Work(acme.tenant)):
        kept = await db.value(
            "SELECT count(*) FROM (SELECT name FROM agreement WHERE tenant_id = $1 "
            "UNION ALL SELECT name FROM provider_agreement) named WHERE name ^@ $2",
            acme.tenant,
            published.name,
        )
    assert kept == 0
