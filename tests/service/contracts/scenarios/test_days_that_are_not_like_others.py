"""Weekends, holidays and nights on which the clocks change, lived through the desk."""

from __future__ import annotations

from contracts.agreements.agreed import Settings
from tests.service.contracts.scenarios import stage as stages
from tests.service.contracts.scenarios.stage import HOUR, MINUTE, SOON, Stage, local, micros


async def test_a_p1_at_17_58_on_the_friday_before_the_clocks_change(stage: Stage) -> None:
    """Two minutes are used on Friday; the rest of four hours begins on Monday at nine in summer
    time, so that it is due at 12:58 by the wall, an hour sooner than in Friday's offset."""
    await stage.at("2026-03-27T17:58")
    kept, missed = [await stage.raises("high", "high") for _ in range(2)]
    clock = await stage.clock(kept, "resolution")
    assert (clock.priority, clock.allowed_us) == ("P1", micros(4 * HOUR))
    assert clock.due_at == clock.breach_at == local("2026-03-30T12:58")
    assert clock.due_at.isoformat() == "2026-03-30T10:58:00+00:00"
    assert (await stage.clock(kept, "first_response")).due_at == local("2026-03-30T09:28")
    await stage.at("2026-03-30T09:28")
    for number in (kept, missed):
        await stage.answers(number)
    await stage.at("2026-03-30T12:58")
    await stage.resolves(kept)
    await stage.at("2026-03-30T12:58:00.000001")
    await stage.resolves(missed)
    clock = await stage.clock(kept, "resolution")
    assert (clock.outcome, clock.used_us, clock.left_us) == ("met", micros(4 * HOUR), 0)
    assert [(s.total_us) for s in clock.counted] == [micros(2 * MINUTE), micros(4 * HOUR)]
    late = await stage.clock(missed, "resolution")
    assert (late.outcome, late.breached_at) == ("breached", local("2026-03-30T12:58"))
    assert late.used_us == micros(4 * HOUR + SOON)
    assert (await stage.clock(missed, "first_response")).outcome == "met"


async def test_the_night_that_has_an_hour_twice_counts_it_twice(stage: Stage) -> None:
    """A vendor's four hours around the clock, begun at 23:45 in summer time, are over at 02:45 in
    winter time: the wall shows three hours, and four have passed."""
    await stage.at("2026-10-24T23:30")
    number = await stage.raises()
    vendor = await stage.hands_to_the_vendor(number)
    await stage.at("2026-10-24T23:45")
    await stage.hears(vendor, "acknowledge")
    update = await stage.clock(number, "update", visit=2)
    assert update.due_at is not None
    assert update.due_at.isoformat() == "2026-10-25T01:45:00+00:00"
    assert local("2026-10-25T02:45") + HOUR == update.due_at
    assert (await stage.clock(number, "acknowledge")).used_us == micros(15 * MINUTE)
    assert (await stage.clock(number, "resolution")).used_us == 0


async def test_over_easter_nobody_is_late(stage: Stage) -> None:
    """Raised on Maundy Thursday at five, eight hours: Good Friday and Easter Monday are holidays,
    so that it is due on Tuesday at four."""
    await stage.at("2026-04-02T17:00")
    number = await stage.raises()
    assert (await stage.clock(number, "resolution")).due_at == local("2026-04-07T16:00")
    await stage.at("2026-04-07T09:00")
    clock = await stage.clock(number, "resolution")
    assert (clock.used_us, clock.state) == (micros(1 * HOUR), "running")
    assert clock.calendar == "Office v1"
    response = await stage.clock(number, "first_response")
    assert (response.due_at, response.breach_at) == (
        local("2026-04-02T18:00"),
        local("2026-04-07T09:00"),
    )
    await stage.answers(number)
    assert (await stage.clock(number, "first_response")).outcome == "met"


async def test_a_vendor_asks_a_question_over_the_weekend(stage: Stage) -> None:
    """From the question on the vendor's time stands still, until it reports its fix; the client's
    clock knows nothing of it, and the hand-over puts the ticket back on L3."""
    await stage.at("2026-01-16T16:00")
    number = await stage.raises()
    vendor = await stage.hands_to_the_vendor(number)
    await stage.at("2026-01-16T16:30")
    await stage.hears(vendor, "acknowledge")
    await stage.at("2026-01-17T10:00")
    await stage.hears(vendor, "question", "Which firmware is on it?")
    await stage.at("2026-01-19T09:00")
    fix = await stage.clock(number, "fix")
    assert (fix.state, fix.paused_by, fix.used_us) == ("paused", ("question",), micros(18 * HOUR))
    await stage.at("2026-01-19T10:00")
    await stage.hears(vendor, "fixed", "Firmware replaced.")
    fix = await stage.clock(number, "fix")
    assert (fix.outcome, fix.used_us) == ("met", micros(18 * HOUR))
    assert ((await stage.ticket(number)).tier, (await stage.ticket(number)).state) == (3, "open")
    hold = await stage.clock(number, "hold", "L3")
    assert (hold.state, hold.used_us, hold.due_at) == ("running", 0, local("2026-01-19T16:00"))
    resolution = await stage.clock(number, "resolution")
    assert (resolution.used_us, resolution.state) == (micros(3 * HOUR), "running")
    seen = await stage.clocks(number, stage.ada)
    assert {clock.metric for clock in seen} == {"first_response", "resolution"}


async def test_vendor_time_that_the_sla_leaves_out_is_not_lost_sight_of() -> None:
    """Of two clients with the same day, one's SLA excludes vendor time: its resolution stands
    still, the first response does not."""
    told = {}
    for excluded in (False, True):
        stage = await stages.set_up(settings=Settings(exclude_vendor_time=excluded))
        await stage.at("2026-01-12T09:00")
        number = await stage.raises()
        await stage.at("2026-01-12T11:00")
        vendor = await stage.hands_to_the_vendor(number)
        await stage.at("2026-01-12T14:00")
        await stage.hears(vendor, "fixed")
        await stage.at("2026-01-12T15:00")
        await stage.resolves(number, body="The line is up again.")
        resolution = await stage.clock(number, "resolution")
        told[excluded] = resolution.used_us
        response = await stage.clock(number, "first_response")
        assert (response.outcome, response.breached_at) == ("breached", local("2026-01-12T10:00"))
        assert response.used_us == micros(6 * HOUR)
    assert told == {False: micros(6 * HOUR), True: micros(3 * HOUR)}
