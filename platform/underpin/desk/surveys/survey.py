"""A survey about one ticket: asked once, answered once, changeable for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.surveys.terms import Terms
from underpin.kernel import db
from underpin.kernel.errors import Conflict, Malformed

RATINGS: Final = range(1, 6)
"""1 very unhappy ... 5 very happy."""
LONGEST: Final = 2_000
OPEN_FOR: Final = timedelta(days=30)


class SurveyClosed(Conflict):
    code = "survey-closed"
    title = "This can no longer be answered: write to us on the ticket instead"


@dataclass(frozen=True, slots=True)
class Survey:
    """`rating` None: not answered yet."""

    id: UUID
    ticket_id: UUID
    person_id: UUID
    rating: int | None
    comment: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None

    def is_open(self, terms: Terms, now: datetime) -> bool:
        """Whether it may be answered, or an answer changed."""
        if self.revoked_at is not None:
            return False
        if self.answered_at is None:
            return now <= self.expires_at
        return now <= self.answered_at + timedelta(days=terms.changeable_days)


COLUMNS: Final = ", ".join(f"v.{name}" for name in Survey.__slots__)


def read(row: db.Row) -> Survey:
    return Survey(**{name: row[name] for name in Survey.__slots__})


def check(rating: int, comment: str) -> None:
    """Raises Malformed."""
    if rating not in RATINGS:
        raise Malformed("rating: 1 (very unhappy) to 5 (very happy).", field="rating")
    if len(comment) > LONGEST:
        raise Malformed(f"comment: at most {LONGEST} characters.", field="comment")
