"""Whom a page calls next, and when. Pure.

Each person is called so often, then the next; after the last it begins again with the first, until
somebody accepts. Who declined is passed over, unless all did: then nobody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

TIMES = 2
EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Call:
    """One that was made."""

    staff_id: UUID
    called_at: datetime
    declined: bool = False


def following(chain: Sequence[UUID], calls: Sequence[Call]) -> UUID | None:
    """Who is called now: `chain` is who is on duty now, the first first, `calls` what was tried, in
    order. None where there is nobody to call."""
    declined = {call.staff_id for call in calls if call.declined}
    open_ = [person for person in chain if person not in declined] or list(chain)
    if not open_:
        return None
    last = calls[-1] if calls else None
    if last is None or last.staff_id not in open_:
        return open_[0] if last is None else _after(chain, open_, last.staff_id)
    if last.declined or _in_a_row(calls) % TIMES == 0:
        return open_[(open_.index(last.staff_id) + 1) % len(open_)]
    return last.staff_id


def _after(chain: Sequence[UUID], open_: Sequence[UUID], last: UUID) -> UUID:
    """The next down the rota from somebody who is passed over, or is not on it any more."""
    place = list(chain).index(last) if last in chain else -1
    order = [*chain[place + 1 :], *chain]
    return next(person for person in order if person in open_)


def _in_a_row(calls: Sequence[Call]) -> int:
    last, count = calls[-1].staff_id, 0
    for call in reversed(calls):
        if call.staff_id != last:
            break
        count += 1
    return count
