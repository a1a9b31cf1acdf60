"""Compliance over the JSON API: staff, account managers and the client, each what is theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.compliance.frozen import compliance_period
from contracts.signed import setting_up
from tests.service.contracts import world as clocks
from tests.service.contracts.world import known
from tests.world import Human, World, browser
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

MONTH = "2026/10"
NOBODYS = UUID(int=1)


@pytest.fixture(scope="module")
async def missed(companies: World) -> UUID:
    """A ticket of ACME's requester, whose resolution was missed in October; none is frozen yet."""
    acme = companies.acme
    given = clocks.client(acme.id, steps=())
    async with db.open(Provider()):
        provider = Act(worker(acme.id), None, await db.now(), "seed", "world")
        await setting_up.provider_ready_made(provider, clocks.PROVIDER)
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "seed", "world")
        await setting_up.ready_made(act, given)
    ticket = await verb.perform(
        raising.raise_ticket,
        acme.requester.principal,
        NewTicket("No light", service_id=known(acme.id, "network")),
    )
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "seed", "world")
        await db.execute(
            "UPDATE clock SET decided_at = $2, breached_at = $2, state = 'stopped' "
            "WHERE tenant_id = $1 AND metric = 'resolution'",
            *(acme.id, clocks.berlin("2026-10-20T10:00")),
        )
        await compliance_period.opened(act, clocks.berlin("2026-10-20T10:00"))
        await db.execute(
            "INSERT INTO counted_ticket (tenant_id, id, service_id, channel, touched) "
            "VALUES ($1, $2, $3, 'portal', true) ON CONFLICT DO NOTHING",
            *(acme.id, ticket.id, known(acme.id, "network")),
        )
        found: UUID = await db.value(
            "SELECT id FROM clock WHERE tenant_id = $1 AND metric = 'resolution'", acme.id
        )
    return found


def client(companies: World) -> str:
    return f"/api/v1/clients/{companies.acme.key}"


async def test_the_client_reads_its_month_objects_and_reads_the_answer(
    app: Any, companies: World, missed: UUID
) -> None:
    month = f"{client(companies)}/compliance/{MONTH}"
    async with browser(app, companies.acme.requester) as page:
        found = (await page.get(month)).json()
        assert (found["state"], found["totals"][0]["breached"]) == ("provisional", 1)
        (miss,) = (await page.get(f"{month}/misses")).json()
        assert miss["clock_id"] == str(missed)
        wants = {"clock_id": miss["clock_id"], "wants": "counted", "words": "It was met."}
        filed = await page.post(f"{client(companies)}/objections", json=wants)
        assert (filed.status_code, filed.json()["state"]) == (201, "open")
        again = await page.post(f"{client(companies)}/objections", json=wants)
        assert (again.status_code, again.json()["type"]) == (
            409,
            "urn:underpin:problem:objection-open",
        )
    answer = f"{client(companies)}/objections/{filed.json()['id']}"
    async with browser(app, companies.agent) as page:
        refused = await page.put(f"{answer}/rejection", json={"answer": "No."})
        assert refused.status_code == 403
    async with browser(app, companies.lead) as page:
        freezing = await page.put(f"{month}/freeze")
        assert (freezing.status_code, freezing.json()["type"]) == (
            409,
            "urn:underpin:problem:period-provisional",
        )
        said = await page.put(f"{answer}/rejection", json={"answer": "The log shows it."})
        assert said.json()["state"] == "rejected"
    async with browser(app, companies.acme.requester) as page:
        (read,) = (await page.get(f"{month}/objections")).json()
        assert (read["state"], read["answer"]) == ("rejected", "The log shows it.")


async def test_who_sees_no_such_ticket_sees_and_contests_nothing_of_it(
    app: Any, companies: World, missed: UUID
) -> None:
    month = f"{client(companies)}/compliance/{MONTH}"
    async with browser(app, companies.acme.colleague) as page:
        assert (await page.get(month)).json()["totals"] == []
        assert (await page.get(f"{month}/misses")).json() == []
        for part in ("objections", "exclusions", "corrections"):
            assert (await page.get(f"{month}/{part}")).json() == []
        wants = {"clock_id": str(missed), "wants": "missed", "words": "Not mine."}
        assert (await page.post(f"{client(companies)}/objections", json=wants)).status_code == 404
    async with browser(app, companies.bolt.requester) as page:
        wants = {"clock_id": str(missed), "wants": "missed", "words": "Not ours."}
        theirs = f"/api/v1/clients/{companies.bolt.key}/objections"
        assert (await page.post(theirs, json=wants)).status_code == 404


