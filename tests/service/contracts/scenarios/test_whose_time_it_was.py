"""Whose time a resolution took: staff read each link, the client *us*, *you*, *a vendor*."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.agreements.agreed import Settings
from contracts.clocks.share_reading import Whose
from tests.service.contracts.scenarios import stage as stages
from tests.service.contracts.scenarios.stage import HOUR, Stage, micros
from underpin.desk.tickets import sharing
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Principal


async def whose(stage: Stage, number: int, who: Principal) -> Whose:
    found = await verb.perform(sharing.of_ticket, who, stage.tenant, number, tenant=stage.tenant)
    assert found is not None
    return found


def hours(found: Whose) -> dict[str, float]:
    return {part.link: part.working_us / micros(HOUR) for part in found.parts}


async def lived(stage: Stage) -> int:
    """Monday at nine: an hour at L1, two at L2, three with the client, then a vendor until
    Tuesday at eleven, who gives it back to L3 for an hour."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises("high", "low")
    await stage.at("2026-01-12T10:00")
    await stage.moves(number, 2)
    await stage.at("2026-01-12T12:00")
    await stage.answers(number, "Which room?", asks=True)
    await stage.at("2026-01-12T15:00")
    await stage.writes(number, "The cellar.")
    vendor = await stage.hands_to_the_vendor(number)
    await stage.at("2026-01-13T11:00")
    await stage.hears(vendor, "fixed")
    await stage.at("2026-01-13T12:00")
    await stage.resolves(number)
    return number


async def test_each_reads_the_time_of_the_chain_as_far_as_it_is_theirs(stage: Stage) -> None:
    number = await lived(stage)
    staff = await whose(stage, number, stage.lead)
    assert hours(staff) == {"L1": 1, "L2": 2, "L3": 1, "vendor": 5, "client": 3}
    assert [part.percent for part in staff.parts] == ["8.3", "16.6", "8.3", "41.6", "25.0"]
    assert staff.working_us == micros(12 * HOUR)
    assert (staff.contract_us, staff.other_us) == (micros(9 * HOUR), micros(4 * HOUR))
    seen = await whose(stage, number, stage.ada)
    assert hours(seen) == {"us": 4, "vendor": 5, "client": 3}
    assert (seen.working_us, seen.wall_us) == (staff.working_us, staff.wall_us)
    assert (seen.contract_us, seen.other_us) == (None, None)


async def test_where_the_sla_leaves_vendors_out_the_two_truths_change_places() -> None:
    stage = await stages.set_up(settings=Settings(exclude_vendor_time=True))
    number = await lived(stage)
    staff = await whose(stage, number, stage.lead)
    assert (staff.contract_us, staff.other_us) == (micros(4 * HOUR), micros(9 * HOUR))
    clock = await stage.clock(number, "resolution")
    assert clock.used_us == staff.contract_us


async def test_a_member_reads_states_and_no_other_word_of_a_tickets_course(stage: Stage) -> None:
    number = await lived(stage)
    stranger = replace(stage.people.requester, capabilities=stage.ada.capabilities)
    with pytest.raises(NotFound):
        await whose(stage, number, stranger)
    assert stage.ada.person_id is not None
    assert stranger.person_id is not None
    async with db.open(Member(stage.tenant, stage.ada.person_id)):
        assert await db.value("SELECT count(*) FROM standing") == 1
    async with db.open(Member(stage.tenant, stranger.person_id)):
        assert await db.value("SELECT count(*) FROM standing") == 0
    for column in ("memory", "pins", "touched_at"):
        with pytest.raises(Exception, match="permission denied"):
            async with db.open(Member(stage.tenant, stage.ada.person_id)):
                await db.value(f"SELECT {column} FROM standing LIMIT 1")
