"""Metering: from a fact of the desk to the usage it is. Pure; the ledger does the rest.

Event ids follow from the fact, so hearing a fact twice counts once (the ledger's unique key).

- A ticket counts once, when it is first resolved, by its type and tier at that moment; only if a
  person asked for it: not alerts, not what staff raised unprompted, and never a complaint. Merged
  into another, it is a duplicate and taken back; so is one judged spam, a duplicate or our own
  fault, until it is judged genuine again.
- Minutes count as posted by a lead, each entry in full; rounding is the price's. Only chargeable
  minutes are `staff_minutes`; `worked_minutes` holds all of them, for the margin.
- A vendor's cost is passed through in its own currency.
- An entry or cost posted again replaces what it said before.

What the persistence must give: the ticket's earlier facts in their order, with their event ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from billing.amounts import exact
from billing.metered import ledger, meter
from billing.metered.ledger import UsageEvent
from contracts import facts
from underpin.kernel import ids

SOURCE: Final = "desk"
UNBILLED: Final = frozenset({"complaint"})
"""Nobody pays for complaining."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact and the id of the event that holds it."""

    id: UUID
    fact: facts.Fact


def usage(stored: Stored, earlier: Sequence[Stored] = ()) -> tuple[UsageEvent, ...]:
    """The entries that `stored` adds to the ledger, given the same ticket's `earlier` facts."""
    match stored.fact:
        case facts.Resolved() | facts.Merged() | facts.Judged():
            return _moved(_ticket(earlier), _ticket([*earlier, stored]))
        case facts.TimePosted() | facts.VendorCostBooked():
            return _replacing(stored, earlier)
        case _:
            return ()


def _moved(before: UsageEvent | None, after: UsageEvent | None) -> tuple[UsageEvent, ...]:
    if before == after:
        return ()
    return (*((_taken_back(before),) if before else ()), *((after,) if after else ()))


def _ticket(course: Sequence[Stored]) -> UsageEvent | None:
    """The ticket's entry that stands after this course. One that was taken back and counts again
    is another entry, of the same moment."""
    standing: UsageEvent | None = None
    resolved: int | None = None
    genuine = True
    for place, stored in enumerate(course):
        match stored.fact:
            case facts.Resolved() if resolved is None:
                resolved = place
                standing = _resolved(course, place, stored.fact.ticket_id) if genuine else None
            case facts.Merged():
                return None
            case facts.Judged(verdict=verdict):
                genuine = verdict == "genuine"
                if not genuine or resolved is None:
                    standing = None
                elif standing is None:
                    standing = _resolved(course, resolved, stored.id)
    return standing


def _resolved(course: Sequence[Stored], place: int, named_after: UUID) -> UsageEvent | None:
    """The entry for a ticket that is resolved by the fact at `place`; None for what nobody asked
    for."""
    before = [stored.fact for stored in course[:place]]
    raised = next((fact for fact in before if isinstance(fact, facts.Raised)), None)
    if raised is None or not _asked_for(raised) or _type(raised, before) in UNBILLED:
        return None
    return _event(
        course[place].fact,
        str(ids.derive(named_after, meter.TICKETS.key)),
        meter.TICKETS.key,
        exact.ONE,
        type=_type(raised, before),
        tier=_tier_name(_tier(raised, before)),
    )


def _asked_for(raised: facts.Raised) -> bool:
    return raised.actor in ("client", "staff") and not (
        raised.unprompted or raised.channel == facts.ALERT
    )


def _type(raised: facts.Raised, course: Sequence[facts.Fact]) -> str:
    changes = [fact.new for fact in course if isinstance(fact, facts.TypeChanged)]
    return [raised.type, *changes][-1]


def _tier(raised: facts.Raised, course: Sequence[facts.Fact]) -> int:
    moves = [fact.new for fact in course if isinstance(fact, facts.TierMoved)]
    return [raised.tier, *moves][-1]


def _tier_name(tier: int) -> str:
    return f"L{tier}"


def _replacing(stored: Stored, earlier: Sequence[Stored]) -> tuple[UsageEvent, ...]:
    before = [one for one in earlier if _subject(one.fact) == _subject(stored.fact)]
    old = _counted(before[-1]) if before else ()
    return (*(_taken_back(event) for event in old), *_counted(stored))


def _subject(fact: facts.Fact) -> UUID | None:
    """The time entry or cost that a fact is about."""
    if isinstance(fact, facts.TimePosted):
        return fact.entry_id
    return fact.cost_id if isinstance(fact, facts.VendorCostBooked) else None


def _counted(stored: Stored) -> tuple[UsageEvent, ...]:
    match stored.fact:
        case facts.TimePosted() as time:
            return _minutes(stored.id, time)
        case facts.VendorCostBooked() as cost:
            return (_cost(stored.id, cost),)
        case _:
            return ()


def _minutes(event_id: UUID, time: facts.TimePosted) -> tuple[UsageEvent, ...]:
    counted = {meter.WORKED_MINUTES.key: time.worked_minutes}
    if time.coverage == "chargeable":
        counted[meter.STAFF_MINUTES.key] = time.minutes
    return tuple(
        _event(
            time,
            str(ids.derive(event_id, key)),
            key,
            Decimal(minutes),
            tier=_tier_name(time.tier),
            work_type=time.work_type,
            coverage=time.coverage,
            hours=time.hours,
            group=time.group,
            po_number=time.po_number,
        )
        for key, minutes in counted.items()
        if minutes
    )


def _cost(event_id: UUID, cost: facts.VendorCostBooked) -> UsageEvent:
    key = meter.VENDOR_COST.key
    return _event(
        cost,
        str(ids.derive(event_id, key)),
        key,
        cost.amount,
        vendor=str(cost.vendor),
        currency=cost.currency,
    )


def _event(
    fact: facts.Fact, event_id: str, key: str, quantity: Decimal, **dimensions: str
) -> UsageEvent:
    return UsageEvent(
        tenant_id=fact.tenant_id,
        source=SOURCE,
        event_id=event_id,
        meter=key,
        quantity=quantity,
        happened_at=fact.at,
        dimensions=ledger.dimensions(ticket=str(fact.ticket_id), **dimensions),
    )


def _taken_back(event: UsageEvent) -> UsageEvent:
    """Its id follows from the entry alone, so an entry is never taken back twice."""
    return ledger.reversal(event, str(ids.derive(UUID(event.event_id), "taken back")))
