"""The words of tickets, by which they are found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:23:00:000023"
VERSION = "1.38.0"
DESCRIPTION = "desk: search"

# No foreign key to the ticket: its own statement alone writes these rows, and to check one key for
# each word of a message costs more than to keep the words.
TABLES = (
    """
CREATE TABLE search_word (
    tenant_id int NOT NULL,
    word text COLLATE "C" NOT NULL CHECK (length(word) BETWEEN 1 AND 40),
    number int NOT NULL CHECK (number > 0),
    raised_at timestamptz NOT NULL,
    places smallint NOT NULL CHECK (places BETWEEN 1 AND 7),
    PRIMARY KEY (tenant_id, word, number)
)""",
    """
CREATE TABLE search_filled (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    spelling int NOT NULL,
    through int NOT NULL CHECK (through >= 0)
)""",
    """
CREATE TABLE ticket_confidant (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    named_by uuid,
    named_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, staff_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    # Its collation sets it apart: who asks for a word as "POSIX" walks this index through all
    # clients, the newest first; who asks plainly walks the key in one client. Left to choose,
    # PostgreSQL takes the wrong one whenever it knows nothing of a word.
    'CREATE INDEX search_word_newest ON search_word (word COLLATE "POSIX", raised_at, tenant_id, '
    "number)",
    "CREATE INDEX ticket_watcher_person ON ticket_watcher (tenant_id, person_id)",
)

HEAD = "LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# Both functions read what the staff scope says it may see; what is asked for only narrows that.
# They give ids and numbers: whoever calls them reads the tickets in their own scope.
REACH = """
    reach AS MATERIALIZED (
        SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') AS ids FROM (
            SELECT unnest(%(among)s) INTERSECT
            SELECT unnest(current_setting('underpin.tenants')::int[])) AS r(id)
    )"""

END = "chr(1114111)"
MOST_FORMS = 12
COUNTED = 500


def _next_word(of_client: str, collation: str, after: str) -> str:
    """The one word behind `after` that begins as asked; the index is stepped through, word by
    word, however many tickets each has."""
    return f"""SELECT s.word FROM public.search_word s WHERE {of_client}
        s.word {collation} {after} AND s.word {collation} < (a.word || {END}) {collation}
        ORDER BY s.word {collation} LIMIT 1"""


def _forms(of_client: str, collation: str) -> str:
    first = _next_word(of_client, collation, f">= a.word {collation}")
    following = _next_word(of_client, collation, f"> step.word {collation}")
    return f"""
        WITH RECURSIVE step(word) AS (
            ({first})
            UNION ALL SELECT ({following}) FROM step WHERE step.word IS NOT NULL
        ) SELECT step.word FROM step WHERE step.word IS NOT NULL LIMIT {MOST_FORMS}"""


FORM_WORDS = {
    "terms": "int[]",
    "words": "text[]",
    "prefixes": "boolean[]",
    "among": "int[]",
    "everywhere": "boolean",
}
FORMS = f"""
    WITH {REACH}, asked AS (
        SELECT * FROM unnest(%(terms)s, %(words)s, %(prefixes)s) AS a(term, word, prefix)
    ), form AS (
        SELECT a.term, a.word FROM asked a
        UNION
        SELECT a.term, each.word FROM asked a, reach, unnest(reach.ids) AS t(id), LATERAL (
            {_forms("s.tenant_id = t.id AND", "")}) each WHERE a.prefix AND NOT %(everywhere)s
        UNION
        SELECT a.term, every.word FROM asked a, reach, LATERAL (
            {_forms("s.tenant_id = ANY (reach.ids) AND", 'COLLATE "POSIX"')}) every
        WHERE a.prefix AND %(everywhere)s
    ), nearest AS (
        SELECT f.term, f.word, f.word = a.word AS exact,
               row_number() OVER (PARTITION BY f.term ORDER BY length(f.word), f.word) AS place
        FROM form f JOIN asked a ON a.term = f.term
    )
    SELECT n.term, n.word, n.exact, CASE WHEN %(everywhere)s THEN (
            SELECT count(*) FROM (
                SELECT FROM public.search_word s WHERE s.word = n.word COLLATE "POSIX"
                  AND s.tenant_id = ANY (reach.ids) LIMIT {COUNTED}) x)
        ELSE (
            SELECT count(*) FROM unnest(reach.ids) AS t(id), LATERAL (
                SELECT FROM public.search_word s WHERE s.tenant_id = t.id AND s.word = n.word
                LIMIT 1 + {COUNTED} / cardinality(reach.ids)) x)
        END::int AS seen
    FROM nearest n, reach WHERE n.place <= {MOST_FORMS}
"""

WEIGHT = """(CASE WHEN s.places & 1 > 0 THEN 8 WHEN s.places & 2 > 0 THEN 4 ELSE 2 END
            * CASE WHEN f.exact THEN 2 ELSE 1 END)"""
WALKED = "SELECT s.tenant_id, s.number, s.raised_at, s.places FROM public.search_word s"

# Of the rarest term the newest so many tickets are walked, and looked for the others.
FOUND_WORDS = {
    "terms": "int[]",
    "words": "text[]",
    "exact": "boolean[]",
    "rarest": "int",
    "among": "int[]",
    "everywhere": "boolean",
    "person": "uuid",
    "alive": "boolean",
    "until": "timestamptz",
    "below": "int",
    "before": "timestamptz",
    "below_tenant": "int",
    "below_number": "int",
    "reached": "int",
    "most": "int",
}
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
                SELECT max({WEIGHT}) AS weight FROM form f JOIN public.search_word s
                  ON s.tenant_id = w.tenant_id AND s.word = f.word AND s.number = w.number
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


def numbered(body: str, words: dict[str, str]) -> str:
    """A function's one statement, with its arguments by number: as the function says it, and as
    anybody may say it to see how PostgreSQL goes about it."""
    return body % {name: f"${at}::{kind}" for at, (name, kind) in enumerate(words.items(), 1)}


def _function(name: str, words: dict[str, str], gives: str, body: str) -> str:
    taken = ", ".join(f"{each} {kind}" for each, kind in words.items())
    return f"CREATE FUNCTION {name}({taken}) RETURNS TABLE ({gives}) STABLE {HEAD} $$" + (
        f"{numbered(body, words)}$$"
    )


FUNCTIONS = (
    ("search_forms", FORM_WORDS, "term int, word text, exact boolean, seen int", FORMS),
    (
        "search_found",
        FOUND_WORDS,
        "tenant_id int, number int, raised_at timestamptz, score int",
        FOUND,
    ),
)


def _callable(isolation: Isolation) -> list[str]:
    made = []
    for name, words, gives, body in FUNCTIONS:
        made.append(_function(name, words, gives, body))
        made += isolation.definer(f"{name}({', '.join(words.values())})", "staff")
    return made


# A word of a note is no member's, nor is one of a ticket that they may not see.
OF_A_TICKET_SEEN = """(places & 3) > 0 AND EXISTS (SELECT FROM ticket t
    WHERE t.tenant_id = search_word.tenant_id AND t.number = search_word.number)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("search_word", member=OF_A_TICKET_SEEN),
        *isolation.tenant("search_filled", staff=False),
        *isolation.tenant("ticket_confidant"),
        *_callable(isolation),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
