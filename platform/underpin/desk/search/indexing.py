"""A ticket's words, kept in the very statement that writes its subject or a message: what was said
is found as soon as it was said, and never before (docs/decisions/0012-search.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from underpin.desk.search import words
from underpin.kernel import db

SUBJECT: Final = 1
PUBLIC: Final = 2
NOTE: Final = 4
"""Where in a ticket a word stands, as bits."""

FOR_MEMBERS: Final = SUBJECT | PUBLIC

MERGED = """
ON CONFLICT (tenant_id, word, number) DO UPDATE SET places = search_word.places | excluded.places
WHERE search_word.places <> search_word.places | excluded.places
"""


def kept(  # noqa: PLR0917 - in the order of the columns
    tenant: str, number: str, raised_at: str, place: str, said: str, of: str = ""
) -> str:
    """SQL that keeps the words of `said`, an array; each argument is an expression, over the rows
    of `of` where that is given."""
    among = f"{of}, " if of else ""
    return (
        "INSERT INTO search_word (tenant_id, word, number, raised_at, places) "
        f"SELECT {tenant}, u.word, {number}, {raised_at}, {place} "
        f"FROM {among}unnest({said}::text[]) AS u(word) {MERGED}"
    )


@dataclass(frozen=True, slots=True)
class Text:
    """Something said in a ticket; `place` is one of the bits."""

    number: int
    raised_at: datetime
    place: int
    text: str


MANY = f"""
INSERT INTO search_word (tenant_id, word, number, raised_at, places)
SELECT $1, u.word, u.number, u.raised_at, bit_or(u.place)::smallint
FROM unnest($2::text[], $3::int[], $4::timestamptz[], $5::int[])
     AS u(word, number, raised_at, place)
GROUP BY u.word, u.number, u.raised_at {MERGED}
"""


async def keep(tenant: int, texts: Sequence[Text]) -> None:
    """The words of texts that stand already; kept twice they are kept once."""
    found = [(word, each) for each in texts for word in words.of(each.text)]
    await db.execute(
        MANY,
        tenant,
        [word for word, _ in found],
        [each.number for _, each in found],
        [each.raised_at for _, each in found],
        [each.place for _, each in found],
    )


FORGET = """
DELETE FROM search_word s USING unnest($2::text[], $3::int[]) AS u(word, number)
WHERE s.tenant_id = $1 AND s.word = u.word AND s.number = u.number
"""


async def forget(tenant: int, texts: Sequence[Text]) -> None:
    """Before texts change or go: every word of theirs, wherever else it stands; what stands
    afterwards is to be kept anew."""
    found = sorted({(word, each.number) for each in texts for word in words.of(each.text)})
    await db.execute(FORGET, tenant, [word for word, _ in found], [at for _, at in found])


TEXTS = """
SELECT t.number, t.raised_at, 1 AS place, t.subject AS text FROM ticket t
WHERE t.tenant_id = $1 AND t.number = ANY ($2::int[])
UNION ALL
SELECT t.number, t.raised_at, CASE m.visibility WHEN 'public' THEN 2 ELSE 4 END, m.body
FROM ticket t JOIN message m ON m.tenant_id = t.tenant_id AND m.ticket_id = t.id
WHERE t.tenant_id = $1 AND t.number = ANY ($2::int[])
"""


async def texts(tenant: int, numbers: Sequence[int]) -> list[Text]:
    """All that is said in these tickets as it stands now."""
    return [Text(**row) for row in await db.rows(TEXTS, tenant, list(numbers))]
