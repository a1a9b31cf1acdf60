"""How the clocks of the tiers follow a ticket: each visit to a tier is a record of its own."""

from contracts import facts, metric
from contracts.clocks import clock_change
from contracts.clocks import clock_events as events
from contracts.clocks.clock_page import Page


def holder(tier: int) -> str:
    return f"L{tier}"


def raised(page: Page, fact: facts.Raised) -> None:
    _arrive(page)


def moved(page: Page, fact: facts.TierMoved) -> None:
    """A move within a tier is no hand-over; one of an ended ticket counts once it is reopened."""
    if fact.new == page.standing.tier:
        return
    _rest(page)
    page.note(tier=fact.new)
    if not page.standing.ended:
        _arrive(page)


def assigned(page: Page, fact: facts.Assigned) -> None:
    if fact.assignee is not None:
        page.note(picked_up=True)
        page.put(events.Stopped, metric.PICKUP, _visited(page))


def ended(page: Page, fact: facts.Resolved | facts.Closed) -> None:
    if page.standing.ended:
        _rest(page)


def reopened(page: Page, fact: facts.Reopened) -> None:
    """The visit goes on if the ticket is still with the tier that had it."""
    if page.standing.visiting != page.standing.tier:
        _arrive(page)
        return
    clock_change.go_on(page, metric.HOLD, _visited(page))
    if not page.standing.picked_up:
        clock_change.go_on(page, metric.PICKUP, _visited(page))


def _arrive(page: Page) -> None:
    page.note(visiting=page.standing.tier, picked_up=False)
    page.start(metric.HOLD, _visited(page))
    page.start(metric.PICKUP, _visited(page))


def _rest(page: Page) -> None:
    page.put(events.Stopped, metric.HOLD, _visited(page))
    page.put(events.Stopped, metric.PICKUP, _visited(page))


def _visited(page: Page) -> str:
    standing = page.standing
    return holder(standing.tier if standing.visiting is None else standing.visiting)
