"""A domain is one client's, and proven; an address is one client's; nobody gets another's mail."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tenants import house_name
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.mail import post
from tests.world import Client, World, build
from underpin.desk.mail.names import addresses, domains
from underpin.desk.mail.names.addresses import AddressTaken
from underpin.desk.mail.names.domains import Domain, DomainTaken, NotThere
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import house, verb
from underpin.kernel.errors import Forbidden, Malformed


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


async def _claimed(world: World, client: Client, domain: str) -> Domain:
    made: Domain = await verb.perform(
        domains.claim, world.admin.principal, domain, tenant=client.id
    )
    return made


async def test_mails_are_signed_with_the_name_that_was_chosen(world: World) -> None:
    client, admin = world.acme, world.admin.principal
    about = {"tenant": client.id}

    async def acknowledged() -> tuple[str, str]:
        await verb.perform(
            raising.raise_ticket, client.requester.principal, NewTicket("Printer", "It is dark.")
        )
        await ground.settle(client)
        mail = (await ground.mails_of(client, client.requester.email))[-1]
        assert mail.reply_to is not None
        return mail.sender.name, mail.reply_to.name

    await ground.under_contract(client)
    try:
        with pytest.raises(Malformed):
            await verb.perform(house_name.choose, admin, "North\x00gate")
        with pytest.raises(Forbidden):
            await verb.perform(house_name.choose, world.agent.principal, "Ours")
        assert await acknowledged() == (house.DESK, house.DESK)
        await verb.perform(house_name.choose, admin, "Northgate  service desk")
        assert await verb.perform(house_name.chosen, admin) == "Northgate service desk"
        assert await acknowledged() == ("Northgate service desk",) * 2
        words = (client.id, "Acme help", f"{client.slug}@{post.DOMAIN}")
        await verb.begin(addresses.write_as, admin, *words)
        assert await acknowledged() == ("Acme help", "Acme help")
    finally:
        await verb.perform(house_name.choose, admin, "")
    assert await verb.perform(house_name.chosen, admin, **about) is None


async def _stranger_writes(world: World, domain: str) -> None:
    await post.deliver(post.letter(f"new@{domain}", f"help@{post.DOMAIN}"))
    for client in world.clients:
        await post.settle(client)


async def test_a_proven_domain_brings_its_peoples_mail(world: World) -> None:
    acme, domain = world.acme, f"{world.acme.slug}-works.example"
    named = await _claimed(world, acme, domain.upper() + ".")
    asked = []

    async def nothing(name: str) -> Sequence[str]:
        asked.append(name)
        return ["v=spf1 -all"]

    async def record(_: str) -> Sequence[str]:
        return ["v=spf1 -all", named.record]

    with pytest.raises(NotThere):
        await verb.begin(domains.verify, world.admin.principal, acme.id, named.id, nothing)
    await _stranger_writes(world, domain)
    assert await post.tickets(acme) == [], "claimed is not proven"

    await verb.begin(domains.verify, world.admin.principal, acme.id, named.id, record)
    await _stranger_writes(world, domain)

    assert asked == [f"_underpin.{domain}"]
    (ticket,) = await post.tickets(acme)
    (person,) = await post.rows(
        acme, "SELECT * FROM person WHERE tenant_id = $1 AND email = $2", f"new@{domain}"
    )
    assert (ticket["requester_id"], person["state"]) == (person["id"], "invited")
    roles = await post.rows(
        acme, "SELECT * FROM member_role WHERE tenant_id = $1 AND person_id = $2", person["id"]
    )
    assert roles == [], "a mail makes nobody a user of anything"


async def test_a_domain_is_one_clients(world: World) -> None:
    domain = f"{world.acme.slug}-shared.example"
    admin = world.admin.principal
    ours = await _claimed(world, world.acme, domain)
    theirs = await _claimed(world, world.bolt, domain)
    await verb.perform(domains.confirm, admin, ours.id, "By phone.", tenant=world.acme.id)

    with pytest.raises(DomainTaken):
        await verb.perform(domains.confirm, admin, theirs.id, "Too.", tenant=world.bolt.id)
    await _stranger_writes(world, domain)
    assert len(await post.tickets(world.acme)) == 1
    assert await post.tickets(world.bolt) == []

    await verb.perform(domains.release, admin, ours.id, tenant=world.acme.id)
    await verb.perform(domains.confirm, admin, theirs.id, "Sold.", tenant=world.bolt.id)
    await post.deliver(post.letter(f"other@{domain}", f"help@{post.DOMAIN}"))
    await post.settle(world.bolt)
    assert len(await post.tickets(world.bolt)) == 1


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "mail.gmx.de", "desk.example", "nodot", "a b.example", "x@y.example", ""],
)
async def test_what_is_everybodys_is_nobodys(world: World, domain: str) -> None:
    with pytest.raises(Malformed):
        await _claimed(world, world.acme, domain)


async def test_an_address_is_one_clients(world: World) -> None:
    acme, bolt, admin = world.acme, world.bolt, world.admin.principal
    name = f"it-{acme.slug}"
    made = await verb.perform(addresses.add, admin, name, tenant=acme.id)
    for taken in (name, acme.slug):
        with pytest.raises(AddressTaken):
            await verb.perform(addresses.add, admin, taken, tenant=bolt.id)
    for ours in ("postmaster", "reply", "case", "a+b", ""):
        with pytest.raises(Malformed):
            await verb.perform(addresses.add, admin, ours, tenant=bolt.id)
    with pytest.raises(Forbidden):
        await verb.perform(addresses.add, world.agent.principal, "x", tenant=acme.id)

    await post.sent(acme, post.letter("new@nowhere.example", f"{name}+phone@{post.DOMAIN}"))
    assert len(await post.tickets(acme)) == 1

    assert made.id is not None
    await verb.perform(addresses.remove, admin, made.id, tenant=acme.id)
    await post.sent(acme, post.letter("new@nowhere.example", f"{name}@{post.DOMAIN}", "Again"))
    assert len(await post.tickets(acme)) == 1


async def test_the_desk_writes_as_one_of_its_own_addresses(world: World) -> None:
    acme, admin = world.acme, world.admin.principal
    with pytest.raises(Malformed):
        await verb.begin(addresses.write_as, admin, acme.id, "IT", post.address_of(world.bolt))

    await verb.begin(addresses.write_as, admin, acme.id, "IT für Acme", post.address_of(acme))
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))

    (mail,) = await post.leaving(acme)
    assert mail["From"].addresses[0].display_name == "IT für Acme"


async def test_who_two_clients_know_belongs_to_neither_by_that(world: World) -> None:
    shared = f"both@{world.acme.slug}-partner.example"
    for client in (world.acme, world.bolt):
        await people.member(world.admin, client.id, client.slug, "Both", shared)

    await post.deliver(post.letter(shared, f"help@{post.DOMAIN}"))

    assert len(await post.triage(shared)) == 1
    await post.sent(world.bolt, post.letter(shared, post.address_of(world.bolt)))
    assert len(await post.tickets(world.bolt)) == 1
