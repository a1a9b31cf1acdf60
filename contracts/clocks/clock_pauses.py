"""A ticket's clocks pause and run on as its state asks, each by its own target."""

from contracts import metric
from contracts.clocks import clock_events as events
from contracts.clocks.clock_page import Page
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_state import STOPPED

QUESTION = "question"
"""Why a vendor's clocks pause while it waits for our answer."""


def settle(page: Page) -> None:
    """Brings every clock into line with the state that the fact left the ticket in."""
    state = page.standing.held_in
    history = page.standing.history
    if not history or history[-1][1] != state:
        page.note(history=(*history, (page.at, state)))
    for key in page.standing.numbers:
        _align(page, key, state, page.at)


def relive(page: Page, key: Key, since: int) -> None:
    """What the ticket went through between `since` and the fact, for a clock begun in the past."""
    for at, state in _states(page.standing.history, since, page.at):
        if page.terms.stops(key.metric, state):
            page.write(key, events.Stopped, at=at)
        elif page.clocks[key].ended == STOPPED:
            page.write(key, events.Reopened, at=at, mode=page.terms.reopen)
        _align(page, key, state, at)


def _states(history: tuple[tuple[int, str], ...], since: int, until: int) -> list[tuple[int, str]]:
    before = [state for at, state in history if at <= since]
    after = [(at, state) for at, state in history if since < at < until]
    return [(since, before[-1]), *after] if before else after


def _align(page: Page, key: Key, state: str, at: int) -> None:
    clock = page.clocks[key]
    if clock.ended is not None:
        return
    reasons = _reasons(page, key, state)
    for reason in sorted(reasons.difference(clock.paused)):
        page.write(key, events.Paused, at=at, reason=reason)
    for reason in sorted(set(clock.paused) - reasons):
        page.write(key, events.Resumed, at=at, reason=reason)


def _reasons(page: Page, key: Key, state: str) -> set[str]:
    """Why this clock must stand still, if it must."""
    reasons = {state} if page.terms.pauses(page.clocks[key].target, state) else set()
    case = page.standing.case(key.holder) if key.metric in metric.UC else None
    return reasons | {QUESTION} if case and case.asked else reasons
