"""A new client's set-up: from its name to its first ticket, left and taken up at any step."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import httpx
import msgspec

from tests import world
from tests.service.console.administration.forms import sent
from tests.service.console.ground import Ground
from tests.service.console.templates import a_template
from underpin.kernel import db, ids, mail_channel, outgoing
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def mailed(tenant: int) -> list[Any]:
    """What the client's desk is about to send, the newest last."""
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' ORDER BY created_at, id",
            tenant,
        )
    plain = [{**row, "payload": msgspec.json.decode(row["payload"])} for row in rows]
    return [mail_channel.opened(outgoing.Outgoing(**each)) for each in plain]


async def opened(page: httpx.AsyncClient, name: str) -> tuple[str, int]:
    """A company by the form: where its set-up stands, and its number."""
    form = {"name": name, "zone": "Europe/Warsaw", "locale": "pl", "currency": "PLN"}
    key = f"N{ids.new().hex[-8:].upper()}"
    words = form | {"slug": key.lower(), "key": key}
    made = await sent(page, "/administration/clients/new", "/administration/clients", **words)
    assert made.headers["location"] == f"/administration/clients/{key}?step=domain"
    told = (await page.get("/api/v1/clients")).json()
    return f"/administration/clients/{key}", next(e["id"] for e in told if e["key"] == key)


async def test_a_company_is_set_up_step_by_step(site: Caller, here: Ground) -> None:
    bronze = await a_template(here)
    async with world.browser(site, here.people.admin) as page:
        at, tenant = await opened(page, "Nordic Paper")
        assert "1 of 8" in (await page.get(at)).text

        domain = f"{at[-8:].lower()}.example"
        refused = await sent(page, at, f"{at}/domains", domain="gmail.com")
        assert refused.status_code == 422 and "gmail.com" in refused.text
        await sent(page, at, f"{at}/domains", domain=domain)
        shown = (await page.get(f"{at}?step=domain")).text
        assert f"_underpin.{domain}" in shown
        confirmation = re.search(r'action="([^"]+/confirmation)"', shown)
        assert confirmation is not None
        told = await sent(page, at, confirmation[1], reason="Their owner wrote it in the order")
        assert told.status_code == 303

        left = await sent(page, at, f"{at}/steps/calendar/leaving")
        assert left.status_code == 303
        own = f"{at.rpartition('/')[2].lower()}@desk.example"
        await sent(page, at, f"{at}/sender", name="Nordic help", address=own)
        await sent(page, at, f"{at}/test-mail")
        assert "Waits to be sent" in (await page.get(f"{at}?step=mail")).text

        wrong = {"name": "Office", "zone": "Europe/Warsaw", "mon": "9 to five", "country": "PL"}
        back = await sent(page, at, f"{at}/calendars", **wrong)
        assert back.status_code == 422 and 'value="9 to five"' in back.text
        hours = {"mon": "9:00-17:00", "tue": "09:00-12:00, 13:00-17:00", "year": "2026"}
        await sent(page, at, f"{at}/calendars", **(wrong | hours))
        assert "09:00–12:00, 13:00–17:00" in (await page.get(f"{at}?step=calendar")).text

        words = {"template": str(bronze), "name": "Services", "starts": "2026-12-01"}
        assert (await sent(page, at, f"{at}/contracts", **words)).status_code == 303
        assert "Services" in (await page.get(f"{at}?step=contract")).text

        made = await sent(
            page, at, f"{at}/administrator", name="Olga Nowak", email=f"olga@{domain}"
        )
        assert made.status_code == 200
        link = re.search(r'value="(http[^"]+/link/[^"]+)"', made.text)
        assert link is not None
        test, invitation = await mailed(tenant)
        assert test.to[0].address == here.people.admin.email
        assert test.sender.name == "Nordic help"
        assert invitation.to[0].address == f"olga@{domain}"
        assert link[1] in invitation.text and "Ustaw hasło" in invitation.text

        people = re.findall(
            r'<option value="([0-9a-f-]{36})"', (await page.get(f"{at}?step=ticket")).text
        )
        raised = await sent(
            page, at, f"{at}/tickets", requester=people[0], subject="The first of them"
        )
        assert raised.status_code == 303
        assert f"{at.rpartition('/')[2]}-1" in (await page.get(f"{at}?step=ticket")).text
        await sent(page, at, f"{at}/end")
        listed = (await page.get("/administration/clients")).text
        assert "Nordic Paper" in listed and "ended" in listed


