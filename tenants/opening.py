"""A company's opening while it is under way: the number taken for its slug, so that one that broke
off is taken up where it stood. Used in the provider's scope."""

from __future__ import annotations

from underpin.kernel import db


async def begin(slug: str) -> int:
    """The number of this slug's opening, the same one however often it is begun."""
    found: int = await db.value(
        "INSERT INTO company_opening (slug, number) VALUES ($1, nextval('tenant_number')::int) "
        "ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING number",
        slug,
    )
    return found


async def end(slug: str, number: int) -> bool:
    """Whether it was still under way: of two who end it, one is told so."""
    gone = await db.execute(
        "DELETE FROM company_opening WHERE slug = $1 AND number = $2", slug, number
    )
    return gone == 1
