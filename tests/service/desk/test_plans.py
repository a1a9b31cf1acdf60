"""The hot statements, explained as their own scopes over 20,000 tickets: each walks its index, and
what a policy says is met inside the index, not row by row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from benchmarks import loading
from benchmarks.loading import Agent
from benchmarks.recording import Statement
from tenants import role
from tests.conftest import Database
from tests.service.desk import loaded
from tests.service.desk.loaded import Ground
from tests.service.desk.plan import Plan
from underpin.desk.aside import set_aside
from underpin.desk.mail.arriving import waiting
from underpin.desk.queues import ranking, taking, the_list
from underpin.desk.queues.the_list import Filter, Page
from underpin.desk.tickets import raising, reading, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, due, outgoing, pulse, relay, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.embedded import postgres
from underpin.kernel.principal import STAFF, Audience, Principal

LARGE_TABLES = {
    "clock",
    "clock_event",
    "delivery",
    "event",
    "message",
    "outgoing",
    "standing",
    "ticket",
    "timer",
}
TENANT = loading.PATTERN
LIVE = 1
"""The pattern's open ticket."""


@pytest_asyncio.fixture(scope="module")
async def ground(server: postgres.Postgres, database: Database) -> AsyncIterator[Ground]:
    async with loaded.beside(server) as found:
        yield found


def _assert_walks(found: Plan) -> None:
    assert not found.read_whole & LARGE_TABLES
    assert not [each for each in found.filters if "current_setting" in each]