async def test_a_sheet_of_people_is_looked_at_first_and_taken_in_once(
    site: Caller, here: Ground
) -> None:
    sheet = (
        "Name,E-Mail,Role,Sees,Site\n"
        "Jan Nowak,jan@x.example,approver finance,company,Kraków\n"
        "Ada Lis,ada@x.example,,,\n"
        "Twice,jan@x.example,,,\n"
        "Nobody,nowhere,,,\n"
        "Boss,boss@x.example,emperor,,\n"
    )
    async with world.browser(site, here.people.admin) as page:
        at, tenant = await opened(page, "Sheet and Sons")
        looked = await sent(page, at, f"{at}/people", sheet=sheet)
        assert "New: 2, there already: 0, refused: 3" in looked.text
        assert "One of requester" in looked.text
        assert (await page.get(f"/api/v1/clients/{at.rpartition('/')[2]}/people")).json() == []
        taken = await sent(page, at, f"{at}/people", sheet=sheet, take="yes")
        assert "2 people are new" in taken.text
        again = await sent(page, at, f"{at}/people", sheet=sheet, take="yes")
        assert "0 people are new" in again.text
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT p.name, s.name AS site, p.locale, p.state, g.reach, ARRAY(SELECT role FROM "
            "member_role r WHERE r.tenant_id = $1 AND r.person_id = p.id ORDER BY 1) AS roles "
            "FROM person p LEFT JOIN site s ON s.tenant_id = $1 AND s.id = p.site_id "
            "LEFT JOIN member_grant g ON g.tenant_id = $1 AND g.person_id = p.id "
            "WHERE p.tenant_id = $1 ORDER BY p.name",
            tenant,
        )
    assert [tuple(row) for row in rows] == [
        ("Ada Lis", None, "pl", "invited", None, ["requester"]),
        ("Jan Nowak", "Kraków", "pl", "invited", "company", ["approver", "finance"]),
    ]


async def test_a_suspended_company_keeps_its_people_out_until_it_is_opened_again(
    site: Caller, here: Ground
) -> None:
    admin = here.people.admin
    async with world.browser(site, admin) as page:
        at, tenant = await opened(page, "Late Payers")
        by = await world.again(admin)
        slug, email = at.rpartition("/")[2].lower(), f"may@{ids.new()}.example"
        person = await world.member(by, tenant, slug, "May", email, roles=("client_admin",))
        first = await sent(page, at, f"{at}/closure", reason="They left")
        assert first.status_code == 409
        assert await person.again() is not None
        assert (await sent(page, at, f"{at}/suspension", reason="Unpaid")).status_code == 303
        assert await person.again() is None
        assert "cannot come in" in (await page.get(at)).text
        assert (await sent(page, at, f"{at}/reopening", reason="Paid")).status_code == 303
        assert await person.again() is not None


async def test_who_administers_invites_and_erases_a_clients_people(
    site: Caller, here: Ground
) -> None:
    async with world.browser(site, here.people.admin) as page:
        at, _ = await opened(page, "Some People")
        base = f"/clients/{at.rpartition('/')[2]}/people"
        words = {"name": "Kim Doe", "email": f"kim@{ids.new()}.example"}
        made = await sent(page, base, base, **words, roles="approver")
        assert "was mailed to" in made.text
        twice = await sent(page, base, base, **words, roles="approver")
        assert twice.status_code == 409 and "Kim Doe" in twice.text
        person = UUID((await page.get(f"/api/v1{base}")).json()[0]["id"])
        named = await sent(page, base, f"{base}/{person}/erasure", reason="Kim Doe asked")
        assert named.status_code == 422 and "Kim Doe" in named.text
        erased = await sent(page, base, f"{base}/{person}/erasure", reason="They asked us to")
        assert erased.status_code == 303
        assert "Kim Doe" not in (await page.get(base)).text
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/administration/clients")).status_code == 403
        assert (await page.get(base)).status_code == 404
