"""What if: a client's month, lived through the desk's own verbs, under a version nobody signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.agreements import agreement
from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import Availability
from contracts.agreements.credit_clause import Clause
from contracts.agreements.credit_clause import Step as CreditStep
from contracts.agreements.credit_schedule import Schedule
from contracts.compliance.outages import outage
from contracts.what_if import what_if_run, what_if_work
from contracts.what_if.what_if_question import Question, Run, Window
from contracts.what_if.what_if_tally import Figure
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import HOUR, berlin, known
from underpin import wiring
from underpin.desk.tickets import finishing, raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, pulse, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal, worker

tenants = world.TENANTS
JANUARY = Window(date(2026, 1, 1), date(2026, 2, 1))
MANAGES = frozenset({"contract.read", "contract.write"})


@dataclass(frozen=True)
class Client:
    """A client with an account manager, Mia, and a month behind it."""

    tenant: int
    mia: Principal

    async def ask(self, wanted: Any, *words: Any, **more: Any) -> Any:
        return await verb.perform(wanted, self.mia, *words, tenant=self.tenant, **more)

    async def drafted(self, content: Content) -> UUID:
        """The next version of the SLA that governed the month, left a draft."""
        version = await self.ask(agreement.amend, known(self.tenant, "sla"))
        await self.ask(agreement.rewrite, version.id, content)
        return version.id

    async def rewritten(self, version: UUID, content: Content) -> UUID:
        await self.ask(agreement.rewrite, version, content)
        return version

    async def asked(self, version: UUID, question: Question | None = None) -> Run:
        run: Run = await self.ask(what_if_run.ask, version, question or Question(history=JANUARY))
        return run

    async def answered(self, version: UUID, question: Question | None = None) -> Run:
        run = await self.asked(version, question)
        await work_off(self.tenant)
        return await self.read(run.id)

    async def read(self, run: UUID) -> Run:
        found: Run = await self.ask(what_if_run.of_run, self.tenant, run)
        return found

    async def changed(self, run: UUID, **page: Any) -> what_if_run.ChangedPage:
        found: what_if_run.ChangedPage = await self.ask(
            what_if_run.changed, self.tenant, run, **page
        )
        return found


async def work_off(tenant: int) -> None:
    while await pulse.drain(tenant):
        pass


@pytest.fixture
async def acme(scopes: Database) -> Client:
    tenant = next(tenants)
    await world.set_up(tenant, world.client(tenant, steps=()))
    wiring.wire_alarms()
    mia = ids.new()
    async with db.open(Provider()):
        await db.execute(
            "WITH hired AS (INSERT INTO staff VALUES ($1, 'Mia', $1::uuid || '@msp.example', NULL, "
            "'active', 'en', 'UTC', $3)) INSERT INTO assignment (staff_id, tenant_id) "
            "VALUES ($1, $2)",
            *(mia, tenant, berlin("2026-01-01T00:00")),
        )
    return Client(tenant, Principal(STAFF, mia, MANAGES, {"T": tenant}))


async def at(tenant: int, moment: datetime) -> None:
    """Time goes by, and the worker fires what falls due meanwhile."""
    async with world.acting(tenant, moment):
        pass
    await work_off(tenant)


async def ticket(tenant: int, raised: str, answer: float, solve: float, urgency: str) -> UUID:
    """Raised then, answered and resolved so many hours later, by the desk's own verbs."""
    start = berlin(raised)
    await at(tenant, start)
    new = NewTicket(
        "No network",
        impact=urgency,
        urgency=urgency,
        service_id=known(tenant, "network"),
        requester_id=known(tenant, "ada"),
    )
    found = await verb.perform(raising.raise_ticket, worker(tenant), new, source="replay")
    await at(tenant, start + timedelta(hours=answer))
    await verb.perform(talking.reply, worker(tenant), found.number, "On it.", source="replay")
    await at(tenant, start + timedelta(hours=solve))
    await verb.perform(finishing.resolve, worker(tenant), found.number, source="replay")
    return found.id