AGENTS = ("one", "some", "all")
# Of one client, whether it is asked for or all one has, the tickets are in order in two more.
OF_A_CLIENT = {"ticket_client_rank", "ticket_queue"}
FILTERS = {
    "everything": (Filter(), {"ticket_rank"}),
    "P1": (Filter(priority="P1"), {"ticket_priority"}),
    "P4": (Filter(priority="P4"), {"ticket_priority", "ticket_rank"}),
    "a tier": (Filter(tier=3), {"ticket_queue", "ticket_rank"}),
    "unassigned": (Filter(unassigned=True), {"ticket_free"}),
    "mine": (Filter(assignee=Agent("all", 1).id), {"ticket_assignee", "ticket_rank"}),
    "a client": (Filter(tenants=(TENANT,)), OF_A_CLIENT | {"ticket_rank"}),
    "a state": (Filter(states=("scheduled",)), {"ticket_state", "ticket_rank"}),
    "a type": (Filter(types=("problem",)), {"ticket_type", "ticket_rank"}),
    "missed": (Filter(breached=True), {"ticket_missed"}),
    "escalated": (Filter(escalated=True), {"ticket_escalated"}),
    "a major incident": (Filter(major=True), {"ticket_major"}),
    "a category": (Filter(category_id=UUID(int=1)), {"ticket_category", "ticket_rank"}),
    "a field": (
        Filter(fields=(f"{UUID(int=1)}:north",)),
        {"ticket_pkey", "ticket_rank", "field_word_said"},
    ),
    "a tag": (Filter(tags=("vpn",)), {"ticket_pkey", "ticket_rank", "ticket_tag_tag"}),
    "at risk and due": (
        Filter(at_risk=True, due_before=datetime(2099, 1, 1, tzinfo=UTC)),
        {"ticket_rank", "ticket_count_at_risk"},
    ),
    "all at once": (
        Filter(tenants=(TENANT,), tier=2, priority="P3", unassigned=True),
        OF_A_CLIENT | {"ticket_free", "ticket_priority"},
    ),
}


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("page", ["first", "next"])
async def test_a_page_of_the_list_is_walked_along_an_index(
    ground: Ground, agent: str, name: str, page: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    wanted, indexes = FILTERS[name]
    after = await _middle(who) if page == "next" else None
    transaction = await loaded.said(the_list.page, who.principal, wanted, after)
    for found in (await ground.plans(transaction))[-2:]:
        _assert_walks(found)
        assert found.indexes & (indexes | OF_A_CLIENT if agent == "one" else indexes)


@pytest.mark.parametrize("agent", AGENTS)
async def test_the_next_page_begins_in_the_index_where_the_last_ended(
    ground: Ground, agent: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    said = await loaded.said(the_list.page, who.principal, None, await _middle(who))
    for found in (await ground.plans(said))[-2:]:
        assert [each for each in found.nodes if "ROW(" in each.get("Index Cond", "")]


async def _middle(who: Agent) -> str | None:
    page: Page = await verb.perform(the_list.page, who.principal, None, None, 3)
    return page.after


# Those of one client alone, a few hundred here, may be sorted.
@pytest.mark.parametrize("agent", ["some", "all"])
async def test_the_list_is_found_in_its_order_not_sorted(ground: Ground, agent: str) -> None:
    who: Agent = getattr(ground.loaded, agent)
    transaction = await loaded.said(the_list.page, who.principal)
    for found in (await ground.plans(transaction))[-2:]:
        assert "ticket" not in found.sorted_tables


@pytest.mark.parametrize("agent", AGENTS)
async def test_counts_read_indexes_alone_and_no_further_than_they_count(
    ground: Ground, agent: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    for found in (await ground.plans(await loaded.said(the_list.counts, who.principal)))[-2:]:
        _assert_walks(found)
        counted = found.index_only - {"ticket_confidant_staff", "staff_role_pkey"}
        assert counted - OF_A_CLIENT == COUNTING
        assert counted & OF_A_CLIENT
        assert [node for node in found.nodes if node["Node Type"] == "Limit"]
        assert "ticket" not in found.sorted_tables


COUNTING = {"ticket_count_breached", "ticket_count_at_risk"}


@pytest.mark.parametrize("agent", AGENTS)
async def test_counts_of_each_client_read_the_index_alone(ground: Ground, agent: str) -> None:
    who: Agent = getattr(ground.loaded, agent)
    transaction = await loaded.said(the_list.counts_by_client, who.principal)
    for found in (await ground.plans(transaction))[-2:]:
        _assert_walks(found)
        assert found.index_only == {"ticket_queue"}


@pytest.mark.parametrize("agent", AGENTS)
async def test_where_the_next_free_ticket_is_follows_the_free_ones(
    ground: Ground, agent: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    for found in (await ground.plans(await loaded.said(taking.first, who.principal, 2)))[-2:]:
        _assert_walks(found)
        assert "ticket_free" in found.indexes


@pytest.mark.parametrize("wanted", [Filter(), Filter(priority="P4"), Filter(tier=3)])
async def test_every_page_comes_once_and_in_the_order_of_rank(
    ground: Ground, wanted: Filter
) -> None:
    who = ground.loaded.some.principal
    walked: list[UUID] = []
    after: str | None = None
    while not walked or after is not None:
        page: Page = await verb.perform(the_list.page, who, wanted, after, 15)
        walked += [row.id for row in page.rows]
        after = page.after
    assert len(walked) > 2 * 15
    assert walked == await _ranked(ground, who, wanted)


async def _ranked(ground: Ground, who: Principal, wanted: Filter) -> list[UUID]:
    """The slow and obvious way."""
    rows = await ground.connections["owner"].fetch(
        "SELECT id, priority, tier, nullif(next_due, 'infinity') AS due, tenant_id FROM ticket "
        "WHERE live AND tenant_id = ANY ($1::int[])",
        list(who.tenant_ids),
    )
    last = datetime.max.replace(tzinfo=UTC)
    ranked = sorted(
        (row["priority"] != "P1", row["due"] or last, row["tenant_id"], row["id"])
        for row in rows
        if wanted.priority in (None, row["priority"]) and wanted.tier in (None, row["tier"])
    )
    return [each[-1] for each in ranked]


@pytest.mark.parametrize("agent", AGENTS)
async def test_what_was_set_aside_is_found_among_all_that_was_not(
    ground: Ground, agent: str
) -> None:
    who: Agent = getattr(ground.loaded, agent)
    lead = replace(who.principal, capabilities=role.capabilities(STAFF, ["service_lead"]))
    for found in (await ground.plans(await loaded.said(set_aside.waiting, lead)))[-2:]:
        _assert_walks(found)
        assert found.indexes >= {"delivery_parked", "timer_parked", "outgoing_parked"}


@pytest.mark.parametrize("agent", ["one", "some", "all"])
async def test_mail_that_waits_is_found_among_all_that_does_not(ground: Ground, agent: str) -> None:
    who: Agent = getattr(ground.loaded, agent)
    for found in (await ground.plans(await loaded.said(waiting.everywhere, who.principal)))[-2:]:
        assert "inbound_mail" not in found.read_whole
        assert "inbound_mail_waits" in found.indexes


async def _at_work(ground: Ground, wanted: Any, *words: Any) -> list[tuple[Statement, Plan]]:
    """A staff person's verb in the large client: each statement with its plans."""
    who = ground.loaded.all.principal
    transaction = await loaded.said(wanted, who, *words, tenant=TENANT)
    twice = [said for said in transaction.queries for _ in range(2)]
    return list(zip(twice, await ground.plans(transaction), strict=True))


async def test_taking_the_next_walks_a_queue(ground: Ground) -> None:
    found = await _at_work(ground, taking.claim, await _free(ground))
    for said, plan_ in found:
        _assert_walks(plan_)
        if said.sql == taking.CLAIM:
            assert plan_.indexes == {"ticket_pkey"}


async def _free(ground: Ground) -> UUID:
    found: UUID = await ground.connections["owner"].fetchval(
        "SELECT id FROM ticket WHERE tenant_id = $1 AND live AND assignee_id IS NULL LIMIT 1",
        TENANT,
    )
    return found


@pytest.mark.parametrize(
    ("wanted", "words", "most"),
    [
        (raising.raise_ticket, (NewTicket("No light", "Since noon", **loading.ASKED),), 11),
        (talking.reply, (LIVE, "On it."), 9),
        (working.take, (LIVE,), 9),
    ],
)
async def test_what_changes_a_ticket_reads_no_table_whole_and_asks_no_more_than_it_must(
    ground: Ground, wanted: Any, words: tuple[Any, ...], most: int
) -> None:
    found = await _at_work(ground, wanted, *words)
    for _, plan_ in found:
        _assert_walks(plan_)
    assert len(found) / 2 <= most


@pytest.mark.parametrize("audience", ["staff", "member"])
async def test_a_ticket_is_opened_by_its_number_alone(ground: Ground, audience: str) -> None:
    who = ground.loaded.all.principal if audience == "staff" else _requester()
    transaction = await loaded.said(reading.one, who, TENANT, LIVE, tenant=TENANT)
    found = await ground.plans(transaction)
    for each in found:
        assert not each.read_whole & LARGE_TABLES
    assert "ticket_tenant_id_number_key" in found[2].indexes
    assert found[4].indexes >= {"message_ticket"}
    assert len(transaction.queries) <= (4 if audience == "staff" else 3)


def _requester() -> Principal:
    held = role.capabilities(Audience.MEMBER, ["requester"])
    key = loading.key(TENANT)
    return Principal(Audience.MEMBER, loading.REQUESTER, held, {key: TENANT})


async def test_a_tickets_clocks_are_read_by_the_ticket(ground: Ground) -> None:
    transaction = await loaded.said(
        reading.clocks, ground.loaded.all.principal, TENANT, LIVE, tenant=TENANT
    )
    found = await ground.plans(transaction)
    for each in found:
        _assert_walks(each)
    read = {name for each in found for name in each.indexes}
    assert {"clock_tenant_id_ticket_id_metric_holder_number_key", "clock_event_pkey"} <= read


WAITING = {
    due.REAL_TIMERS: {"timer_due", "timer_tenant_due"},
    due.SIMULATED_TIMERS: {"timer_tenant_due"},
    due.DELIVERIES: {"delivery_due", "delivery_tenant_due"},
    due.OUTGOING: {"outgoing_due", "outgoing_tenant_due"},
}


@pytest.mark.parametrize("sql", WAITING)
async def test_where_something_is_due_is_probed_not_counted(ground: Ground, sql: str) -> None:
    found = await ground.plan("system", sql, due.TENANTS_A_ROUND)
    _assert_walks(found)
    assert found.indexes - {"tenant_simulated"} == WAITING[sql]


async def test_what_is_due_is_read_and_taken_by_index(ground: Ground) -> None:
    async with db.open(Work(TENANT)):
        now = await db.now()
        timers_due = await db.rows(pulse.READ, TENANT, now, pulse.BATCH)
    ids = [row["id"] for row in timers_due]
    subjects = [row["subject_id"] for row in timers_due]
    read = await ground.plan("work", pulse.READ, TENANT, now, pulse.BATCH)
    take = await ground.plan("work", pulse.TAKE, TENANT, ids, subjects, now)
    assert timers_due
    for found in (read, take):
        _assert_walks(found)
    assert read.indexes == {"timer_page", "timer_tenant_due"}


async def test_what_waits_to_be_told_or_sent_is_read_by_index(ground: Ground) -> None:
    told = await ground.plan("work", relay.READ, TENANT)
    sent = await ground.plan("work", outgoing.CLAIM, TENANT, outgoing.BATCH)
    for found in (told, sent):
        _assert_walks(found)
    lines = {"delivery_lane_due", "delivery_tenant_id_consumer_subject_id_position_key"}
    assert told.indexes >= lines | {"event_pkey"}


def test_readers_of_one_client_and_of_a_thousand_keep_no_plan_in_common() -> None:
    def planned(tenants: int) -> str:
        act = Act(Agent("a", tenants).principal, None, datetime(2026, 1, 1, tzinfo=UTC), "api")
        return ranking.planned(act, "SELECT 1")

    assert planned(1) != planned(20) != planned(1000)
    assert planned(520) == planned(1000)
