"""Templates: two people make a version current; contracts are made from it; its amendment is
proposed to each of them, and an account manager decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benchmarks import recording
from contracts.agreements import agreement
from contracts.agreements.versions import OwnWork, Version, WrongState
from contracts.calendars import calendars
from contracts.templates import template, template_proposal, template_rollout, template_use
from contracts.templates.template import NameTaken
from contracts.templates.template_proposal import Decided
from contracts.templates.template_proposal_rows import Proposal
from contracts.templates.template_rows import TemplateVersion
from tests.conftest import Database
from tests.service.contracts import party, templates, world
from tests.service.contracts.party import Party
from tests.service.contracts.templates import OFFICE_ID, amended, body, published
from tests.service.contracts.world import HOUR, known, target
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

tenants = world.TENANTS


@pytest.fixture
async def acme(scopes: Database) -> Party:
    return await party.of(next(tenants))


async def drafted(acme: Party, gold: TemplateVersion) -> Version:
    contract_id = known(acme.tenant, "contract")
    found: Version = await acme.ask(
        acme.anna, template_use.draft_from, gold.template_id, contract_id, f"SLA {ids.new()}"
    )
    return found


async def active(acme: Party, version: Version) -> Version:
    """What becomes of a draft that both sides want, less the check of what stands behind it."""
    await acme.ask(acme.ben, agreement.approve, version.id)
    await acme.ask(acme.admin, agreement.accept, version.id)
    async with world.acting(acme.tenant) as act:
        await db.execute(
            "UPDATE agreement_version SET state = 'active', effective_from = $3 "
            "WHERE tenant_id = $1 AND id = $2",
            *(acme.tenant, version.id, act.now),
        )
    return version


async def waiting(acme: Party) -> list[Proposal]:
    found: list[Proposal] = await acme.ask(acme.anna, template_proposal.waiting)
    return found


async def states(acme: Party, gold: TemplateVersion) -> list[tuple[int, str]]:
    every = await acme.ask(acme.anna, template.versions, gold.template_id)
    return [(each.number, each.state) for each in every]


async def test_a_version_is_approved_by_a_second_person_and_then_current(acme: Party) -> None:
    made = await acme.ask(acme.anna, template.create, f"Gold {ids.new()}", body())
    with pytest.raises(OwnWork):
        await acme.ask(acme.anna, template.approve, made.id)
    with pytest.raises(WrongState):
        await acme.ask(acme.ben, template.publish, made.id)
    assert await states(acme, made) == [(1, "draft")]
    current = await templates.publish(acme, made.id)
    assert (current.state, current.author_id, current.approver_id) == (
        "current",
        acme.anna.person_id,
        acme.ben.person_id,
    )
    assert current.body == body()
    second = await acme.ask(acme.anna, template.amend, made.template_id, body(6))
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, template.amend, made.template_id, body(5))
    await acme.ask(acme.ben, template.rewrite, second.id, body(7))
    with pytest.raises(OwnWork):
        await acme.ask(acme.ben, template.approve, second.id)
    await acme.ask(acme.anna, template.approve, second.id)
    await acme.ask(acme.ben, template.send_back, second.id)
    assert await states(acme, made) == [(2, "draft"), (1, "current")]
    await acme.ask(acme.anna, template.approve, second.id)
    await acme.ask(acme.anna, template.publish, second.id)
    assert await states(acme, made) == [(2, "current"), (1, "superseded")]
    listed = await acme.ask(acme.anna, template.of_provider)
    assert next(each for each in listed if each.id == made.template_id).current == 2


async def test_two_templates_of_one_name_are_refused(acme: Party) -> None:
    name = f"Silver {ids.new()}"
    await acme.ask(acme.anna, template.create, name, body())
    with pytest.raises(NameTaken):
        await acme.ask(acme.anna, template.create, name, body())
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, template.create, " ", body())
    listed = await acme.ask(acme.anna, template.of_provider)
    assert [each.name for each in listed].count(name) == 1


async def test_a_contract_is_signed_with_the_templates_terms(acme: Party) -> None:
    gold = await published(acme)
    signed = await acme.ask(
        acme.anna, template_use.sign_from, gold.template_id, "From gold", date(2026, 3, 1)
    )
    assert (signed.ends_on, signed.notice_days) == (date(2028, 2, 29), 60)
    assert (signed.uplift_percent, signed.uplift_on) == (Decimal("2.5"), date(2027, 3, 1))


async def test_an_sla_made_from_it_counts_on_the_clients_calendars(acme: Party) -> None:
    gold = await published(acme)
    version = await drafted(acme, gold)
    assert (version.state, version.commitment_percent) == ("draft", 95)
    content = version.content
    assert content.calendar_version_id == known(acme.tenant, "cv", "office")
    calendar = {each.priority: content.calendar_of(each) for each in content.targets}
    assert calendar["P1"] == known(acme.tenant, "cv", "always")
    names = [each.name for each in await acme.ask(acme.anna, calendars.of_tenant, acme.tenant)]
    assert names == ["Always", "Office"]


async def test_hours_the_client_lacks_are_written_and_used_again(acme: Party) -> None:
    late = {"week": {"sat": [["10:00", "14:00"]]}}
    given = body()
    office = replace(given.calendars[0], definition=late, name="Office")
    gold = await published(acme, replace(given, calendars=(office, given.calendars[1])))
    first, second = await drafted(acme, gold), await drafted(acme, gold)
    assert first.content == second.content
    every = await acme.ask(acme.anna, calendars.of_tenant, acme.tenant)
    made = next(each for each in every if each.id == first.content.calendar_version_id)
    assert (made.name, made.number) == ("Office", 2)
    assert made.definition == {"time_zone": "Europe/Berlin", **late}


@asynccontextmanager
async def proposed(acme: Party, given: Any) -> AsyncIterator[tuple[Version, Proposal]]:
    gold = await published(acme)
    version = await active(acme, await drafted(acme, gold))
    await amended(acme, gold, given)
    assert await template_rollout.propose_in(acme.tenant) == 1
    (proposal,) = await waiting(acme)
    yield version, proposal


async def test_an_amendment_is_proposed_with_its_difference_and_becomes_a_draft(
    acme: Party,
) -> None:
    async with proposed(acme, body(6, commitment_percent=Decimal(97))) as (version, proposal):
        assert (proposal.agreement_id, proposal.before, proposal.after) == (
            version.agreement_id,
            1,
            2,
        )
        said = await acme.ask(acme.anna, template_proposal.changes, acme.tenant, proposal.id)
        assert [(each.what, each.before, each.after) for each in said][-1] == (
            "commitment",
            "95 %",
            "97 %",
        )
        (target_changed,) = said[:-1]
        assert target_changed.what == "resolution · incident · P3"
        assert target_changed.before.startswith("8 h on Office v1")
        assert target_changed.after.startswith("6 h on Office v1")
        draft = await acme.ask(acme.ben, template_proposal.draft, proposal.id)
        assert (draft.number, draft.state, draft.commitment_percent) == (2, "draft", 97)
        assert draft.author_id == acme.ben.person_id
        assert [
            each.what
            for each in await acme.ask(acme.anna, agreement.changes, acme.tenant, draft.id)
        ] == ["resolution · incident · P3", "commitment"]
        assert await waiting(acme) == []
        with pytest.raises(Decided):
            await acme.ask(acme.ben, template_proposal.decline, proposal.id, "Too late.")
        assert await template_rollout.propose_in(acme.tenant) == 0


async def test_what_was_agreed_apart_from_the_template_stays(acme: Party) -> None:
    gold = await published(acme)
    version = await drafted(acme, gold)
    targets = [
        replace(each, allowed_us=2 * HOUR) if each.priority == "P1" else each
        for each in version.content.targets
    ]
    own = replace(version.content, targets=tuple(targets))
    await acme.ask(acme.anna, agreement.rewrite, version.id, own, commitment_percent=Decimal(99))
    given = body(6)
    new = target("resolution", "P2", 7, calendar_version_id=OFFICE_ID)
    content = replace(given.content, targets=(*given.content.targets, new))
    await amended(acme, gold, replace(given, content=content))
    await template_rollout.propose_in(acme.tenant)
    (proposal,) = await waiting(acme)
    draft = await acme.ask(acme.anna, template_proposal.draft, proposal.id)
    assert draft.id == version.id
    allowed = {
        (each.metric, each.priority): each.allowed_us // HOUR for each in draft.content.targets
    }
    assert allowed == {
        ("resolution", "P1"): 2,
        ("resolution", "P2"): 7,
        ("resolution", "P3"): 6,
        ("first_response", "P3"): 1,
    }
    assert draft.commitment_percent == 99


async def test_declined_it_is_not_proposed_again_but_the_next_version_is(acme: Party) -> None:
    async with proposed(acme, body(6)) as (version, proposal):
        with pytest.raises(Malformed):
            await acme.ask(acme.anna, template_proposal.decline, proposal.id, " ")
        declined = await acme.ask(
            acme.anna, template_proposal.decline, proposal.id, "They pay for eight hours."
        )
        assert (declined.state, declined.reason) == ("declined", "They pay for eight hours.")
        assert await template_rollout.propose_in(acme.tenant) == 0
        gold = (await acme.ask(acme.anna, template.versions, proposal.template_id))[0]
        await amended(acme, gold, body(5))
        assert await template_rollout.propose_in(acme.tenant) == 1
        (again,) = await waiting(acme)
        assert (again.before, again.after) == (1, 3)
        assert again.agreement_id == version.agreement_id
        every = await acme.ask(acme.anna, template_proposal.of_tenant, acme.tenant)
        assert [(each.after, each.state) for each in every] == [(3, "proposed"), (2, "declined")]


async def test_a_later_version_overtakes_what_was_not_decided(acme: Party) -> None:
    async with proposed(acme, body(6)) as (_, proposal):
        gold = (await acme.ask(acme.anna, template.versions, proposal.template_id))[0]
        await amended(acme, gold, body(5))
        await template_rollout.propose_in(acme.tenant)
        (left,) = await waiting(acme)
        assert (left.after, left.id != proposal.id) == (3, True)
        with pytest.raises(Decided):
            await acme.ask(acme.anna, template_proposal.draft, proposal.id)


async def test_nothing_is_proposed_to_a_contract_that_ended(acme: Party) -> None:
    gold = await published(acme)
    await drafted(acme, gold)
    async with world.acting(acme.tenant):
        await db.execute(
            "UPDATE contract SET ends_on = '2025-12-31' WHERE tenant_id = $1", acme.tenant
        )
    await amended(acme, gold, body(6))
    assert await template_rollout.propose_in(acme.tenant) == 0


async def test_the_worker_carries_it_to_every_client_once(acme: Party) -> None:
    bolt = await party.of(next(tenants))
    gold = await published(acme)
    for each in (acme, bolt):
        await drafted(each, gold)
    await amended(acme, gold, body(6))
    rollout = template_rollout.Rollout()
    assert await rollout.run() >= 2
    assert [len(await waiting(each)) for each in (acme, bolt)] == [1, 1]
    assert await rollout.run() == 0
    assert await template_rollout.Rollout().run() == 0
    assert [len(await waiting(each)) for each in (acme, bolt)] == [1, 1]


async def test_a_client_that_fails_is_asked_again(
    acme: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = await published(acme)
    await drafted(acme, gold)
    await amended(acme, gold, body(6))
    propose, rollout = template_rollout.propose_in, template_rollout.Rollout()

    async def cut_off(tenant: int) -> int:
        if tenant == acme.tenant:
            raise OSError("cut off")
        return await propose(tenant)

    monkeypatch.setattr(template_rollout, "propose_in", cut_off)
    await rollout.run()
    assert await waiting(acme) == []
    monkeypatch.undo()
    await rollout.run()
    assert len(await waiting(acme)) == 1


async def test_a_thousand_contracts_are_proposed_in_one_statement(acme: Party) -> None:
    gold = await published(acme)
    version = await drafted(acme, gold)
    async with db.open(Work(acme.tenant)):
        await db.execute(MANY, acme.tenant, known(acme.tenant, "contract"), version.id)
    await amended(acme, gold, body(6))
    with recording.of_engine() as heard:
        assert await template_rollout.propose_in(acme.tenant) == 1001
    assert sum(len(transaction.queries) for transaction in heard) < 10
    page = await acme.ask(acme.anna, template_proposal.waiting, None, 200)
    last = (page[-1].proposed_at, page[-1].id)
    rest = await acme.ask(acme.anna, template_proposal.waiting, last, 200)
    assert len({each.id for each in (*page, *rest)}) == 400


MANY = """
WITH made AS (
    INSERT INTO agreement (tenant_id, id, contract_id, kind, name)
    SELECT $1, uuidv7(), $2, 'SLA', 'SLA ' || number FROM generate_series(1, 1000) number
    RETURNING id
), versions AS (
    INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, author_id,
                                   calendar_version_id, terms, created_at)
    SELECT $1, uuidv7(), made.id, 1, 'draft', v.author_id, v.calendar_version_id, v.terms,
           v.created_at
    FROM made, agreement_version v WHERE v.tenant_id = $1 AND v.id = $3
    RETURNING id, agreement_id
)
INSERT INTO template_use
SELECT $1, versions.id, versions.agreement_id, u.template_id, u.template_version_id, u.used_at
FROM versions, template_use u WHERE u.tenant_id = $1 AND u.version_id = $3
"""


async def test_members_never_see_templates_nor_what_is_proposed(acme: Party) -> None:
    async with proposed(acme, body(6)) as (_, proposal):
        for wanted, *words in (
            (template.of_provider,),
            (template.versions, proposal.template_id),
            (template_proposal.waiting,),
            (template_proposal.changes, acme.tenant, proposal.id),
            (template_proposal.draft, proposal.id),
        ):
            with pytest.raises(Forbidden):
                await acme.ask(acme.admin, wanted, *words)  # type: ignore[arg-type]
        other = await party.of(next(tenants))
        assert await waiting(other) == []
        with pytest.raises(NotFound):
            await other.ask(other.anna, template_proposal.draft, proposal.id)
        assert await waiting(acme) == [proposal]
