"""How the clocks of an SLA follow a ticket: first response, replies, updates, resolution.

A public message by a person answers everything owed. Resolving the ticket ends what is owed
without answering it: if it is reopened, an unanswered clock goes on where it stood.
"""

from contracts import facts, metric
from contracts.clocks import clock_change
from contracts.clocks import clock_events as events
from contracts.clocks.clock_page import Page
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_terms import Terms


def raised(page: Page, fact: facts.Raised) -> None:
    alert, start = fact.channel == facts.ALERT, begins(fact, page.terms)
    page.note(
        type=fact.type,
        priority=fact.priority,
        state=fact.state,
        tier=fact.tier,
        started_at=start,
        updated_at=start,
        wanted_at=fact.wanted_at,
        owes_response=not alert and not fact.unprompted,
    )
    if page.standing.owes_response:
        page.start(metric.FIRST_RESPONSE, since=start)
    page.start(metric.NEXT_UPDATE, since=start)
    page.start(metric.RESOLUTION, since=start)
    if fact.live:
        _responded(page)


def begins(fact: facts.Raised, terms: Terms) -> int:
    """When the matter reached us; for an alert, as the version says."""
    alert = fact.channel == facts.ALERT
    if alert and terms.alerts_start_at == "start" and fact.began_at is not None:
        return min(fact.began_at, fact.at)
    return fact.at


def replied(page: Page, fact: facts.PublicReply) -> None:
    if not fact.by_person:
        return
    _responded(page)
    _answered(page)
    page.put(events.Stopped, metric.NEXT_UPDATE)
    page.note(updated_at=page.at, update_due_anew=page.standing.ended)
    if not page.standing.ended:
        page.start(metric.NEXT_UPDATE)


def acknowledged(page: Page, fact: facts.Acknowledged) -> None:
    if page.terms.named_acknowledgment_counts:
        _responded(page)


def client_wrote(page: Page, fact: facts.ClientMessage) -> None:
    """Ends a wait for the client, and asks for a reply unless an older message does already."""
    if not fact.by_person:
        return
    if page.standing.state == facts.WAITING_CLIENT:
        page.note(state=facts.OPEN)
    if page.standing.reply_owed_since is None:
        page.note(reply_owed_since=page.at)
        page.start(metric.NEXT_REPLY)
    else:
        clock_change.go_on(page, metric.NEXT_REPLY)


def needs_no_reply(page: Page, fact: facts.NoReplyNeeded) -> None:
    _answered(page, why=fact.kind)


def state_changed(page: Page, fact: facts.StateChanged) -> None:
    page.note(state=fact.new)


def resolved(page: Page, fact: facts.Resolved) -> None:
    if fact.resolution == "resolved":
        _end(page, facts.RESOLVED)
    elif page.terms.resolution_stops_at == "restored":
        page.put(events.Stopped, metric.RESOLUTION, why=fact.resolution)


def closed(page: Page, fact: facts.Closed) -> None:
    _end(page, facts.CLOSED)


def reopened(page: Page, fact: facts.Reopened) -> None:
    standing = page.standing
    page.note(ended=False, update_due_anew=False)
    if standing.state in (facts.RESOLVED, facts.CLOSED):
        page.note(state=facts.OPEN)
    clock_change.go_on(page, metric.RESOLUTION)
    if standing.owes_response:
        clock_change.go_on(page, metric.FIRST_RESPONSE)
    if standing.reply_owed_since is not None:
        clock_change.go_on(page, metric.NEXT_REPLY)
    if standing.update_due_anew:
        page.start(metric.NEXT_UPDATE)
    elif standing.ended:
        clock_change.go_on(page, metric.NEXT_UPDATE)


def merged(page: Page, fact: facts.Merged) -> None:
    """Nothing of a ticket that went into another one is counted, decided or not.

    Vendor cases go on: the vendor owes what it owes.
    """
    page.note(merged=True)
    for key in sorted(page.clocks):
        if key.metric not in metric.UC:
            page.write(key, events.Merged)


def absorbed(page: Page, fact: facts.Absorbed) -> None:
    """The survivor keeps the earliest start; a silence that was answered there is over there."""
    started = page.standing.started_at
    if started is None or fact.raised_at >= started:
        return
    page.note(started_at=fact.raised_at)
    page.put(events.Antedated, metric.RESOLUTION, start=fact.raised_at)
    if fact.responded_at is None:
        page.put(events.Antedated, metric.FIRST_RESPONSE, start=fact.raised_at)
        if page.standing.latest(metric.NEXT_UPDATE) == Key(metric.NEXT_UPDATE):
            page.note(updated_at=min(fact.raised_at, page.standing.updated_at))
            page.put(events.Antedated, metric.NEXT_UPDATE, start=fact.raised_at)


def _responded(page: Page) -> None:
    page.note(owes_response=False)
    page.put(events.Stopped, metric.FIRST_RESPONSE)


def _answered(page: Page, why: str = "") -> None:
    page.note(reply_owed_since=None)
    page.put(events.Stopped, metric.NEXT_REPLY, why=why)


def _end(page: Page, state: str) -> None:
    page.note(ended=True, state=state)
    for name in metric.SLA:
        if page.terms.stops(name, state):
            page.put(events.Stopped, name, why=state)
