"""A person is erased: nowhere in the database is anything left that names them or that they wrote,
and the record of what happened still holds."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio

from contracts.signed import setting_up
from tenants import erasing, invitation, people, seal
from tenants.erasing import NAME, WORDS, Erased
from tests import served, world
from tests.conftest import Database
from tests.service.contracts import world as agreed
from tests.world import Human, World
from underpin import canonical, wiring
from underpin.console import words
from underpin.console.routes import look
from underpin.desk.cases import case, vendor_letter
from underpin.desk.mail import mail_in
from underpin.desk.queues import the_list
from underpin.desk.tickets import raising, reading, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.reading import Detail
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, relay, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import worker

NAMED, WROTE = "Zygmunt Erazmowicz", "my shameful printer at Marszalkowska 5"
ANSWER = "Our words stay: restart it."


@dataclass(frozen=True)
class Told:
    """One person of ACME, and the ticket they raised, which a vendor has too."""

    people: World
    person: Human
    ticket: Ticket

    @property
    def tenant(self) -> int:
        return self.people.acme.id

    async def erase(self, reason: str = "Asked for by letter", by: Human | None = None) -> Erased:
        found: Erased = await verb.perform(
            erasing.erase,
            (by or self.people.admin).principal,
            self.person.id,
            reason,
            tenant=self.tenant,
        )
        return found

    async def detail(self) -> Detail:
        found: Detail = await verb.perform(
            reading.one, self.people.lead.principal, self.tenant, self.ticket.number
        )
        return found


@pytest_asyncio.fixture(scope="module")
async def people_(scopes: Database) -> World:
    wiring.wire()
    made = await world.build()
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "seed", "ground")
        await setting_up.provider_ready_made(act, agreed.PROVIDER)
    async with db.open(Work(made.acme.id)):
        act = Act(worker(made.acme.id), made.acme.id, await db.now(), "seed", "ground")
        await setting_up.ready_made(act, agreed.client(made.acme.id))
    return made


@pytest_asyncio.fixture
async def told(people_: World) -> Told:
    acme, admin = people_.acme, people_.admin
    mail = f"zygmunt@{acme.slug}.example"
    person = await world.member(admin, acme.id, acme.slug, NAMED, mail, reach="company")
    new = NewTicket(
        f"About {WROTE}", f"It is {WROTE}.", service_id=agreed.known(acme.id, "network")
    )
    ticket = await verb.perform(raising.raise_ticket, person.principal, new)
    lead, about = people_.lead.principal, {"tenant": acme.id}
    await verb.perform(talking.reply, lead, ticket.number, ANSWER, **about)
    await verb.perform(talking.reply, person.principal, ticket.number, f"Still {WROTE}")
    opened = await verb.perform(
        case.open_vendor_case, people_.lead.principal, ticket.number, **about
    )
    while await relay.drain(acme.id):
        pass
    quoted = (
        f"Message-ID: <{opened.id}@v.example>\r\nFrom: v@v.example\r\n\r\nOK.\r\n\r\n> {WROTE}\r\n"
    )
    address = vendor_letter.address_of(opened.tenant_id, opened.id)
    await mail_in.accept("v@v.example", (address,), quoted.encode())
    while await relay.drain(acme.id):
        pass
    yield Told(people_, person, ticket)
    async with db.open(Work(acme.id)):
        await db.execute("UPDATE person SET email = id || '@gone.example' WHERE id = $1", person.id)


@pytest_asyncio.fixture
async def owner(scopes: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(scopes.owner, server_settings={"timezone": "UTC"})
    yield connection
    await connection.close()


async def _traces(owner: asyncpg.Connection, tenant: int, *words: str) -> dict[str, int]:
    """In which of the tenant's tables a row says any of these, in text or in bytes."""
    tables = await owner.fetch(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
        "AND a.attname = 'tenant_id'"
    )
    hexed = [word.encode().hex() for word in words]
    found = {}
    for (table,) in tables:
        count = await owner.fetchval(
            f"SELECT count(*) FROM {table} t WHERE t.tenant_id = $1 AND EXISTS (SELECT FROM "
            "unnest($2::text[]) w WHERE position(lower(w) IN lower(t::text)) > 0)",
            tenant,
            [*words, *hexed],
        )
        if count:
            found[table] = count
    return found


