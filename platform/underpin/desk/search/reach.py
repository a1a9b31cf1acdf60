"""How a staff person's search goes about the index: which words it asks for, and which of them is
rarest, because the walk begins there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from underpin.desk.search.query import Term
from underpin.kernel import db

FEW = 16
"""Up to so many clients are walked one by one; more of them all at once."""
COUNTED = 500
"""As far as the index counts what it has of a word; walked one by one, the clients share it."""
FORMS_OF_ONE = 12
"""So many words are met by a beginning, the shortest first."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word of the index that a term may be met by; `seen`: how often it stands there, counted up
    to a bound."""

    term: int
    word: str
    exact: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The clients asked for, and the forms of the terms."""

    tenants: tuple[int, ...]
    forms: tuple[Form, ...]

    @property
    def everywhere(self) -> bool:
        return len(self.tenants) > FEW

    def seen(self, term: int) -> int:
        return sum(form.seen for form in self.forms if form.term == term)

    @property
    def rarest(self) -> int:
        return min({form.term for form in self.forms}, key=lambda term: (self.seen(term), term))

    @property
    def complete(self) -> bool:
        """Whether the walk surely comes to every ticket that has the rarest; it may where this says
        no."""
        most = COUNTED if self.everywhere else COUNTED // max(1, len(self.tenants))
        cut = any(
            sum(form.term == term for form in self.forms) >= FORMS_OF_ONE
            for term in {form.term for form in self.forms}
        )
        return self.seen(self.rarest) < most and not cut

    @property
    def missing(self) -> bool:
        """A term that nothing meets."""
        return any(self.seen(form.term) == 0 for form in self.forms)


FORMS = "SELECT * FROM search_forms($1::int[], $2::text[], $3::boolean[], $4::int[], $5)"


async def of(tenants: Sequence[int], terms: Sequence[Term]) -> Reach:
    rows = await db.rows(
        FORMS,
        list(range(len(terms))),
        [term.word for term in terms],
        [term.prefix for term in terms],
        list(tenants),
        len(tenants) > FEW,
    )
    return Reach(tuple(tenants), tuple(Form(**row) for row in rows))
