"""OLAs and UCs go through versions as SLAs do: two people, a readable difference, dates that never
overlap; nobody outside has to consent, and nobody outside is shown them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.agreements import provider_agreement, provider_drafting, version_store
from contracts.agreements.agreed import Content, Settings
from contracts.agreements.clause import Availability
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.agreements.versions import OwnWork, Version, WrongState
from contracts.signed import vendor
from tests.conftest import Database
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from tests.service.contracts.world import known
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Forbidden, Malformed, NotFound

tenants = world.TENANTS
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def house(scopes: Database) -> Party:
    return await party.of(next(tenants))


def uc(hours: float = 24, **more: Any) -> Content:
    return Content(
        known("pcv", "always"),
        (world.target("fix", "P1", hours, pausing_states=("waiting_client",)),),
        **more,
    )


async def drafted(house: Party, content: Content) -> Version:
    name = f"Carrier {ids.new()}"
    carrier = await house.ask(house.anna, vendor.add, name, "noc@carrier.example")
    found: Version = await house.ask(
        house.anna, provider_agreement.draft_uc, carrier.id, name, content
    )
    return found


async def active(house: Party, content: Content, since: datetime = FIRST) -> Version:
    version = await drafted(house, content)
    await house.ask(house.ben, provider_agreement.approve, version.id)
    found: Version = await house.ask(house.anna, provider_agreement.activate, version.id, since)
    return found


async def test_an_amended_uc_says_what_it_changes_and_supersedes(house: Party) -> None:
    first = await active(house, uc())
    schedule = Schedule(
        "service_fee",
        (Clause("availability", Decimal(99), steps=(Step(Decimal(99), Decimal(10)),)),),
        on_claim_days=15,
    )
    content = uc(
        12,
        settings=Settings(holder="client"),
        availability=Availability(Decimal(99)),
        credits=schedule,
    )
    second = await house.ask(house.ben, provider_agreement.amend, first.agreement_id, content)
    differences = await house.ask(house.anna, provider_drafting.changes, second.id)
    assert [(each.what, each.before, each.after) for each in differences] == [
        (
            "fix · incident · P1",
            "24 h on Round the clock v1, paused by waiting_client",
            "12 h on Round the clock v1, paused by waiting_client",
        ),
        ("holder", "msp", "client"),
        ("availability", None, "99 % a month on Round the clock v1"),
        (
            "credits",
            None,
            "price reduction on the service fee, by the month, on claim within 15 days, the "
            "largest only",
        ),
        ("credits · availability", None, "below 99 %: 10 %"),
    ]
    await house.ask(house.anna, provider_agreement.approve, second.id)
    for wrong in (FIRST, FIRST - timedelta(days=1)):
        with pytest.raises(Malformed):
            await house.ask(house.anna, provider_agreement.activate, second.id, wrong)
    later = datetime(2090, 1, 1, tzinfo=UTC)
    await house.ask(house.anna, provider_agreement.activate, second.id, later)
    async with db.open(Provider()):
        both = await version_store.of_provider([first.id, second.id])
        states = await db.rows(
            "SELECT state, effective_from FROM provider_agreement_version "
            "WHERE agreement_id = $1 ORDER BY number",
            first.agreement_id,
        )
    assert both[second.id] == content
    assert [tuple(row.values()) for row in states] == [("superseded", FIRST), ("active", later)]


async def test_a_draft_is_rewritten_until_it_is_approved_and_then_sent_back(house: Party) -> None:
    draft = await drafted(house, uc())
    rewritten = await house.ask(house.ben, provider_drafting.rewrite, draft.id, uc(8))
    assert (rewritten.content, rewritten.author_id) == (uc(8), house.ben.person_id)
    with pytest.raises(OwnWork):
        await house.ask(house.ben, provider_agreement.approve, draft.id)
    await house.ask(house.anna, provider_agreement.approve, draft.id)
    with pytest.raises(WrongState):
        await house.ask(house.ben, provider_drafting.rewrite, draft.id, uc(4))
    back = await house.ask(house.anna, provider_drafting.send_back, draft.id)
    assert (back.state, back.approver_id, back.content) == ("draft", None, uc(8))
    with pytest.raises(WrongState):
        await house.ask(house.anna, provider_drafting.send_back, draft.id)
    with pytest.raises(WrongState):
        await house.ask(house.anna, provider_agreement.activate, draft.id, FIRST)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (uc(starting_tiers=()), None),
        (
            uc(availability=Availability(Decimal(99), calendar_version_id=UUID(int=9))),
            "availability.calendar_version_id",
        ),
        (uc(availability=Availability(Decimal(0))), "availability.percent"),
    ],
)
async def test_what_cannot_be_meant_is_refused_drafted_or_rewritten(
    house: Party, content: Content, field: str | None
) -> None:
    draft = await drafted(house, uc())
    if field is None:
        await house.ask(house.anna, provider_drafting.rewrite, draft.id, content)
        return
    for refusing in (
        drafted(house, content),
        house.ask(house.anna, provider_drafting.rewrite, draft.id, content),
    ):
        with pytest.raises(Malformed) as refusal:
            await refusing
        assert refusal.value.field == field
    differences = await house.ask(house.anna, provider_drafting.changes, draft.id)
    assert "24 h on Round the clock v1" in (differences[0].after or "")


async def test_no_client_and_no_stranger_touches_them(house: Party) -> None:
    draft = await drafted(house, uc())
    reads = replace(house.admin, capabilities=frozenset({"contract.read", "vendor.write"}))
    with pytest.raises(Forbidden):
        await house.ask(reads, provider_drafting.changes, draft.id)
    with pytest.raises(Forbidden):
        await house.ask(reads, provider_drafting.rewrite, draft.id, uc(1))
    agent = replace(house.ben, capabilities=frozenset({"contract.read"}))
    with pytest.raises(Forbidden):
        await house.ask(agent, provider_drafting.send_back, draft.id)
    with pytest.raises(NotFound):
        await house.ask(house.anna, provider_drafting.changes, ids.new())
    differences = await house.ask(house.anna, provider_drafting.changes, draft.id)
    assert "24 h on Round the clock v1" in (differences[0].after or "")
