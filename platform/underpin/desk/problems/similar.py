"""Past tickets like this one: staff find them among all their clients, a member among what they may
see of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from underpin.desk.problems import likeness
from underpin.desk.problems.likeness import Met
from underpin.desk.search import hits, reach, words
from underpin.desk.search.hits import Hit, Place
from underpin.desk.search.query import Term
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

MOST: Final = 10
ASKED: Final = 40
"""So many of a ticket's words are counted, its subject's first."""
TOO_COMMON: Final = 400
OF_EACH: Final = 60
"""So many of the newest tickets with each word are looked at."""

OPENING: Final = """
SELECT left(m.body, 4000) FROM message m
WHERE m.tenant_id = $1 AND m.ticket_id = $2 AND m.visibility = 'public'
ORDER BY m.happened_at, m.id LIMIT 1
"""


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Hit]:
    """The most alike first, ten at most. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    return await _alike(act, await said(ticket), (ticket.tenant_id, ticket.number))


@read("ticket.raise", STAFF)
async def of_words(act: Act, tenant: int, text: str) -> list[Hit]:
    """Of a ticket that is being taken down: that client's, the most alike first."""
    asked = list(dict.fromkeys(words.of(text)))[:ASKED]
    return await _alike(act, asked, None) if asked else []


async def _alike(act: Act, asked: Sequence[str], own: tuple[int, int] | None) -> list[Hit]:
    seek = _by_member if act.audience is Audience.MEMBER else _by_staff
    seen, met = await seek(act, asked)
    rare = likeness.rare(seen, TOO_COMMON)
    among = [each for each in met if each.word in rare and (each.tenant_id, each.number) != own]
    best = likeness.ranked(among, seen, likeness.fewest(rare))[:MOST]
    places = [Place(*name, act.now, weight) for name, weight in best]
    return await hits.of(act, places, [Term(word) for word in rare])


async def said(ticket: Ticket) -> list[str]:
    """A ticket's first words: of its subject, then of how it was opened."""
    opening = await db.value(OPENING, ticket.tenant_id, ticket.id)
    return list(dict.fromkeys([*words.of(ticket.subject), *words.of(opening or "")]))[:ASKED]


Found = tuple[Mapping[str, int], Sequence[Met]]

# The search index's own walk, one word at a time: it knows how to go through one client and through
# a thousand, and gives nothing confidential.
BY_STAFF: Final = """
SELECT a.word, f.tenant_id, f.number FROM unnest($1::text[]) AS a(word), LATERAL search_found(
    ARRAY[0], ARRAY[a.word], ARRAY[true], 0, $2::int[], $3, $4::uuid, NULL, 'infinity',
    NULL, NULL, NULL, NULL, $5, $5) f
"""


async def _by_staff(act: Act, asked: Sequence[str]) -> Found:
    tenants = act.principal.tenant_ids if act.tenant is None else (act.tenant,)
    found = await reach.of(tenants, [Term(word) for word in asked])
    seen = {form.word: form.seen for form in found.forms}
    rare = likeness.rare(seen, TOO_COMMON)
    rows = await db.rows(
        BY_STAFF,
        *(list(rare), list(tenants), found.everywhere, act.person_id, OF_EACH),
    )
    return seen, [Met(row["tenant_id"], row["number"], row["word"]) for row in rows]


# Under the member's own policy, which shows them words of what they may see alone.
BY_MEMBER: Final = """
SELECT a.word, s.number FROM unnest($2::text[]) AS a(word), LATERAL (
    SELECT w.number FROM search_word w WHERE w.tenant_id = $1 AND w.word = a.word
    ORDER BY w.number DESC LIMIT $3) s
"""


async def _by_member(act: Act, asked: Sequence[str]) -> Found:
    own = act.principal.own_tenant
    rows = await db.rows(BY_MEMBER, own, list(asked), OF_EACH)
    met = [Met(own, row["number"], row["word"]) for row in rows]
    seen: dict[str, int] = {}
    for each in met:
        seen[each.word] = seen.get(each.word, 0) + 1
    return seen, met
