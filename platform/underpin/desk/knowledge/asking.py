"""Words that somebody typed, or that stand in a ticket, as terms to look articles up by. Pure."""

from __future__ import annotations

from itertools import islice
from typing import Final

from underpin.desk.search import folding, query
from underpin.desk.search.query import Term

MOST: Final = 24
LONGEST: Final = 1_000

# Words that say nothing of a matter, in the languages we speak that put spaces between them. Where
# there are many articles their number says so too; where there are few it cannot.
_SAID: Final = """
a about after again all also am an and any are as at be been before being but by can could did do
does for from get had has have he her his how i if in into is it its just like me my no nor not now
of off on once one only or other our out over please since so some than that the their them then
there these they this to too up us very was we were what when where which who why will with would
you your
albo ale bez bo by być chyba co coś czy dla do gdy gdzie go i ich ile im ja jak jako je jego jej
jest jestem już kiedy kto która które który ma mam mi mnie moja moje mój mu na nad nam nas nic nie
nim o od on ona oraz po pod przed przez przy są się ta tak tam te tego tej ten też to tu tylko tym w
we z za ze że
في من على إلى عن لا هذا هذه ما مع هل لم لن قد كان أن إن أو ثم كل هو هي أنا نحن بعد قبل عند ذلك
"""
COMMON: Final = frozenset(folding.fold(word) for word in _SAID.split())


def terms(text: str) -> list[Term]:
    """The first different words of it that say something. The last one may be a beginning, because
    somebody may be typing it; empty where nothing in it is a word."""
    telling = (each for each in query.terms(text[:LONGEST]) if each.word not in COMMON)
    return list(islice(dict.fromkeys(telling), MOST))