async def january(tenant: int) -> dict[str, UUID]:
    """P1 around the clock: response 1 h, resolution 4 h; others in office hours, 1 h and 8 h."""
    lived = {
        "quick": await ticket(tenant, "2026-01-05T09:00", 0.5, 1, "high"),
        "fair": await ticket(tenant, "2026-01-12T09:00", 0.5, 3, "high"),
        "slow": await ticket(tenant, "2026-01-13T09:00", 0.5, 5, "high"),
        "small": await ticket(tenant, "2026-01-14T09:00", 2, 6, "medium"),
    }
    await at(tenant, berlin("2026-02-02T09:00"))
    return lived


def gold(tenant: int, p1_hours: float = 4, response_hours: float = 1, **settings: Any) -> Content:
    """What governed January, with other times where they are given."""
    given = world.client(tenant).agreements[0].content
    targets = tuple(
        replace(target, allowed_us=int(_hours(target, p1_hours, response_hours) * HOUR))
        for target in given.targets
    )
    return replace(given, targets=targets, settings=Settings(**settings))


def _hours(target: Target, p1_hours: float, response_hours: float) -> float:
    if target.metric == "first_response":
        return response_hours
    is_p1 = (target.metric, target.priority) == ("resolution", "P1")
    return p1_hours if is_p1 else target.allowed_us / HOUR


def figure(run: Run, metric: str, priority: str = "") -> Figure:
    assert run.result is not None
    return next(f for f in run.result.figures if (f.metric, f.priority) == (metric, priority))


def kinds(found: what_if_run.ChangedPage) -> list[tuple[UUID, list[tuple[str, str]]]]:
    return [
        (each.ticket_id, [(clock.metric, clock.turn) for clock in each.clocks])
        for each in found.tickets
    ]


async def test_a_tighter_p1_turns_exactly_these_tickets_into_misses(acme: Client) -> None:
    lived = await january(acme.tenant)
    run = await acme.answered(await acme.drafted(gold(acme.tenant, p1_hours=2)))
    assert (run.state, run.source, run.done, run.total) == ("done", "log", 4, 4)
    assert run.result is not None
    assert (run.result.changed, run.result.missed, run.result.saved) == (1, 1, 0)
    p1 = figure(run, "resolution", "P1")
    assert (p1.today.met, p1.today.breached, p1.today_shown) == (2, 1, "66.66")
    assert (p1.draft.met, p1.draft.breached, p1.draft_shown) == (1, 2, "33.33")
    others = [f for f in run.result.figures if f.metric != "resolution"]
    assert all(each.today == each.draft for each in others)
    page = await acme.changed(run.id)
    assert kinds(page) == [(lived["fair"], [("resolution", "missed")])]
    (clock,) = page.tickets[0].clocks
    assert (clock.before, clock.after) == ("met", "breached")
    assert clock.after_at == round(berlin("2026-01-12T11:00").timestamp()) * 1_000_000


async def test_a_looser_promise_saves_what_was_missed(acme: Client) -> None:
    lived = await january(acme.tenant)
    run = await acme.answered(await acme.drafted(gold(acme.tenant, 6, 3)))
    assert run.result is not None
    assert (run.result.missed, run.result.saved) == (0, 2)
    assert kinds(await acme.changed(run.id)) == [
        (lived["slow"], [("resolution", "saved")]),
        (lived["small"], [("first_response", "saved")]),
    ]


async def test_under_what_was_signed_nothing_changes(acme: Client) -> None:
    await january(acme.tenant)
    run = await acme.answered(known(acme.tenant, "slav"))
    assert run.result is not None
    assert (run.result.tickets, run.result.changed) == (4, 0)
    assert all(each.today == each.draft for each in run.result.figures)
    assert figure(run, "resolution").today.breached == 1
    assert figure(run, "first_response").today.breached == 1


def stepped(metric: str) -> Schedule:
    """Below 95 % a tenth of the fee, below half of the tickets a quarter of it."""
    steps = (CreditStep(Decimal(95), Decimal(10)), CreditStep(Decimal(50), Decimal(25)))
    return Schedule("service_fee", (Clause(metric, Decimal(95), ("P1",), steps=steps),))


