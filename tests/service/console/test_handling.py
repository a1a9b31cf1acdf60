"""Who handles a ticket and knows of it, whose matter it was; visits that clash; a yes asked for."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.service.console.test_working import form, path_of, press, row
from underpin.desk.checklists import tasks
from underpin.desk.visits import appointment
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def test_a_lead_confides_judges_and_hands_over(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    ticket = await ground.raised(acme, "Somebody read my mail", confidential=True)
    path = path_of(acme, ticket)
    page_ = f"{path}/handling"
    async with world.browser(site, people.lead) as page:
        await press(page, path, "assignment", person=str(people.lead.id))
        sent = await form(page, page_, f"{path}/confidants") | {"person": str(people.l2.id)}
        assert (await page.post(f"{path}/confidants", data=sent)).headers["location"] == page_
        wrong = await form(page, page_, f"{path}/confidants") | {"person": str(people.stranger.id)}
        assert (await page.post(f"{path}/confidants", data=wrong)).status_code == 422
        sent = await form(page, page_, f"{path}/verdict") | {"verdict": "own_fault"}
        no_reason = await page.post(f"{path}/verdict", data=sent)
        assert no_reason.status_code == 422 and (await row(acme, ticket))["verdict"] == "genuine"
        await page.post(f"{path}/verdict", data=sent | {"reason": "A rule of ours forwarded it."})
        shown = (await page.get(page_)).text
        assert people.l2.name in shown and "Our own fault" in shown
    async with world.browser(site, people.l2) as page:
        assert (await page.get(path)).status_code == 200
    async with world.browser(site, people.agent) as page:
        assert (await page.get(page_)).status_code == 404
    async with world.browser(site, people.lead) as page:
        sent = await form(page, page_, f"{path}/confidants/removal")
        await page.post(f"{path}/confidants/removal", data=sent | {"person": str(people.l2.id)})
    async with world.browser(site, people.l2) as page:
        assert (await page.get(path)).status_code == 404
    assert (await row(acme, ticket))["verdict"] == "own_fault"


async def test_what_a_ticket_is_about_is_set_right(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    ticket = await ground.raised(acme, "Fwd: Fwd: help")
    path = path_of(acme, ticket)
    page_ = f"{path}/handling"
    async with world.browser(site, people.agent) as page:
        sent = await form(page, page_, f"{path}/subject") | {"subject": "A <b>scanner</b> jams"}
        assert (await page.post(f"{path}/subject", data=sent)).headers["location"] == page_
        assert (await page.post(f"{path}/subject", data=sent | {"subject": "x"})).status_code == 409
        sent = await form(page, page_, f"{path}/requester") | {"address": "nobody@acme.example"}
        wrong = await page.post(f"{path}/requester", data=sent)
        assert (wrong.status_code, 'value="nobody@acme.example"' in wrong.text) == (422, True)
        await page.post(f"{path}/requester", data=sent | {"address": acme.approver.email})
        await page.post(f"{path}/confidentiality", data=await form(page, page_, f"{path}/subject"))
        shown = (await page.get(path)).text
        assert "A &lt;b&gt;scanner&lt;/b&gt; jams" in shown and "made it confidential" in shown
    kept = await row(acme, ticket)
    assert (kept["requester_id"], kept["confidential"]) == (acme.approver.id, True)
    async with world.browser(site, people.l2) as page:
        assert (await page.get(path)).status_code == 404
        assert (await page.post(f"{path}/subject", data=sent)).status_code == 404
    async with world.browser(site, acme.requester) as page:
        assert (await page.get(path)).status_code == 404


async def test_who_reported_it_makes_it_confidential_in_the_portal(
    site: Caller, here: Ground
) -> None:
    people, acme = here.people, here.people.acme
    ticket = await ground.raised(acme, "My payslip")
    path = path_of(acme, ticket)
    sent = f"{path}/confidentiality"
    async with world.browser(site, acme.admin) as page:
        assert sent not in (await page.get(path)).text, "only who reported it"
        assert (await page.put(f"/api/v1{sent}")).status_code == 404
    assert not (await row(acme, ticket))["confidential"]
    async with world.browser(site, acme.requester) as page:
        done = await page.post(sent, data=await form(page, path, sent))
        assert done.headers["location"] == path
        shown = (await page.get(path)).text
        assert "Confidential" in shown and sent not in shown
    assert (await row(acme, ticket))["confidential"]
    async with world.browser(site, people.agent) as page:
        assert (await page.get(path)).status_code == 404


async def test_a_visit_that_clashes_is_arranged_only_when_somebody_says_so(
    site: Caller, here: Ground
) -> None:
    people, acme = here.people, here.people.acme
    ticket = await ground.raised(acme, "A cable is cut")
    path = path_of(acme, ticket)
    async with db.open(Work(acme.id)):
        day = (await db.now()).date() + timedelta(days=40 + ticket.number)
    wanted = {"technician": str(people.l3.id), "minutes": "60", "starts_at": f"{day}T10:00"}
    await verb.perform(tasks.add, people.lead.principal, ticket.number, "Cut", tenant=acme.id)

    async def visits() -> list[appointment.Appointment]:
        words = (people.lead.principal, acme.id, ticket.number)
        return await verb.perform(appointment.of_ticket, *words, tenant=acme.id)

    async with world.browser(site, people.lead) as page:
        work, visit = f"{path}/work", f"{path}/visits"
        await page.post(visit, data=await form(page, work, visit) | wanted)
        again = {**wanted, "starts_at": f"{day}T10:30"}
        met = await page.post(visit, data=await form(page, work, visit) | again)
        assert met.status_code == 409 and "all the same" in met.text and len(await visits()) == 1
        await page.post(visit, data=await form(page, work, visit) | again | {"anyway": "yes"})
        first, second = await visits()
        times = f"{visit}/{second.id}/times"
        later = {"starts_at": f"{day}T15:00", "minutes": "30"}
        assert (await page.post(times, data=await form(page, work, times) | later)).is_redirect
        assert [each.starts_at.hour for each in await visits()] == [first.starts_at.hour, 15]
        task: UUID = (
            await verb.perform(tasks.of_ticket, people.lead.principal, acme.id, ticket.number)
        )[0].id
        given = f"{path}/tasks/{task}/assignee"
        await page.post(given, data=await form(page, work, given) | {"person": str(people.l2.id)})
        assert people.l2.name in (await page.get(work)).text


async def test_a_yes_is_asked_for_by_name(site: Caller, here: Ground) -> None:
    acme = here.people.acme
    ticket = await ground.raised(acme, "A new switch")
    path = path_of(acme, ticket)
    plan = f"{path}/approvals"
    async with world.browser(site, here.people.lead) as page:
        sent = await form(page, plan, plan) | {"subject": "chargeable", "title": "May we buy it?"}
        nobody = await page.post(plan, data=sent)
        assert nobody.status_code == 422 and "May we buy it?" in nobody.text
        asked = sent | {"person": f"member:{acme.approver.id}", "idempotency_key": "named"}
        assert (await page.post(plan, data=asked)).headers["location"] == plan
        assert "May we buy it?" in (await page.get(plan)).text
    async with world.browser(site, acme.approver) as page:
        assert "May we buy it?" in (await page.get("/approvals")).text
    async with world.browser(site, acme.admin) as page:
        assert "May we buy it?" not in (await page.get("/approvals")).text