async def test_nothing_is_left_that_names_them_or_that_they_wrote(
    told: Told, owner: asyncpg.Connection
) -> None:
    words = (NAMED, told.person.email, WROTE)
    before = await _traces(owner, told.tenant, *words)
    assert before.keys() >= {
        *("person", "message", "ticket", "vendor_case", "case_message"),
        *("inbound_mail", "audit_detail"),
    }
    erased = await told.erase()
    assert await _traces(owner, told.tenant, *words) == {}
    assert set(erased.rows) >= {"tenants", "desk", "contracts"}
    assert all(count > 0 for count in (erased.rows["tenants"], erased.rows["desk"]))


OBJECTION = """
INSERT INTO objection (tenant_id, id, period_id, clock_id, ticket_id, metric, wants, words,
                       raised_by, raised_at, state)
VALUES ($1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $2, 'resolution', 'missed',
        $3, $4, transaction_timestamp(), 'open')
"""


async def test_why_they_objected_goes_too(told: Told, scopes: Database) -> None:
    """Written as it would stand, without the period and the clock that it is about."""
    admin = await asyncpg.connect(scopes.admin)
    try:
        await admin.execute("SET session_replication_role = replica")
        words = (told.tenant, told.ticket.id, WROTE, told.person.id)
        await admin.execute(OBJECTION, *words)
        erased = await told.erase()
        assert erased.rows["contracts"] == 1
        assert await _traces(admin, told.tenant, WROTE) == {}
        await admin.execute("DELETE FROM objection WHERE raised_by = $1", told.person.id)
    finally:
        await admin.close()


async def test_the_record_still_holds(told: Told) -> None:
    await _sealed(told.tenant)
    before = await _verdict(told)
    head = before.head
    assert before.intact
    await told.erase()
    await _sealed(told.tenant)
    after = await _verdict(told, known=head)
    assert after.intact
    assert after.details_erased > before.details_erased
    assert (after.details_altered, after.broken_at, after.head_lost) == (0, None, False)
    async with db.open(Work(told.tenant)):
        events = await db.value(
            "SELECT count(*) FROM event WHERE tenant_id = $1 AND actor_id = $2",
            told.tenant,
            told.person.id,
        )
        entries = await db.value(
            "SELECT count(*) FROM audit WHERE tenant_id = $1 AND actor_id = $2 "
            "AND length(detail_hash) = 32",
            told.tenant,
            told.person.id,
        )
    assert events >= 2, "what happened is kept, with ids"
    assert entries >= 2, "and with salted hashes"


async def test_what_we_wrote_stays_and_pages_go_on(told: Told) -> None:
    await told.erase()
    found = await told.detail()
    assert found.ticket.subject == WORDS
    assert (found.names.requester, found.names.requester_email.split("@")[1]) == (
        NAME,
        "erased.invalid",
    )
    said = [(each.author_name, each.body) for each in found.messages]
    assert said == [(NAME, WORDS), ("Lead", ANSWER), (NAME, WORDS)]
    listed = await verb.perform(people.members, told.people.lead.principal, told.tenant)
    assert [each.name for each in listed if each.id == told.person.id] == [NAME]
    assert await verb.perform(the_list.counts_by_client, told.people.lead.principal)
    for who, path in (
        (told.people.lead, f"/tickets/{told.people.acme.key}-{told.ticket.number}"),
        (told.people.lead, "/list"),
        (told.people.acme.observer, f"/tickets/{told.people.acme.key}-{told.ticket.number}"),
        (told.people.acme.observer, "/?scope=company"),
        (told.people.manager, f"/clients/{told.people.acme.slug}/contract"),
    ):
        async with world.browser(served.site(), who) as page:
            answer = await page.get(path)
        assert answer.status_code == 200, path
        assert NAMED not in answer.text, path


