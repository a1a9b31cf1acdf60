"""A search for one word looks for no others in each ticket, and ranks what it met by two indexes
alone: where the word stands, and of each ticket whether it is open and who may see it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.desk.desk_0023_search import FOUND_WORDS, HEAD, WEIGHT, numbered
from migrations.desk.desk_0023_search_by_key import FOUND, GIVES
from migrations.desk.desk_0137_search_beginnings import FUNCTIONS as BEFORE
from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-23T13:85:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: search for one word"

INDEXES = (
    "DROP INDEX search_word_newest",
    'CREATE INDEX search_word_newest ON search_word (word COLLATE "POSIX", raised_at, tenant_id, '
    "number) INCLUDE (places)",
    "ALTER TABLE ticket DROP CONSTRAINT ticket_tenant_id_number_key",
    "ALTER TABLE ticket ADD CONSTRAINT ticket_tenant_id_number_key UNIQUE (tenant_id, number) "
    "INCLUDE (live, confidential, assignee_id, id)",
)

# What the other words add to a ticket's weight; nothing where one of them is not in it.
OTHERS = f"""CASE WHEN cardinality(%(terms)s) = 1 THEN 0 ELSE (
            SELECT CASE WHEN count(*) = (SELECT count(DISTINCT f.term) - 1 FROM form f)
                   THEN coalesce(sum(b.weight), 0)::int END FROM (
                SELECT max({WEIGHT}) AS weight FROM form f, LATERAL (
                    SELECT x.places FROM public.search_word x WHERE x.tenant_id = w.tenant_id
                      AND x.word = f.word AND x.number = w.number LIMIT 1) s
                WHERE f.term <> %(rarest)s GROUP BY f.term) b) END"""
WALKED, REST = FOUND.split("    ), found AS (")
_, RANKED = REST.split("        JOIN public.ticket t")
FOUND_ALONE = (
    f"""{WALKED}    ), met AS MATERIALIZED (
        SELECT w.*, {OTHERS} AS others FROM walked w
    ), found AS (
        SELECT w.tenant_id, w.number, w.raised_at,
               w.weight + w.others + CASE WHEN t.live THEN 3 ELSE 0 END AS score
        FROM met w
        JOIN public.ticket t"""
    + RANKED
).replace("o.met = (SELECT count(DISTINCT f.term) - 1 FROM form f)", "w.others IS NOT NULL")

FUNCTIONS = (
    *(each for each in BEFORE if each[0] != "search_found"),
    ("search_found", FOUND_WORDS, GIVES, FOUND_ALONE),
)
"""As they stand now."""


def statements(_: Isolation) -> list[str]:
    taken = ", ".join(f"{each} {kind}" for each, kind in FOUND_WORDS.items())
    return [
        *INDEXES,
        f"CREATE OR REPLACE FUNCTION search_found({taken}) RETURNS TABLE ({GIVES}) STABLE {HEAD} "
        f"$${numbered(FOUND_ALONE, FOUND_WORDS)}$$",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
