"""What a search counts of the beginning of a word that stands alone: less, because it is met by up
to twelve words at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.desk.desk_0023_search import (
    COUNTED,
    FORM_WORDS,
    FORMS,
    FOUND_WORDS,
    HEAD,
    numbered,
)
from migrations.desk.desk_0023_search_by_key import FOUND, GIVES
from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:37:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: search by the beginning of a word"

OF_A_FORM = 40
"""So often each word of a beginning is counted, where the beginning is all that is asked for."""
ALONE = f"CASE WHEN n.prefix AND cardinality(%(terms)s) = 1 THEN {OF_A_FORM} ELSE {COUNTED} END"

COUNTING = (
    FORMS.replace(
        "row_number() OVER (PARTITION BY f.term",
        "a.prefix, row_number() OVER (PARTITION BY f.term",
    )
    .replace(f"LIMIT {COUNTED}) x)", f"LIMIT {ALONE}) x)")
    .replace(
        f"LIMIT 1 + {COUNTED} / cardinality(reach.ids)",
        f"LIMIT 1 + ({ALONE}) / cardinality(reach.ids)",
    )
)

FUNCTIONS = (
    ("search_forms", FORM_WORDS, "term int, word text, exact boolean, seen int", COUNTING),
    ("search_found", FOUND_WORDS, GIVES, FOUND),
)
"""As they stand now."""


def statements(_: Isolation) -> list[str]:
    taken = ", ".join(f"{each} {kind}" for each, kind in FORM_WORDS.items())
    return [
        f"CREATE OR REPLACE FUNCTION search_forms({taken}) "
        f"RETURNS TABLE (term int, word text, exact boolean, seen int) STABLE {HEAD} "
        f"$${numbered(COUNTING, FORM_WORDS)}$$"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