async def test_pages_say_it_in_their_readers_language(told: Told) -> None:
    await told.erase()
    path = f"/tickets/{told.people.acme.key}-{told.ticket.number}"
    site = served.site()
    for who in (told.people.lead, told.people.acme.observer):
        async with world.browser(site, who) as page:
            for language, person, words in (
                ("en", "Erased person", "(erased)"),
                ("pl", "Usunięta osoba", "(usunięto)"),
                ("zh", "已删除的人员", "（已删除）"),
                ("ar", "شخص محذوف", "(حُذف)"),
            ):
                chosen = f"{page.headers['Cookie']}; {look.COOKIE}=auto.{language}"
                text = (await page.get(path, headers={"Cookie": chosen})).text
                assert person in text, language
                assert words in text, language


def test_the_pages_know_what_is_written() -> None:
    assert words.ERASED == (NAME, WORDS)


async def test_they_lose_sight_at_once_and_for_good(told: Told) -> None:
    assert await told.person.again()
    await told.erase()
    assert await told.person.again() is None
    for wanted in (invitation.invite_member, people.deactivate_member):
        with pytest.raises(NotFound):
            await verb.perform(
                wanted, told.people.admin.principal, told.person.id, tenant=told.tenant
            )


async def test_asking_again_erases_what_came_since(told: Told, owner: asyncpg.Connection) -> None:
    await told.erase()
    async with db.open(Work(told.tenant)):
        await db.execute(
            "UPDATE message SET body = $3 WHERE tenant_id = $1 AND author_id = $2",
            told.tenant,
            told.person.id,
            WROTE,
        )
    await told.erase("Asked for again")
    assert await _traces(owner, told.tenant, WROTE) == {}


async def test_the_dump_tells_an_installation_with_erased_people(
    told: Told, owner: asyncpg.Connection
) -> None:
    await told.erase()
    lines = [line async for line in canonical.dump(owner)]
    told_of = [json.loads(line) for line in lines if NAME in line]
    assert {table for _, table, _ in told_of} >= {"person", "message"}
    assert not [line for line in lines if NAMED in line]


@pytest.mark.parametrize("who", ["lead", "agent", "manager", "auditor"])
async def test_others_may_not(told: Told, owner: asyncpg.Connection, who: str) -> None:
    before = await _traces(owner, told.tenant, NAMED)
    with pytest.raises(Forbidden):
        await told.erase(by=getattr(told.people, who))
    assert await _traces(owner, told.tenant, NAMED) == before
    assert await told.person.again()


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, f"{NAMED.upper()} asked for it"])
async def test_a_reason_is_given_and_names_nobody(
    told: Told, owner: asyncpg.Connection, reason: str
) -> None:
    before = await _traces(owner, told.tenant, NAMED)
    with pytest.raises(Malformed):
        await told.erase(reason)
    assert await _traces(owner, told.tenant, NAMED) == before


async def test_over_the_api(told: Told) -> None:
    key = told.people.acme.key
    path = f"/api/v1/clients/{key}/people/{told.person.id}/erasure"
    site = served.site()
    async with world.browser(site, told.people.lead) as page:
        assert (await page.post(path, json={"reason": "no"})).status_code == 403
    async with world.browser(site, told.people.admin) as page:
        other = path.replace(key, told.people.bolt.key)
        assert (await page.post(other, json={"reason": "not here"})).status_code == 404
        assert await told.person.again()
        answer = await page.post(path, json={"reason": "Asked for by letter"})
    assert answer.status_code == 201
    assert answer.json()["person_id"] == str(told.person.id)
    assert await told.person.again() is None


async def _sealed(tenant: int) -> None:
    """As it would be ten seconds on."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "tenants.seal.seal")
        await seal.seal(act, settles=timedelta(0))


async def _verdict(told: Told, known: seal.Head | None = None) -> seal.Verdict:
    found: seal.Verdict = await verb.perform(
        seal.verify, told.people.auditor.principal, known, tenant=told.tenant
    )
    return found
