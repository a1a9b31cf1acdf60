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
OF_A_FORM = 40
"""So often a word of a beginning is counted, where that is all that is asked for."""
WALKED, WALKED_OF_A_BEGINNING = 500, 80
"""Of so many tickets, the newest that have the rarest word, the best are given; fewer where all
that is asked for is a beginning, which up to twelve words may meet."""
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
    """The clients asked for, and the forms of the terms; `beginning`: whether one may go on."""

    tenants: tuple[int, ...]
    forms: tuple[Form, ...]
    beginning: bool = False

    @property
    def everywhere(self) -> bool:
        return len(self.tenants) > FEW

    def seen(self, term: int) -> int:
        return sum(form.seen for form in self.forms if form.term == term)

    @property
    def rarest(self) -> int:
        return min({form.term for form in self.forms}, key=lambda term: (self.seen(term), term))

    @property
    def begins(self) -> bool:
        """Whether all that is asked for is the beginning of one word."""
        return self.beginning and len({form.term for form in self.forms}) == 1

    @property
    def walked(self) -> int:
        return WALKED_OF_A_BEGINNING if self.begins else WALKED

    @property
    def complete(self) -> bool:
        """Whether the walk surely comes to every ticket that has the rarest; it may where this says
        no."""
        counted = OF_A_FORM if self.begins else COUNTED
        share = counted if self.everywhere else counted // max(1, len(self.tenants))
        if self.begins and any(form.seen >= share for form in self.forms):
            return False
        most = self.walked if self.begins else share
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
    forms = tuple(Form(**row) for row in rows)
    return Reach(tuple(tenants), forms, beginning=any(term.prefix for term in terms))
