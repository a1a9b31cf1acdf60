"""A ticket turns out to be about another service: what its contract calls for holds from then on,
and later hand-overs go to who stands behind that one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from contracts.escalation.policy import Step
from contracts.signed import setting_up
from contracts.signed.ready import Service, Vendor
from tests.service.desk.kinds.conftest import HOUR, Story
from underpin.demo import demo_contracts, log_contracts
from underpin.demo.companies import NewCompany
from underpin.desk.amending import serving
from underpin.desk.cases import case
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

SOON = Step("resolution", 10, "move_tier", from_tier=1, to_tier=2, automatic=True)


@dataclass(frozen=True, slots=True)
class Printers:
    """Another contract of the same client, with its own steps and vendor."""

    service: UUID
    policy: UUID
    vendor: UUID
    uc_version: UUID


async def printers(story: Story) -> Printers:
    acme, before = story.acme, story.start - timedelta(days=1)
    own = log_contracts.provider(before)
    uc = next(each for each in own.agreements if each.vendor_id is not None)
    vendor = Vendor(ids.new(), f"Paper & Sons {ids.new().hex[-8:]}", "cases@paper.example")
    theirs = replace(
        uc,
        agreement_id=ids.new(),
        version_id=ids.new(),
        vendor_id=vendor.id,
        name=f"UC with {vendor.name}",
    )
    async with db.open(Provider()):
        act = Act(worker(0), None, before, "test", "test")
        await setting_up.provider_ready_made(
            act, replace(own, agreements=(theirs,), vendors=(vendor,))
        )
    found = Printers(ids.new(), ids.new(), vendor.id, theirs.version_id)
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, before, "test", "test")
        usual = demo_contracts.client(NewCompany("caro", acme.key, acme.name), acme.id, before)
        sla = replace(
            usual.agreements[0],
            agreement_id=ids.new(),
            version_id=ids.new(),
            name=f"SLA of {vendor.name}",
        )
        await setting_up.ready_made(
            act,
            replace(
                usual,
                contract_id=ids.new(),
                name=f"Printers {found.service.hex[-8:]}",
                services=(
                    Service(found.service, vendor.name, ((vendor.id, theirs.agreement_id),)),
                ),
                agreements=(replace(sla, service_id=found.service),),
                policy_id=found.policy,
                steps=(SOON,),
            ),
        )
    return found


async def pins(story: Story, ticket_id: UUID) -> dict[str, object]:
    async with db.open(Work(story.acme.id)):
        row = await db.row(
            "SELECT s.pins ->> 'policy' AS policy, s.pins -> 'vendors' AS vendors, "
            "t.policy_id::text AS kept, t.tier FROM standing s "
            "JOIN ticket t ON t.tenant_id = s.tenant_id AND t.id = s.ticket_id "
            "WHERE s.tenant_id = $1 AND s.ticket_id = $2",
            *(story.acme.id, ticket_id),
        )
    assert row is not None
    return dict(row)


@pytest.mark.parametrize("told", [timedelta(0), HOUR / 4])
async def test_its_contracts_steps_and_its_vendor_take_over(story: Story, told: timedelta) -> None:
    people, theirs = story.world, await printers(story)
    ticket = await story.raised()
    twin = await story.raised()
    await story.at(told)
    reason = "It is the printers."
    await story.ask(people.agent, serving.say, ticket.number, theirs.service, reason)
    now = await pins(story, ticket.id)
    assert now["policy"] == now["kept"] == str(theirs.policy)
    assert (await pins(story, twin.id))["policy"] != str(theirs.policy)
    assert now["tier"] == 1
    await story.at(timedelta(days=4))
    assert (await pins(story, ticket.id))["tier"] == 2, "by its new policy, and not out yet"
    opened = await story.ask(people.l2, case.open_vendor_case, ticket.number)
    assert opened.vendor_id == theirs.vendor
    assert str(theirs.uc_version) in str((await pins(story, ticket.id))["vendors"])