OWN_TO_STAFF = ("recoveries", "later-due")
OF_A_CLIENT = (
    *("compliance", f"compliance/{MONTH}", f"compliance/{MONTH}/misses", "compliance/apart"),
    *(f"compliance/{MONTH}/objections", f"compliance/{MONTH}/exclusions"),
    *(f"compliance/{MONTH}/corrections", "credits-due"),
)


async def test_members_never_reach_recoveries_nor_who_moved_what_later(
    app: Any, companies: World, missed: UUID
) -> None:
    for person in (companies.acme.admin, companies.acme.finance, companies.acme.requester):
        async with browser(app, person) as page:
            for part in OWN_TO_STAFF:
                assert (await page.get(f"{client(companies)}/{part}")).status_code in (403, 404)
    async with browser(app, companies.manager) as page:
        for part in OWN_TO_STAFF:
            assert (await page.get(f"{client(companies)}/{part}")).status_code == 200


async def test_another_clients_people_find_nothing(app: Any, companies: World) -> None:
    strangers: tuple[Human, ...] = (companies.stranger, companies.bolt.admin)
    for person in strangers:
        async with browser(app, person) as page:
            for part in OF_A_CLIENT:
                answer = await page.get(f"{client(companies)}/{part}")
                assert answer.status_code in (403, 404), part


async def test_credits_are_for_client_admins_and_finance(app: Any, companies: World) -> None:
    path = f"{client(companies)}/credits-due"
    for person, status in (
        (companies.acme.admin, 200),
        (companies.acme.finance, 200),
        (companies.acme.requester, 403),
        (companies.manager, 200),
        (companies.agent, 403),
    ):
        async with browser(app, person) as page:
            assert (await page.get(path)).status_code == status, person.name


async def test_an_exclusion_is_proposed_and_confirmed_by_two(
    app: Any, companies: World, missed: UUID
) -> None:
    path = f"{client(companies)}/exclusions"
    given = {"clock_id": str(missed), "reason": "client_caused", "explanation": "Their line."}
    async with browser(app, companies.lead) as page:
        wrong = await page.post(path, json=given | {"reason": "bad_weather"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "reason")
        made = await page.post(path, json=given)
        assert (made.status_code, made.json()["state"]) == (201, "proposed")
        own = await page.put(f"{path}/{made.json()['id']}/confirmation")
        assert (own.status_code, own.json()["type"]) == (403, "urn:underpin:problem:own-work")
    async with browser(app, companies.acme.requester) as page:
        (shown,) = (await page.get(f"{client(companies)}/compliance/{MONTH}/exclusions")).json()
        assert (shown["state"], shown["explanation"]) == ("proposed", "Their line.")
        assert (await page.post(path, json=given)).status_code in (403, 404)
    async with browser(app, companies.manager) as page:
        done = await page.put(f"{path}/{made.json()['id']}/refusal", json={"answer": "It was up."})
        assert (done.json()["state"], done.json()["answer"]) == ("refused", "It was up.")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "compliance/2026/10/freeze"),
        ("PUT", f"objections/{NOBODYS}/upholding"),
        ("PUT", f"exclusions/{NOBODYS}/confirmation"),
        ("PUT", f"credits-due/{NOBODYS}/confirmation"),
        ("PUT", f"recoveries/{NOBODYS}/filing"),
    ],
)
async def test_members_decide_nothing_of_it(
    app: Any, companies: World, method: str, path: str
) -> None:
    async with browser(app, companies.acme.admin) as page:
        answer = await page.request(method, f"{client(companies)}/{path}", json={"answer": "Mine."})
        assert answer.status_code in (403, 404)


async def test_what_cannot_be_read_names_its_field(app: Any, companies: World) -> None:
    async with browser(app, companies.manager) as page:
        month = await page.get(f"{client(companies)}/compliance/2026/13")
        assert (month.status_code, month.json()["field"]) == (422, "month")
        before = await page.get(f"{client(companies)}/compliance?before=lately")
        assert (before.status_code, before.json()["field"]) == (422, "before")
        days = {"provisional_days": 1, "confirmation_days": 14}
        terms = await page.put(f"{client(companies)}/compliance/terms", json=days)
        assert (terms.status_code, terms.json()["field"]) == (422, "provisional_days")
        good = await page.put(
            f"{client(companies)}/compliance/terms", json=days | {"provisional_days": 20}
        )
        assert good.json() == days | {"provisional_days": 20}
