"""What was coherent breaks overnight: a vendor gets slower, an acceptance ends; the account manager
is warned, once, until it is healed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from contracts.agreements import agreement, provider_agreement
from contracts.agreements.agreed import Content, Target
from contracts.agreements.versions import OwnWork, Version, WrongState
from contracts.calendars import calendars
from contracts.coherence import coherence_desk, coherence_risk, nightly
from contracts.coherence.coherence_desk import Draft
from contracts.coherence.coherence_risk import Risk
from contracts.escalation import policy
from contracts.escalation.escalation import Step
from tests.service.contracts import world
from tests.service.contracts.test_agreement import NOW, Client, acme
from tests.service.contracts.world import HOUR, known
from underpin import worker as background
from underpin.kernel import db, ids, pulse, rounds, timers, verb
from underpin.kernel.database.scope import Member, Provider, Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.principal import STAFF, Principal

__all__ = ["acme"]
OUT = (
    Step("hold", 100, "move_tier", from_tier=1, to_tier=2),
    Step("hold", 100, "open_vendor_case", from_tier=2),
)


class Vendor:
    """A vendor of its own, so that its UC can change without another story's noticing."""

    def __init__(self, client: Client) -> None:
        self.client, self.id, self.uc = client, ids.new(), ids.new()
        self.name, self.hours = f"Vendor {self.id}", known("pcv", "always")

    async def stand_behind(self, service: UUID, fix_hours: int) -> None:
        async with db.open(Provider()):
            await db.execute(
                "INSERT INTO vendor (id, name, email, connector, currency, case_cost) "
                "VALUES ($1, $2, $1::uuid || '@vendor.example', 'by_hand', 'EUR', 0)",
                *(self.id, self.name),
            )
        await self._agree(
            await self.client.ask(
                self.client.anna,
                provider_agreement.draft_uc,
                self.id,
                f"UC {self.uc}",
                self._content(fix_hours),
                agreement_id=self.uc,
            )
        )
        async with db.open(Work(self.client.tenant)):
            await db.execute(
                "DELETE FROM coverage WHERE tenant_id = $1 AND service_id = $2",
                *(self.client.tenant, service),
            )
            await db.execute(
                "INSERT INTO coverage (tenant_id, service_id, vendor_id, agreement_id) "
                "VALUES ($1, $2, $3, $4)",
                *(self.client.tenant, service, self.id, self.uc),
            )

    async def fixes_within(self, hours: int) -> None:
        ask, anna = self.client.ask, self.client.anna
        await self._agree(await ask(anna, provider_agreement.amend, self.uc, self._content(hours)))

    async def _agree(self, version: Version) -> None:
        """In force from this moment; its verb would have it begin a moment later."""
        ask, ben = self.client.ask, self.client.ben
        await ask(ben, provider_agreement.approve, version.id)
        async with db.open(Provider()):
            soon = await db.now() + timedelta(days=1)
        await ask(ben, provider_agreement.activate, version.id, soon)
        async with db.open(Provider()):
            await db.execute(
                "UPDATE provider_agreement_version SET effective_from = $2 WHERE id = $1",
                *(version.id, await db.now() if version.number > 1 else world.LONG_AGO),
            )

    def _content(self, hours: int) -> Content:
        return Content(self.hours, (Target("fix", "incident", "P3", hours * HOUR),))


async def live(client: Client, at: datetime | None = None) -> None:
    """The client lives in real time, or at that moment: nights are of real clients."""
    async with db.open(Work(client.tenant)):
        await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", *(client.tenant, at))


async def tonight(client: Client) -> int:
    """The night's check, whatever was checked today already; a moment after the last change."""
    await live(client)
    async with db.open(Work(client.tenant)):
        await db.execute(
            "UPDATE coherence_watch SET checked_for = checked_for - 1 WHERE tenant_id = $1",
            client.tenant,
        )
    found = await nightly.check_tenant(client.tenant)
    await live(client, NOW)
    return found


async def standing(client: Client) -> list[Any]:
    found: list[Any] = await client.ask(
        client.anna, coherence_desk.warnings, client.tenant, standing=True
    )
    return [each for each in found if each.kind != "nobody_on_duty"]


async def told(client: Client, kind: str = "coherence.broken") -> list[dict[str, Any]]:
    async with db.open(Work(client.tenant)):
        rows = await db.rows(
            "SELECT body FROM event WHERE tenant_id = $1 AND kind = $2 ORDER BY recorded_at, "
            "position",
            *(client.tenant, kind),
        )
    return [msgspec.json.decode(row["body"]) for row in rows]


@pytest.fixture
async def sold(acme: Client) -> tuple[Client, Version, Vendor]:
    """An SLA of 60 hours over two tiers of 6 hours together and a vendor of 24."""
    service = known(acme.tenant, "network")
    vendor = Vendor(acme)
    await vendor.stand_behind(service, 24)
    await acme.ask(acme.anna, policy.establish, known(acme.tenant, "contract"), "Out", OUT)
    async with db.open(Work(acme.tenant)):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, $3)",
            *(acme.tenant, acme.anna.person_id, NOW),
        )
    version = await acme.accepted(acme.content(60), service_id=service)
    active = await acme.ask(acme.anna, agreement.activate, version.id, NOW)
    return acme, active, vendor