async def test_credits_owed_stand_side_by_side(acme: Client) -> None:
    """January's P1: two of three kept is a tenth; under two hours one of three is a quarter."""
    await january(acme.tenant)
    draft = await acme.drafted(
        replace(gold(acme.tenant, p1_hours=2), credits=stepped("resolution"))
    )
    run = await acme.answered(draft)
    assert run.result is not None
    assert run.result.today.credits == ()
    (due,) = run.result.draft.credits
    assert (due.version, due.period, due.percent) == (str(draft), "2026-01", "25")
    loose = await acme.answered(
        await acme.rewritten(draft, replace(gold(acme.tenant), credits=stepped("resolution")))
    )
    assert loose.result is not None
    assert [each.percent for each in loose.result.draft.credits] == ["10"]


async def test_outages_earn_what_the_draft_says_of_availability(acme: Client) -> None:
    """Ten hours of January, of one service out of two: 99.32 % of 1,488 hours."""
    await january(acme.tenant)
    start = datetime(2026, 1, 20, 10, tzinfo=UTC)
    words = (known(acme.tenant, "network"), start, start + timedelta(hours=10))
    works = replace(acme, mia=replace(acme.mia, capabilities=MANAGES | {"outage.write"}))
    noticed = await works.ask(outage.draft, *words)
    await works.ask(outage.confirm, noticed.id)
    always = known(acme.tenant, "cv", "always")

    def promised(percent: str) -> Content:
        given = Availability(Decimal(percent), calendar_version_id=always)
        steps = (CreditStep(Decimal(percent), Decimal(10)),)
        clause = Clause("availability", Decimal(percent), steps=steps)
        credits_due = Schedule("service_fee", (clause,))
        return replace(gold(acme.tenant), availability=given, credits=credits_due)

    draft = await acme.drafted(promised("99.5"))
    strict = await acme.answered(draft)
    assert strict.result is not None
    assert [(due.period, due.percent) for due in strict.result.draft.credits] == [("2026-01", "10")]
    assert strict.result.today.credits == ()
    loose = await acme.answered(await acme.rewritten(draft, promised("99.3")))
    assert loose.result is not None
    assert loose.result.draft.credits == ()


async def test_pages_of_changed_tickets_come_in_the_order_they_were_raised(acme: Client) -> None:
    lived = await january(acme.tenant)
    run = await acme.answered(await acme.drafted(gold(acme.tenant, 0.5, 0.25)))
    first = await acme.changed(run.id, limit=2)
    assert [each.ticket_id for each in first.tickets] == [lived["quick"], lived["fair"]]
    assert first.after is not None
    rest = await acme.changed(run.id, after=first.after, limit=2)
    assert [each.ticket_id for each in rest.tickets] == [lived["slow"]]
    assert rest.after is None
    with pytest.raises(Malformed, match="limit"):
        await acme.changed(run.id, limit=0)


async def test_the_same_question_has_the_same_answer_and_another_one_another_hash(
    acme: Client,
) -> None:
    await january(acme.tenant)
    draft = await acme.drafted(gold(acme.tenant, p1_hours=2))
    first, second = await acme.answered(draft), await acme.answered(draft)
    assert first.id != second.id
    assert (first.inputs_hash, first.result) == (second.inputs_hash, second.result)
    await acme.ask(agreement.rewrite, draft, gold(acme.tenant, p1_hours=1))
    third = await acme.answered(draft)
    assert third.inputs_hash != first.inputs_hash
    assert await acme.read(first.id) == first


async def test_what_a_draft_said_when_it_was_asked_about_is_what_counts(acme: Client) -> None:
    await january(acme.tenant)
    draft = await acme.drafted(gold(acme.tenant, p1_hours=2))
    run = await acme.asked(draft)
    await acme.ask(agreement.rewrite, draft, gold(acme.tenant, p1_hours=99))
    await work_off(acme.tenant)
    assert figure(await acme.read(run.id), "resolution", "P1").draft.breached == 2


