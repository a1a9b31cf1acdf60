"""The walk of a search looks for its other words by their key."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.desk.desk_0023_search import (
    FORM_WORDS,
    FORMS,
    FOUND_WORDS,
    HEAD,
    REACH,
    WALKED,
    WEIGHT,
    numbered,
)
from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:23:00:000423"
VERSION = "1.38.0"
DESCRIPTION = "desk: search by key"

# Of the rarest term the newest so many tickets are walked, and looked for the others: each by one
# look at the key. Without the limit PostgreSQL skips through all words of the client instead.
FOUND = f"""
    WITH {REACH}, form AS MATERIALIZED (
        SELECT * FROM unnest(%(terms)s, %(words)s, %(exact)s) AS f(term, word, exact)
    ), walked AS MATERIALIZED (
        SELECT w.tenant_id, w.number, w.raised_at, max(w.weight) AS weight FROM (
            SELECT s.*, {WEIGHT} AS weight FROM form f, reach, unnest(reach.ids) AS t(id), LATERAL (
                {WALKED} WHERE s.tenant_id = t.id AND s.word = f.word AND s.raised_at <= %(until)s
                ORDER BY s.number DESC LIMIT %(reached)s) s
            WHERE f.term = %(rarest)s AND NOT %(everywhere)s
            UNION ALL
            SELECT s.*, {WEIGHT} FROM form f, reach, LATERAL (
                {WALKED} WHERE s.word = f.word COLLATE "POSIX" AND s.raised_at <= %(until)s
                  AND s.tenant_id = ANY (reach.ids)
                ORDER BY s.raised_at DESC, s.tenant_id DESC, s.number DESC LIMIT %(reached)s) s
            WHERE f.term = %(rarest)s AND %(everywhere)s
        ) w GROUP BY 1, 2, 3 ORDER BY 3 DESC, 1 DESC, 2 DESC LIMIT %(reached)s
    ), found AS (
        SELECT w.tenant_id, w.number, w.raised_at,
               w.weight + o.weight + CASE WHEN t.live THEN 3 ELSE 0 END AS score
        FROM walked w
        CROSS JOIN LATERAL (
            SELECT count(*) AS met, coalesce(sum(b.weight), 0)::int AS weight FROM (
                SELECT max({WEIGHT}) AS weight FROM form f, LATERAL (
                    SELECT x.places FROM public.search_word x WHERE x.tenant_id = w.tenant_id
                      AND x.word = f.word AND x.number = w.number LIMIT 1) s
                WHERE f.term <> %(rarest)s GROUP BY f.term) b
        ) o
        JOIN public.ticket t ON t.tenant_id = w.tenant_id AND t.number = w.number
        WHERE o.met = (SELECT count(DISTINCT f.term) - 1 FROM form f)
          AND (%(alive)s IS NULL OR t.live = %(alive)s)
          AND (NOT t.confidential OR t.assignee_id = %(person)s OR EXISTS (
              SELECT FROM public.ticket_confidant c WHERE c.tenant_id = t.tenant_id
              AND c.ticket_id = t.id AND c.staff_id = %(person)s))
    )
    SELECT f.tenant_id, f.number, f.raised_at, f.score FROM found f
    WHERE %(below)s IS NULL OR (f.score, f.raised_at, f.tenant_id, f.number)
                               < (%(below)s, %(before)s, %(below_tenant)s, %(below_number)s)
    ORDER BY f.score DESC, f.raised_at DESC, f.tenant_id DESC, f.number DESC LIMIT %(most)s
"""


GIVES = "tenant_id int, number int, raised_at timestamptz, score int"
FUNCTIONS = (
    ("search_forms", FORM_WORDS, "term int, word text, exact boolean, seen int", FORMS),
    ("search_found", FOUND_WORDS, GIVES, FOUND),
)
"""As they stand now."""


def statements(_: Isolation) -> list[str]:
    taken = ", ".join(f"{each} {kind}" for each, kind in FOUND_WORDS.items())
    return [
        f"CREATE OR REPLACE FUNCTION search_found({taken}) RETURNS TABLE ({GIVES}) STABLE {HEAD} "
        f"$${numbered(FOUND, FOUND_WORDS)}$$"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
