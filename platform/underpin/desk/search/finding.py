"""Search: tickets by what is said in them, or by number, the best first.

A match in the subject counts more than one in a public message, that more than one in a note; a
whole word more than the beginning of one; an open ticket more than one that is done; then the
newest. Ranked are the newest 500 tickets that have the rarest of the words, or the newest 80 where
all that is asked for is the beginning of a word: `complete` says whether that was all of them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from underpin.desk.queues import ranking
from underpin.desk.search import hits, query, reach
from underpin.desk.search.hits import Hit, Place
from underpin.desk.search.query import Query
from underpin.desk.search.reach import Reach
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

PAGE = 20
LONGEST_PAGE = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`tenants`: of these clients only; `live`: only what is open, or only what is done."""

    tenants: tuple[int, ...] = ()
    live: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`after` asks for the next page; None at the end. `complete` false: there may be tickets that
    were not looked at, older ones or by longer words; another word narrows it."""

    hits: list[Hit]
    after: str | None
    complete: bool


class Key(msgspec.Struct, array_like=True):
    """The last ticket of a page; `until`: what is raised later does not move the pages."""

    score: int
    raised_at: datetime
    tenant_id: int
    number: int
    until: datetime

    @property
    def words(self) -> tuple[object, ...]:
        return (self.until, self.score, self.raised_at, self.tenant_id, self.number)


@read("ticket.read", STAFF, MEMBER)
async def find(
    act: Act,
    q: str,
    wanted: Narrowed | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Found:
    """Raises Malformed for what has no word in it, NotFound for a client that is none of theirs."""
    asked, narrowed = query.read(q), wanted or Narrowed()
    limit = max(1, min(limit, LONGEST_PAGE))
    key = _decoded(after) if after else None
    seek = _by_member if act.audience is Audience.MEMBER else _by_staff
    places, complete = await seek(act, asked, narrowed, key, limit + 1)
    if key is None:
        named = await _numbered(act, asked, narrowed)
        places = [*named, *(each for each in places if each.name not in {n.name for n in named})]
    shown = places[:limit]
    more = _encoded(shown[-1], key, act) if len(places) > limit else None
    return Found(await hits.of(act, shown, asked.terms), more, complete)


Places = tuple[list[Place], bool]


async def _by_staff(
    act: Act, asked: Query, wanted: Narrowed, key: Key | None, limit: int
) -> Places:
    tenants = _tenants(act, wanted)
    if not asked.terms or not tenants:
        return [], True
    found = await reach.of(tenants, asked.terms)
    if found.missing:
        return [], True
    rows = await db.rows(FOUND, *_words(act, found, wanted, key), found.walked, limit)
    return [Place(**row) for row in rows], found.complete


FOUND = """
SELECT * FROM search_found($1::int[], $2::text[], $3::boolean[], $4, $5::int[], $6, $7, $8, $9,
                           $10, $11, $12, $13, $14, $15)