async def test_a_run_goes_on_where_the_last_batch_was_committed(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of each batch: what is not committed never was."""
    await january(acme.tenant)
    draft = await acme.drafted(gold(acme.tenant, 0.5, 0.25))
    whole = await acme.answered(draft)
    monkeypatch.setattr(what_if_work, "BATCH", 1)
    run = await acme.asked(draft)
    seen: list[tuple[str, int]] = []
    for _ in range(4):
        with monkeypatch.context() as dying:
            dying.setattr(db, "execute", _dies_at("UPDATE what_if_run"))
            with pytest.raises(Killed):
                await _one_beat(acme.tenant)
        await _one_beat(acme.tenant)
        found = await acme.read(run.id)
        seen.append((found.state, found.done))
    assert seen == [("running", 1), ("running", 2), ("running", 3), ("running", 4)]
    await work_off(acme.tenant)
    found = await acme.read(run.id)
    assert (found.state, found.result, found.inputs_hash) == (
        "done",
        whole.result,
        whole.inputs_hash,
    )
    assert await places(acme.tenant, run.id) == await places(acme.tenant, whole.id)


class Killed(BaseException):
    """Nothing of ours may catch it: the process is gone."""


def _dies_at(statement: str) -> Any:
    execute = db.execute

    async def dying(sql: str, *args: Any) -> int:
        if sql.startswith(statement):
            raise Killed
        return await execute(sql, *args)

    return dying


async def _one_beat(tenant: int) -> None:
    await pulse.drain(tenant)


async def places(tenant: int, run: UUID) -> Sequence[tuple[int, UUID]]:
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT place, ticket_id FROM what_if_change WHERE tenant_id = $1 AND run_id = $2 "
            "ORDER BY place",
            *(tenant, run),
        )
    return [(row["place"], row["ticket_id"]) for row in rows]


async def test_a_run_that_fails_says_why_and_leaves_nothing_half_done(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await january(acme.tenant)
    run = await acme.asked(await acme.drafted(gold(acme.tenant, 0.5)))

    def broken(*_: Any) -> Any:
        raise ValueError("no such zone")

    monkeypatch.setattr(what_if_work.what_if_step, "live", broken)
    await work_off(acme.tenant)
    failed = await acme.read(run.id)
    assert (failed.state, failed.problem) == ("failed", "ValueError: no such zone")
    assert (failed.done, failed.result) == (0, None)
    assert await places(acme.tenant, run.id) == []
    async with db.open(Work(acme.tenant)):
        left = await db.value(
            "SELECT count(*) FROM timer WHERE tenant_id = $1 AND kind = 'what_if'", acme.tenant
        )
    assert left == 0


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question(), "history"),
        (Question(history=Window(date(2026, 2, 1), date(2026, 2, 1))), "history.until"),
        (Question(history=Window(date(2020, 2, 1), date(2026, 2, 1))), "history.until"),
    ],
)
async def test_a_question_that_cannot_be_meant_is_refused(
    acme: Client, question: Question, field: str
) -> None:
    with pytest.raises(Malformed) as refused:
        await acme.asked(known(acme.tenant, "slav"), question)
    assert refused.value.field == field
    assert await acme.ask(what_if_run.of_version, acme.tenant, known(acme.tenant, "slav")) == []


async def test_it_is_staffs_own_and_of_ones_own_clients_only(acme: Client) -> None:
    other = next(tenants)
    await world.set_up(other)
    with pytest.raises(NotFound):
        await acme.asked(known(other, "slav"))
    run = await acme.asked(known(acme.tenant, "slav"))
    strange = replace(acme.mia, tenants={"O": other})
    with pytest.raises(NotFound):
        await verb.perform(what_if_run.of_run, strange, other, run.id, tenant=other)
    with pytest.raises(NotFound):
        await verb.perform(what_if_run.changed, strange, other, run.id, tenant=other)
    admin = Principal(MEMBER, known(acme.tenant, "ada"), MANAGES, {"T": acme.tenant})
    agent = replace(acme.mia, capabilities=frozenset({"contract.read"}))
    for nobody in (admin, agent):
        with pytest.raises(Forbidden):
            await verb.perform(what_if_run.of_run, nobody, acme.tenant, run.id)
        with pytest.raises(Forbidden):
            await verb.perform(
                what_if_run.ask, nobody, known(acme.tenant, "slav"), Question(history=JANUARY)
            )
