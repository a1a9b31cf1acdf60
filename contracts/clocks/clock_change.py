"""A ticket's clocks when what is promised about it changes: priority, type or version."""

from typing import Final

from contracts import facts, metric
from contracts.clocks import clock_events as events
from contracts.clocks import clock_pauses
from contracts.clocks.clock_events import RetargetMode
from contracts.clocks.clock_page import Page
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_state import RELEASED, STOPPED, Clock
from contracts.clocks.clock_target import UNLIMITED, Target
from contracts.clocks.clock_terms import Promise

_SIDES: Final = {"sla": metric.SLA, "ola": metric.OLA, "uc": metric.UC, "policy": ()}
_MODES: Final[dict[str, RetargetMode]] = {
    "new_facts": "restart",
    "our_mistake": "keep",
    "fall_agreed": "keep",
    "fall": "keep",
}
_JUDGED_ANEW: Final = ("our_mistake", "fall_agreed")


def reprioritised(page: Page, fact: facts.Reprioritised) -> None:
    page.note(priority=fact.new)
    _changed(page, fact.cause)


def retyped(page: Page, fact: facts.TypeChanged) -> None:
    page.note(type=fact.new)
    _changed(page, fact.cause)


def wanted_moved(page: Page, fact: facts.WantedMoved) -> None:
    """What is not done yet is held to the new date; to the usual target where there is none."""
    page.note(wanted_at=fact.wanted_at)
    key = page.standing.latest(metric.RESOLUTION, "")
    if key is not None and page.clocks[key].ended is None:
        _held_to(page, key, "keep", withdraws=fact.agreed, why=fact.kind)


def terms_changed(page: Page, fact: facts.TermsChanged) -> None:
    """Open clocks go on under the new version from now on, never backwards; those of another
    tier or vendor stay as they are."""
    for key in page.standing.numbers:
        open_there = key.metric in _SIDES[fact.side] and page.clocks[key].ended is None
        if open_there and not _is_held_so(page, key):
            _held_to(page, key, "forward", why=fact.version)


def go_on(page: Page, name: str, holder: str = "") -> None:
    """Reopened, and held to what is promised by now if that changed while it stood still."""
    key = page.standing.latest(name, holder)
    if key is None or page.clocks[key].ended != STOPPED:
        return
    page.write(key, events.Reopened, mode=page.terms.reopen)
    if not _is_held_so(page, key):
        _held_to(page, key, "forward")


def _is_held_so(page: Page, key: Key) -> bool:
    """Whether the clock is held already to what is promised by now."""
    clock, promised = page.clocks[key], page.promise(key.metric, key.holder)
    return promised is not None and (promised.target, promised.calendar) == (
        clock.target,
        clock.calendar,
    )


def _changed(page: Page, cause: str) -> None:
    """From the change for new facts, else from creation (PRACTICE 14).

    What counts from creation is judged anew even where it was decided, every exchange of it.
    """
    anew = cause in _JUDGED_ANEW
    for key in sorted(page.clocks) if anew else list(page.standing.numbers):
        if _concerned(page, key, decided_too=anew):
            _held_to(page, key, _MODES[cause], withdraws=anew, why=cause)
    for name in metric.SLA:
        _newly_promised(page, name, from_now=cause == "new_facts")


def _concerned(page: Page, key: Key, *, decided_too: bool) -> bool:
    """Agreements inside the house change for what is open; a visit that is over is over; and a
    wanted date is what it is at any priority."""
    if key.metric == metric.RESOLUTION and page.standing.wanted_at is not None:
        return False
    ended = page.clocks[key].ended
    return ended is None or (ended == STOPPED and decided_too and key.metric in metric.SLA)


def _held_to(
    page: Page, key: Key, mode: RetargetMode, *, withdraws: bool = False, why: str = ""
) -> None:
    promised = page.promise(key.metric, key.holder)
    if promised is None:
        page.write(key, events.Released, why=why)
        return
    page.write(
        key,
        events.Retargeted,
        target=promised.target,
        calendar=promised.calendar,
        mode=mode,
        withdraws=withdraws,
        why=why,
    )


def _newly_promised(page: Page, name: str, *, from_now: bool) -> None:
    """Something owed that no clock counts yet: from now, or from when it was first owed.

    Until now nothing was promised, so that what is already exceeded is missed by the change.
    """
    owed, promised = _owed_since(page, name), page.promise(name)
    if owed is None or promised is None or _is_counted(page.current(name), owed):
        return
    if not from_now:
        hours = promised.target.calendar_version
        until_now = Target(name, UNLIMITED, promised.target.pauses, calendar_version=hours)
        key = page.begin(name, Promise(until_now, promised.calendar), since=owed)
        clock_pauses.relive(page, key, owed)
        _held_to(page, key, "keep")
    elif not page.standing.ended:
        key = page.begin(name, promised)
        if not _is_held_so(page, key):
            _held_to(page, key, "forward")


def _is_counted(clock: Clock | None, owed: int) -> bool:
    if clock is None or clock.started_at is None or clock.ended == RELEASED:
        return False
    return clock.started_at >= owed


def _owed_since(page: Page, name: str) -> int | None:
    standing = page.standing
    return {
        metric.FIRST_RESPONSE: standing.started_at if standing.owes_response else None,
        metric.NEXT_REPLY: standing.reply_owed_since,
        metric.NEXT_UPDATE: None if standing.update_due_anew else standing.updated_at,
        metric.RESOLUTION: standing.started_at,
    }[name]