async def test_a_vendor_who_gets_slower_breaks_a_promise_and_is_named(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, version, vendor = sold
    assert await tonight(client) >= 1
    assert [each for each in await standing(client) if each.version_id == version.id] == []
    await vendor.fixes_within(24 * 30)
    assert await tonight(client) >= 1
    (warned,) = [each for each in await standing(client) if each.version_id == version.id]
    assert (warned.kind, warned.about) == ("broken", "resolution incident P3")
    assert (warned.before, warned.after) == ("always_kept", "not_kept")
    assert warned.because == (f"UC {vendor.name}",)
    assert warned.raised_at is not None
    assert warned.done_at - warned.raised_at > timedelta(days=30)
    (event,) = [each for each in await told(client) if each["version_id"] == str(version.id)]
    assert event["managers"] == [str(client.anna.person_id)]
    assert event["findings"][0]["about"] == "resolution incident P3"


async def test_a_new_holiday_list_breaks_a_promise_and_is_named(
    sold: tuple[Client, Version, Vendor],
) -> None:
    """The vendor closes for a month of the year to come."""
    client, version, vendor = sold
    await tonight(client)
    async with db.open(Provider()):
        today = (await db.now()).date()
    closed = [(today + timedelta(days=n)).isoformat() for n in range(40, 70)]
    made = await client.ask(
        client.ben, calendars.create_provider, vendor.name, {**world.ALWAYS, "holidays": closed}
    )
    vendor.hours = made.id
    await vendor.fixes_within(24)
    await tonight(client)
    (warned,) = [each for each in await standing(client) if each.version_id == version.id]
    assert warned.because == (f"UC {vendor.name}", f"hours of UC {vendor.name}")
    assert (warned.before, warned.after) == ("always_kept", "not_kept")
    assert warned.raised_at.date() <= today + timedelta(days=40) < warned.done_at.date()


async def test_it_is_told_once_and_resolved_when_healed(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, version, vendor = sold
    await tonight(client)
    await vendor.fixes_within(24 * 30)
    await tonight(client)
    await tonight(client)
    mine = [each for each in await told(client) if each["version_id"] == str(version.id)]
    assert len(mine) == 1
    await vendor.fixes_within(12)
    await tonight(client)
    assert [each for each in await standing(client) if each.version_id == version.id] == []
    every = await client.ask(client.anna, coherence_desk.warnings, client.tenant)
    (healed,) = [each for each in every if each.version_id == version.id and each.kind == "broken"]
    assert healed.resolved_at is not None


async def test_a_check_by_hand_hides_nothing_from_the_account_manager(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, version, vendor = sold
    await vendor.fixes_within(24 * 30)
    await live(client)
    await client.ask(client.anna, agreement.check, version.id)
    await live(client, NOW)
    assert [each.after for each in await standing(client) if each.version_id == version.id] == [
        "not_kept"
    ]


async def test_what_was_checked_today_is_left_and_the_rest_is_made_up_for(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, _, _ = sold
    await tonight(client)
    await live(client)
    assert await nightly.check_tenant(client.tenant) == 0
    async with db.open(Work(client.tenant)):
        await db.execute("DELETE FROM coherence_watch WHERE tenant_id = $1", client.tenant)
    assert await nightly.check_tenant(client.tenant) == 2
    assert client.tenant in await rounds.clients()


class Queue:
    """What was asked of the workers."""

    def __init__(self) -> None:
        self.jobs: list[tuple[object, ...]] = []

    async def enqueue_job(self, *job: object) -> None:
        self.jobs.append(job)


async def test_each_hour_asks_for_every_client_and_a_long_list_in_rounds(
    sold: tuple[Client, Version, Vendor], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, _ = sold
    asked = ("check_promises", client.tenant)
    queue = Queue()
    context = {"redis": queue}
    assert await background.check_every_promise(context) == len(queue.jobs)
    assert queue.jobs.count(asked) == 1
    monkeypatch.setattr(nightly, "VERSIONS_A_ROUND", 1)
    async with db.open(Work(client.tenant)):
        await db.execute("DELETE FROM coherence_watch WHERE tenant_id = $1", client.tenant)
    await live(client)
    queue.jobs.clear()
    rounds = [await background.check_promises(context, client.tenant) for _ in range(3)]
    assert rounds == [1, 1, 0]
    assert queue.jobs == [asked, asked]


async def test_nobody_on_duty_while_a_round_the_clock_promise_runs(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, _, _ = sold
    await tonight(client)
    everything = await client.ask(
        client.anna, coherence_desk.warnings, client.tenant, standing=True
    )
    gold = known(client.tenant, "slav")
    (warned,) = [each for each in everything if each.kind == "nobody_on_duty"]
    assert (warned.version_id, warned.because) == (gold, ("resolution incident P1",))
    shown = await client.ask(client.anna, coherence_desk.overview, client.tenant, gold)
    (unattended,) = shown.unattended
    assert unattended.promises == ("resolution incident P1",)
    assert sum(each.closes_us - each.opens_us for each in unattended.hours) >= 128 * HOUR


async def risky(client: Client, ends_on: date) -> Version:
    version = await client.accepted(client.content(5))
    risk = Risk(ends_on, "A second technician starts in March.")
    found: Version = await client.ask(client.ben, agreement.activate, version.id, NOW, risk=risk)
    return found


async def fire(client: Client, at: datetime) -> None:
    timers.handle(coherence_risk.kind())
    await live(client, at)
    while await pulse.drain(client.tenant):
        pass


async def test_when_an_accepted_risk_ends_the_account_manager_is_warned_and_may_renew_it(
    acme: Client,
) -> None:
    version = await risky(acme, date(2026, 3, 31))
    await fire(acme, datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    assert await standing(acme) == []
    await fire(acme, datetime(2026, 3, 31, 22, 1, tzinfo=UTC))
    (warned,) = await standing(acme)
    assert (warned.kind, warned.version_id) == ("risk_ended", version.id)
    assert len(await told(acme, "coherence.risk_ended")) == 1
    again = Risk(date(2026, 6, 30), "She starts in June.")
    with pytest.raises(OwnWork):
        await acme.ask(acme.anna, coherence_desk.accept_risk, version.id, again)
    assert len(await standing(acme)) == 1
    accepted = await acme.ask(acme.ben, coherence_desk.accept_risk, version.id, again)
    assert (accepted.ends_on, accepted.accepted_by) == (again.ends_on, acme.ben.person_id)
    assert await standing(acme) == []
    await fire(acme, datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert [each.kind for each in await standing(acme)] == ["risk_ended"]


async def test_a_risk_is_accepted_only_where_there_is_one(acme: Client) -> None:
    draft = await acme.drafted(acme.content(5))
    risk = Risk(date(2026, 6, 30), "None.")
    with pytest.raises(WrongState):
        await acme.ask(acme.ben, coherence_desk.accept_risk, draft.id, risk)
    kept = await acme.accepted(acme.content(500))
    active = await acme.ask(acme.anna, agreement.activate, kept.id, NOW)
    with pytest.raises(WrongState):
        await acme.ask(acme.ben, coherence_desk.accept_risk, active.id, risk)
    shown = await acme.ask(acme.anna, coherence_desk.overview, acme.tenant, active.id)
    assert (shown.risk, shown.warnings) == (None, ())


def tried(client: Client, content: Content, **more: Any) -> Draft:
    return Draft(known(client.tenant, "contract"), content, **more)


async def rows(client: Client) -> int:
    async with db.open(Work(client.tenant)):
        found: int = await db.value(
            "SELECT count(*) FROM coherence_verdict WHERE tenant_id = $1", client.tenant
        )
    return found


async def test_a_draft_is_tried_out_without_writing_anything(acme: Client) -> None:
    before = await rows(acme)
    found = await verb.begin(
        coherence_desk.would_hold, acme.anna, acme.tenant, tried(acme, acme.content(5))
    )
    assert [line.verdict for line in found.lines] == ["not_kept"]
    assert found.refused
    assert found.lines[0].shown.timeline[0].stage == "L1"
    assert await rows(acme) == before


async def test_shares_that_a_person_gives_stand_in_for_history(acme: Client) -> None:
    taken = {"P3": {"L1": Decimal(97), "L3": Decimal(3)}}
    draft = tried(acme, acme.content(5), commitment_percent=Decimal(95), taken=taken)
    found = await verb.begin(coherence_desk.would_hold, acme.anna, acme.tenant, draft)
    (line,) = found.lines
    assert line.verdict == "commitment_kept"
    assert line.shown.expected is not None
    assert line.shown.expected.frequency == "given"


async def test_what_stands_behind_a_promise_is_staffs_own(
    sold: tuple[Client, Version, Vendor],
) -> None:
    client, version, _ = sold
    for who in (client.admin, client.requester):
        with pytest.raises(Forbidden):
            await client.ask(who, coherence_desk.overview, client.tenant, version.id)
        with pytest.raises(Forbidden):
            await verb.begin(
                coherence_desk.would_hold, who, client.tenant, tried(client, client.content())
            )
    stranger = Principal(STAFF, ids.new(), client.anna.capabilities, {})
    with pytest.raises(NotFound):
        await verb.begin(
            coherence_desk.would_hold, stranger, client.tenant, tried(client, client.content())
        )
    assert client.requester.person_id is not None
    async with db.open(Member(client.tenant, client.requester.person_id)):
        for table in ("coherence_warning", "coherence_watch", "coherence_verdict"):
            with pytest.raises(Exception, match="permission denied"):
                async with db.savepoint():
                    await db.rows(f"SELECT * FROM {table}")