"""


def _words(act: Act, found: Reach, wanted: Narrowed, key: Key | None) -> tuple[object, ...]:
    return (
        [form.term for form in found.forms],
        [form.word for form in found.forms],
        [form.exact for form in found.forms],
        *(found.rarest, list(found.tenants), found.everywhere),
        *(act.principal.person_id, wanted.live),
        *(key.words if key else (act.now, None, None, None, None)),
    )


def _tenants(act: Act, wanted: Narrowed) -> Sequence[int]:
    own = act.principal.tenant_ids if act.tenant is None else (act.tenant,)
    if not set(wanted.tenants) <= set(own):
        raise NotFound
    return wanted.tenants or own


async def _by_member(
    act: Act, asked: Query, wanted: Narrowed, key: Key | None, limit: int
) -> Places:
    if not asked.terms:
        return [], True
    rows = await db.rows(
        MEMBERS,
        act.principal.own_tenant,
        act.person_id,
        list(range(len(asked.terms))),
        [term.word for term in asked.terms],
        [term.prefix for term in asked.terms],
        wanted.live,
        *(key.words if key else (act.now, None, None, None, None)),
        limit,
    )
    places = [Place(**{name: row[name] for name in Place.__slots__}) for row in rows]
    return places, all(row["complete"] for row in rows)


# Somebody who sees but their own has few tickets: those are looked up. Who was granted more walks
# the words, under the same policy.
MEMBERS = """
WITH granted AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM member_grant g WHERE g.tenant_id = $1 AND g.person_id = $2) AS more
), own AS MATERIALIZED (
    SELECT array_agg(o.number) AS numbers FROM (
        (SELECT t.number FROM ticket t WHERE t.tenant_id = $1 AND t.requester_id = $2
         ORDER BY t.raised_at DESC LIMIT 2000)
        UNION
        (SELECT t.number FROM ticket_watcher w JOIN ticket t ON t.tenant_id = w.tenant_id
           AND t.id = w.ticket_id WHERE w.tenant_id = $1 AND w.person_id = $2 LIMIT 2000)) o
), asked AS (
    SELECT a.term, a.word, a.prefix, CASE WHEN a.prefix THEN a.word || chr(1114111) ELSE a.word END
           AS last
    FROM unnest($3::int[], $4::text[], $5::boolean[]) AS a(term, word, prefix)
), met AS MATERIALIZED (
    SELECT a.term, s.number, s.raised_at,
           CASE WHEN s.places & 1 > 0 THEN 8 ELSE 4 END
           * CASE WHEN s.word = a.word THEN 2 ELSE 1 END AS weight
    FROM asked a, own, LATERAL (
        SELECT w.* FROM search_word w WHERE w.tenant_id = $1 AND w.word >= a.word
          AND w.word <= a.last AND w.number = ANY (own.numbers)
    ) s
    UNION ALL
    SELECT a.term, s.number, s.raised_at,
           CASE WHEN s.places & 1 > 0 THEN 8 ELSE 4 END
           * CASE WHEN s.word = a.word THEN 2 ELSE 1 END
    FROM asked a, granted, LATERAL (
        SELECT w.* FROM search_word w WHERE w.tenant_id = $1 AND w.word >= a.word
          AND w.word <= a.last ORDER BY w.word DESC, w.number DESC LIMIT 2000
    ) s WHERE granted.more
), best AS (
    SELECT m.term, m.number, m.raised_at, max(m.weight) AS weight, count(*) AS forms
    FROM met m GROUP BY 1, 2, 3
), found AS (
    SELECT b.number, b.raised_at, sum(b.weight)::int AS weight FROM best b
    WHERE b.raised_at <= $7 GROUP BY 1, 2 HAVING count(*) = cardinality($3::int[])
), scored AS (
    SELECT t.tenant_id, f.number, f.raised_at,
           f.weight + CASE WHEN t.live THEN 3 ELSE 0 END AS score
    FROM found f JOIN ticket t ON t.tenant_id = $1 AND t.number = f.number
    WHERE $6::boolean IS NULL OR t.live = $6
)
SELECT s.tenant_id, s.number, s.raised_at, s.score,
       (SELECT count(*) < 2000 FROM met) AS complete
FROM scored s
WHERE $8::int IS NULL OR (s.score, s.raised_at, s.tenant_id, s.number)
                         < ($8, $9::timestamptz, $10::int, $11::int)
ORDER BY s.score DESC, s.raised_at DESC, s.tenant_id DESC, s.number DESC LIMIT $12
"""

FIRST = 2**31 - 1
# As the index has it that is in order of time: the one by client and number stays that of a ticket.
NUMBERED = """
SELECT t.tenant_id, t.number, t.raised_at FROM ticket t
WHERE t.number::bigint = $1 AND t.tenant_id = ANY ($2::int[])
  AND ($3::boolean IS NULL OR t.live = $3)
ORDER BY t.raised_at DESC, t.tenant_id LIMIT 20
"""


async def _numbered(act: Act, asked: Query, wanted: Narrowed) -> list[Place]:
    """The tickets that have this number stand before all others."""
    if asked.number is None:
        return []
    tenants = _tenants(act, wanted)
    if asked.key is not None:
        named = act.principal.tenants.get(asked.key)
        tenants = [named] if named is not None and named in tenants else []
    words = (asked.number, list(tenants), wanted.live)
    rows = await db.rows(ranking.planned(act, NUMBERED), *words)
    return [Place(**row, score=FIRST) for row in rows]


def _encoded(last: Place, key: Key | None, act: Act) -> str:
    until = key.until if key else act.now
    made = Key(last.score, last.raised_at, last.tenant_id, last.number, until)
    return base64.urlsafe_b64encode(msgspec.json.encode(made)).decode().rstrip("=")


def _decoded(after: str) -> Key:
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=Key)
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Malformed("after: use the value a page gave you.", field="after") from wrong
