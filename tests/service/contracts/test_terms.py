"""A contract is amended: terms, notice, services in and out; each on record, none backwards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.clocks import running
from contracts.signed import amending, amendment, contract, service
from contracts.signed.amending import NoNotice, NothingToEnd
from contracts.signed.amendment import Amendment
from contracts.signed.contract import Contract
from contracts.signed.contract_terms import Changes, NotBackwards, NoticeGiven
from tests.conftest import Database
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion

tenants = world.TENANTS


@pytest.fixture
async def acme(scopes: Database) -> Party:
    found = await party.of(next(tenants))
    await found.at(2026, 3, 2)
    return found


async def signed(acme: Party, **more: Any) -> Contract:
    terms: dict[str, Any] = {
        "ends_on": date(2026, 12, 31),
        "notice_days": 90,
        "renewal": "automatic",
    }
    found: Contract = await acme.ask(
        acme.anna, contract.sign, "Workplace", date(2026, 1, 1), **(terms | more)
    )
    return found


async def read(acme: Party, signed: Contract) -> Contract:
    every = await acme.ask(acme.admin, contract.of_tenant, acme.tenant)
    found: Contract = next(each for each in every if each.id == signed.id)
    return found


async def history(acme: Party, signed: Contract) -> list[Amendment]:
    found: list[Amendment] = await acme.ask(
        acme.admin, amendment.of_contract, acme.tenant, signed.id
    )
    return found


async def test_the_contract_says_until_when_notice_can_be_given(acme: Party) -> None:
    await signed(acme, uplift_percent=Decimal("3.5"), uplift_on=date(2027, 1, 1))
    (found, _) = await acme.ask(acme.admin, contract.of_tenant, acme.tenant)
    assert found.dates is not None
    assert found.dates.last_notice_day == date(2026, 10, 2)
    assert found.dates.renews_on == date(2027, 1, 1)
    assert found.dates.next_uplift_on == date(2027, 1, 1)


async def test_only_what_is_named_changes_and_the_amendment_says_who_and_what(acme: Party) -> None:
    before = await signed(acme)
    changes = Changes(notice_days=60, renewal_months=24)
    after = await acme.ask(
        *(acme.ben, amending.change_terms, before.id, changes), reason="As agreed in February."
    )
    assert (after.notice_days, after.renewal_months, after.version) == (60, 24, 2)
    assert (after.ends_on, after.renewal) == (before.ends_on, before.renewal)
    (recorded,) = await history(acme, before)
    assert (recorded.version, recorded.what, recorded.made_by) == (2, "terms", acme.ben.person_id)
    assert recorded.before == {"notice_days": 90, "renewal_months": 12}
    assert recorded.after == {"notice_days": 60, "renewal_months": 24}
    assert recorded.made_at == datetime(2026, 3, 2, 11, tzinfo=UTC)


async def test_of_two_who_change_the_same_version_the_second_is_told(acme: Party) -> None:
    before = await signed(acme)
    await acme.ask(acme.anna, amending.change_terms, before.id, Changes(notice_days=60), version=1)
    with pytest.raises(StaleVersion):
        await acme.ask(
            acme.ben, amending.change_terms, before.id, Changes(notice_days=30), version=1
        )
    assert (await read(acme, before)).notice_days == 60
    assert len(await history(acme, before)) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (Changes(), Malformed),
        (Changes(notice_days=90), Malformed),
        (Changes(name=" "), Malformed),
        (Changes(ends_on=date(2025, 6, 1)), Malformed),
        (Changes(uplift_percent=Decimal(3)), Malformed),
        (Changes(uplift_percent=Decimal("NaN"), uplift_on=date(2027, 1, 1)), Malformed),
        (Changes(renewal="none", ends_on=date(2026, 2, 28)), NotBackwards),
        (Changes(name="Managed services"), contract.NameTaken),
    ],
)
async def test_what_cannot_be_agreed_is_refused(
    acme: Party, changes: Changes, refusal: type[Exception]
) -> None:
    before = await signed(acme)
    with pytest.raises(refusal):
        await acme.ask(acme.anna, amending.change_terms, before.id, changes)
    assert await read(acme, before) == before
    assert await history(acme, before) == []


async def test_notice_ends_the_term_and_tickets_after_it_are_out_of_contract(acme: Party) -> None:
    before = await signed(acme)
    after = await acme.ask(acme.anna, amending.give_notice, before.id, "client")
    assert after.notice is not None
    assert (after.notice.given_on, after.notice.last_day) == (date(2026, 3, 2), date(2026, 12, 31))
    async with world.acting(acme.tenant) as act:
        await db.execute(
            "UPDATE contract SET ends_on = '2020-02-01' WHERE tenant_id = $1 AND id <> $2",
            *(acme.tenant, before.id),
        )
        last = await running.choose(act, None, "incident", datetime(2026, 12, 31, 22, tzinfo=UTC))
        gone = await running.choose(act, None, "incident", datetime(2026, 12, 31, 23, tzinfo=UTC))
    assert (last.contract_id, gone.contract_id) == (before.id, None)
    with pytest.raises(NoticeGiven):
        await acme.ask(acme.anna, amending.change_terms, before.id, Changes(notice_days=1))
    with pytest.raises(NothingToEnd):
        await acme.ask(acme.anna, amending.give_notice, before.id, "provider")
    back = await acme.ask(acme.anna, amending.withdraw_notice, before.id)
    assert (back.notice, back.version) == (None, 3)
    assert [each.what for each in await history(acme, before)] == ["notice_withdrawn", "notice"]


async def test_notice_a_day_late_ends_the_next_term(acme: Party) -> None:
    before = await signed(acme)
    await acme.at(2026, 10, 3)
    after = await acme.ask(acme.anna, amending.give_notice, before.id, "client")
    assert after.notice is not None
    assert after.notice.last_day == date(2027, 12, 31)


async def test_notice_that_reached_us_yesterday_counts_from_yesterday(acme: Party) -> None:
    before = await signed(acme)
    await acme.at(2026, 10, 3)
    with pytest.raises(Malformed):
        await acme.ask(
            acme.anna, amending.give_notice, before.id, "client", given_on=date(2026, 10, 4)
        )
    assert (await read(acme, before)).notice is None
    after = await acme.ask(
        acme.anna, amending.give_notice, before.id, "client", given_on=date(2026, 10, 2)
    )
    assert after.notice is not None
    assert after.notice.last_day == date(2026, 12, 31)


async def test_there_is_no_notice_to_withdraw_and_none_of_a_fixed_term(acme: Party) -> None:
    before = await signed(acme, renewal="none")
    with pytest.raises(NoNotice):
        await acme.ask(acme.anna, amending.withdraw_notice, before.id)
    with pytest.raises(NothingToEnd):
        await acme.ask(acme.anna, amending.give_notice, before.id, "client")
    assert await read(acme, before) == before


async def test_a_service_that_left_is_kept_and_its_later_tickets_are_not_under_it(
    acme: Party,
) -> None:
    before = await signed(acme)
    made = await acme.ask(
        acme.anna, service.take_in, before.id, "Backup", date(2026, 4, 1), reason="Order 17"
    )
    left = await acme.ask(acme.anna, service.take_out, made.id, date(2026, 9, 30))
    assert (left.starts_on, left.ends_on) == (date(2026, 4, 1), date(2026, 9, 30))

    async def under(at: datetime) -> bool:
        async with world.acting(acme.tenant) as act:
            chosen = await running.choose(act, made.id, "incident", at)
        return chosen.contract_id == before.id

    days = [(3, 31), (4, 1), (9, 30), (10, 1)]
    found = [await under(datetime(2026, month, day, 9, tzinfo=UTC)) for month, day in days]
    assert found == [False, True, True, False]
    assert [each.name for each in (await read(acme, before)).services] == ["Backup"]
    said = [(each.what, each.after["ends_on"]) for each in await history(acme, before)]
    assert said == [("service_out", "2026-09-30"), ("service_in", None)]
    kept = await acme.ask(acme.anna, service.take_out, made.id, None)
    assert kept.ends_on is None


async def test_no_service_leaves_backwards(acme: Party) -> None:
    before = await signed(acme)
    made = await acme.ask(acme.anna, service.take_in, before.id, "Backup", date(2026, 3, 2))
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, service.take_out, made.id, date(2026, 3, 1))
    await acme.at(2026, 4, 1)
    with pytest.raises(NotBackwards):
        await acme.ask(acme.anna, service.take_out, made.id, date(2026, 3, 31))
    with pytest.raises(NotBackwards):
        await acme.ask(acme.anna, service.take_in, before.id, "Print", date(2026, 3, 31))
    assert (await read(acme, before)).services == (made,)
    assert len(await history(acme, before)) == 1


async def test_members_read_terms_and_amendments_of_their_own_company_and_change_nothing(
    acme: Party,
) -> None:
    before = await signed(acme)
    with pytest.raises(Forbidden):
        await acme.ask(acme.admin, amending.change_terms, before.id, Changes(notice_days=1))
    with pytest.raises(Forbidden):
        await acme.ask(acme.requester, amendment.of_contract, acme.tenant, before.id)
    with pytest.raises(NotFound):
        await acme.ask(acme.admin, amendment.of_contract, acme.tenant + 1, before.id)
    async with db.open(Work(acme.tenant)):
        version = "SELECT version FROM contract WHERE tenant_id = $1 AND id = $2"
        assert await db.value(version, acme.tenant, before.id) == 1
