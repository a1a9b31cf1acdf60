"""A month of a client's desk, told by reports, each number with the tickets behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import partialmethod
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Human, World, build
from underpin.console import report_mail
from underpin.desk.mail.leaving import figures
from underpin.desk.reports import address, catalogue, kept, reporting, sending, table
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.reporting import Report
from underpin.desk.reports.runs import counting
from underpin.desk.tickets import finishing, raising, talking, time_entry, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, mail_channel, outgoing, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.mail_compose import OutgoingMail

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
MARCH = "from=2026-03-01&to=2026-03-31"


@dataclass
class Lived:
    world: World
    quick: int
    handed: int
    lying: int


@pytest_asyncio.fixture(scope="module")
async def lived(scopes: Database) -> Lived:
    """One answered and done within the hour; one handed to L2, back to L1, done and opened again;
    one that nobody touched, long past its targets."""
    world = await build()
    acme, l1 = world.acme, world.agent.principal
    await ground.under_contract(acme)
    about: dict[str, Any] = {"tenant": acme.id}

    async def raised(subject: str, impact: str) -> int:
        service: Any = ground.service(acme)
        new = NewTicket(subject, impact=impact, urgency=impact, service_id=service)
        return int((await verb.perform(raising.raise_ticket, acme.requester.principal, new)).number)

    quick, handed, lying = [
        await raised(*each) for each in (("Q", "low"), ("H", "low"), ("Lies", "high"))
    ]
    await ground.pass_time(acme, MONDAY + 10 * MINUTE)
    await verb.perform(working.take, l1, quick, **about)
    await verb.perform(talking.reply, l1, quick, "Done.", **about)
    await verb.perform(time_entry.log, l1, quick, 30, **about)
    await verb.perform(finishing.resolve, l1, quick, **about)
    await verb.perform(talking.reply, l1, handed, "I look.", **about)
    await ground.pass_time(acme, MONDAY + 70 * MINUTE)
    await verb.perform(working.move_tier, l1, handed, 2, reason="x", **about)
    await verb.perform(working.move_tier, world.lead.principal, handed, 1, reason="x", **about)
    await verb.perform(finishing.resolve, l1, handed, **about)
    await ground.pass_time(acme, MONDAY + 3 * DAY)
    await ground.settle(acme)
    return Lived(world, quick, handed, lying)


async def told(lived: Lived, name: str, query: str = "", who: Human | None = None) -> Report:
    asked = address.read(f"{MARCH}&client={lived.world.acme.key}&{query}")
    by = (who or lived.world.lead).principal
    report: Report = await verb.perform(reporting.of, by, name, asked)
    return report


def all_of(report: Report) -> dict[str, object]:
    names = [column.name for column in report.columns]
    return dict(zip(names, report.rows[-1].values, strict=True))


async def test_how_long_the_first_answer_took(lived: Lived) -> None:
    found = all_of(await told(lived, "first_response"))
    assert (found["raised"], found["answered"]) == (3, 2)
    assert (found["wall_median"], found["wall_p90"]) == (10 * MINUTE, 10 * MINUTE)
    assert found["working_median"] == 10 * MINUTE


async def test_how_long_the_end_took(lived: Lived) -> None:
    found = all_of(await told(lived, "resolution"))
    assert found["resolved"] == 2
    assert (found["wall_median"], found["wall_p90"]) == (10 * MINUTE, 70 * MINUTE)


async def test_what_was_handed_over_and_came_back(lived: Lived) -> None:
    found = all_of(await told(lived, "hand_overs"))
    assert (found["handed_over"], found["returned"]) == (1, 1)
    assert found["hand_overs_each"] == 1
    quality = all_of(await told(lived, "quality"))
    assert (quality["first_contact"], quality["first_contact_rate"]) == (1, Fraction(50))


async def test_what_was_promised_is_counted_as_compliance_counts_it(lived: Lived) -> None:
    found = all_of(await told(lived, "compliance"))
    assert found["decided"] == found["met"] + found["breached"]  # type: ignore[operator]
    assert found["breached"]
    blamed = all_of(await told(lived, "breaches"))
    assert blamed["breached"] == found["breached"]
    assert (
        sum(int(str(blamed[f"by_{each}"])) for each in ("L1", "L2", "L3", "vendor", "none"))
        == (blamed["breached"])
    )


async def test_what_lies_there_by_priority_and_the_tickets_behind(lived: Lived) -> None:
    found = await told(lived, "backlog", "by=priority&to=2026-03-05")
    assert [row.key for row in found.rows][-1] is None
    assert all_of(found)["open"] == 1
    query = address.read(f"{MARCH}&client={lived.world.acme.key}&by=priority")
    words = ("backlog", query, "open", found.rows[0].key)
    behind = await verb.perform(reporting.behind, lived.world.lead.principal, *words)
    assert [each.number for each in behind.things] == [lived.lying]


async def test_behind_every_number_stands_as_much_as_it_says(lived: Lived) -> None:
    lead, followed = lived.world.lead.principal, 0
    for name in catalogue.REPORTS:
        query = address.read(f"{MARCH}&client={lived.world.acme.key}")
        found = await verb.perform(reporting.of, lead, name, query)
        for place, column in enumerate(found.columns):
            for row in found.rows:
                words = (name, query, column.name, row.key)
                behind = await verb.perform(reporting.behind, lead, *words)
                assert behind.value == row.values[place], words
                assert adds_up(behind), words
                followed += len(behind.things)
    assert followed > 50


def adds_up(of: reporting.Followed) -> bool:
    """As much as one can reckon again from the rows alone."""
    values: list[Any] = [each.value for each in of.things if each.value is not None]
    match of.column.kind:
        case "minutes":
            return bool(sum(values) == of.value)
        case "count":
            return (sum(values) if values else len(of.things)) == of.value
        case "duration" | "working" if values:
            return of.value in values and len(values) == len(of.things)
        case _:
            return len(values) in (0, len(of.things))


async def test_a_clock_that_still_runs_has_no_length_yet(lived: Lived) -> None:
    """What nobody answered is missed, and stands in no median."""
    query = address.read(f"{MARCH}&client={lived.world.acme.key}")
    words = (reporting.behind, lived.world.lead.principal, "first_response", query)
    behind = await verb.perform(*words, "working_median", None)
    assert {each.number for each in behind.things} == {lived.quick, lived.handed}


async def test_a_miss_is_laid_to_what_went_wrong_first(lived: Lived) -> None:
    """Nobody took it: the first tier missed its pickup before all else."""
    found = await told(lived, "causes")
    said = all_of(found)
    assert said["breached"] == said["by_pickup"] == all_of(await told(lived, "breaches"))["by_L1"]


async def test_who_worked_how_much(lived: Lived) -> None:
    found = await told(lived, "load")
    assert [row.key for row in found.rows] == [str(lived.world.agent.id), None]
    assert all_of(found)["worked"] == 30


async def test_volume_and_what_is_expected(lived: Lived) -> None:
    found = all_of(await told(lived, "volume", "by=month"))
    assert (found["raised"], found["resolved"]) == (3, 2)
    query = address.read(f"client={lived.world.acme.key}")
    outlook = await verb.perform(reporting.expected, lived.world.lead.principal, query)
    assert len(outlook.coming) == 4


async def test_who_may_read_reports_and_of_whom(lived: Lived) -> None:
    with pytest.raises(Forbidden):
        await told(lived, "volume", who=lived.world.agent)
    with pytest.raises(NotFound):
        await told(lived, "nothing")
    with pytest.raises(NotFound):
        await told(lived, "volume", "client=NOBODY")
    with pytest.raises(Malformed):
        await told(lived, "volume", "colour=red")
    with pytest.raises(Malformed):
        await told(lived, "backlog", "by=month")


async def test_kept_reports_are_ones_own(lived: Lived) -> None:
    lead, admin = lived.world.lead.principal, lived.world.admin.principal
    made = await verb.perform(kept.keep, lead, "My month", "volume", MARCH, "monthly")
    with pytest.raises(kept.NameTaken):
        await verb.perform(kept.keep, lead, "my month", "volume", "")
    (mine,) = await verb.perform(kept.mine, lead)
    assert (mine.name, mine.query, mine.next_at is not None) == ("My month", MARCH, True)
    with pytest.raises(NotFound):
        await verb.perform(kept.remove, admin, made)
    await verb.perform(kept.remove, lead, made)
    assert await verb.perform(kept.mine, lead) == []


async def test_over_the_api(lived: Lived) -> None:
    site = served.site()
    async with worlds.browser(site, lived.world.lead) as page:
        base = f"{MARCH}&client={lived.world.acme.key}"
        got = await page.get(f"/api/v1/reports/volume?{base}&by=client")
        assert got.json()["rows"][0]["values"][:2] == [3, 2]
        table = await page.get(f"/api/v1/reports/volume/table?{base}&by=client")
        assert table.headers["content-type"].startswith("text/csv")
        assert table.text.splitlines()[1].startswith(f"{lived.world.acme.key},3,2,")
        behind = await page.get(f"/api/v1/reports/volume/tickets?{base}&column=resolved")
        assert {each["number"] for each in behind.json()} == {lived.quick, lived.handed}
        assert len((await page.get("/api/v1/reports")).json()) == 13
        outlook = f"/api/v1/expected-load{{}}?client={lived.world.acme.key}"
        assert (await page.get(outlook.format(""))).is_success
        told_ = (await page.get(outlook.format("/table"))).text.splitlines()
        assert told_[0] == "monday," + ",".join(f"day {day}" for day in range(1, 8)) + (
            ",expected,came"
        )


async def test_as_pages_each_number_leads_to_its_tickets(lived: Lived) -> None:
    site = served.site()
    acme = lived.world.acme
    base = f"{MARCH}&client={acme.key}"
    async with worlds.browser(site, lived.world.lead) as page:
        assert (await page.get("/reports")).status_code == 200
        for name in catalogue.REPORTS:
            got = await page.get(f"/reports/{name}?{base}")
            assert got.status_code == 200, name
        link = f"/reports/volume/tickets?from=2026-03-01&amp;to=2026-03-31&amp;client={acme.key}"
        assert f"{link}&amp;column=resolved" in (await page.get(f"/reports/volume?{base}")).text
        behind = await page.get(f"/reports/volume/tickets?{base}&column=resolved")
        assert f"/tickets/{acme.key}-{lived.quick}" in behind.text
        assert f"/tickets/{acme.key}-{lived.lying}" not in behind.text
        outlook = await page.get(f"/reports/expected-load?client={acme.key}")
        assert f"/api/v1/expected-load/table?client={acme.key}" in outlook.text
    async with worlds.browser(site, lived.world.agent) as page:
        assert (await page.get("/reports")).status_code in (403, 404)


async def test_a_name_that_is_taken_is_told_and_stays_typed(lived: Lived) -> None:
    site = served.site()
    async with worlds.browser(site, lived.world.manager) as page:
        form = {"name": "Mine", "query": MARCH, "cadence": "weekly", "idempotency_key": "one"}
        assert (await page.post("/reports/volume/kept", data=form)).status_code == 303
        assert "Mine" in (await page.get("/reports")).text
        got = await page.post("/reports/volume/kept", data=form | {"idempotency_key": "two"})
        assert got.status_code == 422
        assert 'value="Mine"' in got.text


async def due(kept_id: UUID) -> None:
    async with db.open(Provider()):
        sql = "UPDATE saved_report SET next_at = $2 WHERE id = $1"
        await db.execute(sql, kept_id, await db.now() - HOUR)


async def mails(lived: Lived, address_: str) -> list[OutgoingMail]:
    async with db.open(Work(lived.world.acme.id)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail'",
            lived.world.acme.id,
        )
    found = [await mail_channel.whole(outgoing._read(row)) for row in rows]
    return [mail for mail in found if mail.to[0].address == address_]


async def test_what_is_due_is_sent_once_and_comes_again(lived: Lived) -> None:
    finance = lived.world.finance
    made = await verb.perform(kept.keep, finance.principal, "Week", "volume", MARCH, "weekly")
    await due(made)
    await sending.everywhere(report_mail.headline)
    await sending.everywhere(report_mail.headline)
    (mail,) = await mails(lived, finance.email)
    assert mail.subject == "Week is ready"
    assert f"/reports/volume?{MARCH}" in mail.text
    report = await verb.perform(reporting.of, finance.principal, "volume", address.read(MARCH))
    raised = f"{all_of(report)['raised']}"
    assert f"Volume, 1 Mar 2026 – 31 Mar 2026\n\nRaised: {raised}\n" in mail.text
    assert f">{raised}</td>" in (mail.html or "")
    (file,) = mail.enclosures
    assert (file.name, file.media_type) == ("volume.csv", "text/csv")
    assert file.content == table.as_csv(report)
    assert file.content.decode().splitlines()[-1].startswith(f"all,{raised},")
    (mine,) = await verb.perform(kept.mine, finance.principal)
    assert mine.next_at.weekday() == 0
    async with db.open(Provider()):
        assert mine.next_at > await db.now()


async def test_who_may_not_read_reports_any_more_is_sent_none(lived: Lived) -> None:
    agent = lived.world.agent
    made, words = ids.new(), ("Lost", "volume", "", "weekly")
    async with db.open(Provider()):
        now = await db.now()
        await db.execute(kept.KEEP, made, agent.id, *words, now - HOUR, now)
    await sending.everywhere(report_mail.headline)
    assert await mails(lived, agent.email) == []
    async with db.open(Provider()):
        row = await db.row("SELECT cadence, next_at, said FROM saved_report WHERE id = $1", made)
        await db.execute("DELETE FROM saved_report WHERE id = $1", made)
    assert row is not None
    assert tuple(row) == (None, None, "may-not-read")


async def test_a_report_that_is_theirs_no_more_is_sent_no_more(lived: Lived) -> None:
    """Who keeps reports may still read some, but not the one, and not of that client."""
    manager, sent = lived.world.manager, len(await mails(lived, lived.world.manager.email))
    made = [ids.new(), ids.new()]
    async with db.open(Provider()):
        now = await db.now()
        for kept_id, report, query in zip(
            made, ("no_such", "volume"), ("", "client=NOBODYS"), strict=True
        ):
            words = (f"Lost {report}", report, query, "weekly", now - HOUR, now)
            await db.execute(kept.KEEP, kept_id, manager.id, *words)
    await sending.everywhere(report_mail.headline)
    assert len(await mails(lived, manager.email)) == sent
    async with db.open(Provider()):
        sql = "SELECT said FROM saved_report WHERE id = ANY ($1::uuid[])"
        assert {row["said"] for row in await db.rows(sql, made)} == {"may-not-read"}
        await db.execute("DELETE FROM saved_report WHERE id = ANY ($1::uuid[])", made)


async def test_in_the_readers_language_and_only_led_to_where_it_is_large(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = lived.world.lead
    made = await verb.perform(kept.keep, lead.principal, "أسبوع", "volume", MARCH, "weekly")
    await due(made)
    monkeypatch.setattr(figures, "LARGEST", 10)
    async with db.open(Provider()):
        await db.execute("UPDATE staff SET locale = 'ar' WHERE id = $1", lead.id)
    await sending.everywhere(report_mail.headline)
    async with db.open(Provider()):
        await db.execute("UPDATE staff SET locale = 'en' WHERE id = $1", lead.id)
    (mail,) = [each for each in await mails(lived, lead.email) if "أسبوع" in each.subject]
    assert mail.subject == "أسبوع جاهز"
    assert "الجدول أكبر من أن يُرسل بالبريد" in mail.text
    assert mail.enclosures == ()
    assert '<body dir="rtl">' in (mail.html or "")


async def test_what_is_too_much_for_a_page_is_counted_by_the_worker(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, acme = lived.world.lead, lived.world.acme
    site = served.site()
    base = f"{MARCH}&client={acme.key}&by=priority"
    monkeypatch.setattr(Asked, "__init__", partialmethod(Asked.__init__, most=2))
    async with worlds.browser(site, lead) as page:
        offered = await page.get(f"/reports/volume?{base}")
        assert 'action="/reports/volume/runs"' in offered.text
        assert (await page.get(f"/api/v1/reports/volume?{base}")).status_code == 409
        asked = await page.post("/reports/volume/runs", data={"query": base})
        path = asked.headers["location"]
        assert "progress" in (await page.get(path)).text
        run_id = UUID(path.rsplit("/", 1)[1])
        assert run_id in await counting.due()
        assert await counting.count(run_id)
        assert not await counting.count(run_id)
        done = await page.get(path)
        assert "Counted by the worker" in done.text
        assert f"/api/v1/report-runs/{run_id}/table" in done.text
        assert "priority=" in done.text
        table = await page.get(f"/api/v1/report-runs/{run_id}/table")
        assert table.text.splitlines()[-1].startswith("all,3,2,")
    async with worlds.browser(site, lived.world.manager) as page:
        assert (await page.get(path)).status_code == 404


async def test_vendors_articles_and_satisfaction_are_counted_too(lived: Lived) -> None:
    asked = all_of(await told(lived, "satisfaction"))
    assert (asked["asked"], asked["surveys_answered"]) == (asked["asked"], 0)
    assert all_of(await told(lived, "deflection"))["visits"] == 0
    duties = await told(lived, "vendors")
    assert duties.asked.by == "vendor"
    with pytest.raises(NotFound):
        await told(lived, "satisfaction", who=lived.world.finance)
    for by in ("team", "vendor", "category"):
        assert [row.key for row in (await told(lived, "quality", f"by={by}")).rows][-1] is None
    nobodys = await told(lived, "quality", f"team={ids.new()}")
    assert all_of(nobodys)["resolved"] == 0
