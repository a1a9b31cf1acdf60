"""What a category is called in each language: as in its newest article that says so, unless a text
says it itself."""

from __future__ import annotations

from dataclasses import replace

from underpin.desk.knowledge.home import Home
from underpin.desk.knowledge.text import Texts
from underpin.kernel import db


async def named(home: Home, category: str, texts: Texts) -> Texts:
    """With the names that are known already where a text has none. Within a verb."""
    if all(each.category for each in texts.values()):
        return texts
    known = await _known(home, category)
    return {
        language: replace(each, category=each.category or known.get(language, ""))
        for language, each in texts.items()
    }


async def _known(home: Home, category: str) -> dict[str, str]:
    joined = "v.tenant_id = a.tenant_id AND " if home.key else ""
    owned = home.named.replace("tenant_id", "a.tenant_id")
    rows = await db.rows(
        "SELECT DISTINCT ON (t.key) t.key AS language, t.value->>'category' AS name "
        f"FROM {home.articles} a JOIN {home.versions} v ON {joined}v.article_id = a.id "
        f"AND v.number = a.latest CROSS JOIN LATERAL jsonb_each(v.texts) t WHERE {owned}"
        f"a.category = {home.place(1)} AND t.value->>'category' <> '' "
        "ORDER BY t.key, v.created_at DESC, a.id DESC",
        *(*home.words, category.strip()),
    )
    return {row["language"]: row["name"] for row in rows}
