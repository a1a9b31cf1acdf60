"""What ids in rules and macros are called by people, and back: people and teams of ours, clients'
services, persons, webhooks and assets, categories, fields of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

OFFERED: Final = 200


@dataclass(frozen=True, slots=True)
class Names:
    """`labels` by id, `ids` by label in lower case; `offered`: labels to choose from. Categories,
    fields and assets may be called like a person or a team: they are in `apart`, by what they are
    and their label."""

    labels: Mapping[str, str]
    ids: Mapping[str, str]
    offered: tuple[str, ...]
    apart: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def id_of(self, kind: str, label: str) -> str:
        """The id, or what was given where nothing is called so."""
        plain = label.lower()
        return self.apart.get((kind, plain)) or self.ids.get(plain, label)


# Two clients' services may have one name: a client's key stands before it.
KNOWN: Final = """
WITH known AS (
    SELECT '' AS kind, id, email AS label, true AS offered FROM staff WHERE state = 'active'
    UNION ALL SELECT '', id, name, true FROM team
    UNION ALL SELECT 'category', c.id, coalesce(p.name || ' > ', '') || c.name, true
        FROM category c LEFT JOIN category p ON p.id = c.parent_id WHERE c.retired_at IS NULL
    UNION ALL SELECT 'field', id, label, true FROM field WHERE retired_at IS NULL
    UNION ALL SELECT 'field', id, label, true FROM staff_field WHERE retired_at IS NULL
    UNION ALL SELECT 'field', f.id, n.key || ': ' || f.label, true FROM client_field f
        JOIN tenant n ON n.id = f.tenant_id
        WHERE f.retired_at IS NULL AND f.tenant_id = ANY ($3::int[])
    UNION ALL SELECT 'asset', a.id, n.key || ': ' || a.name, false FROM asset a
        JOIN tenant n ON n.id = a.tenant_id WHERE a.tenant_id = ANY ($3::int[])
        AND (a.id::text = ANY ($1::text[]) OR lower(n.key || ': ' || a.name) = ANY ($2::text[]))
    UNION ALL SELECT '', v.id, n.key || ': ' || v.name, true FROM service v
        JOIN tenant n ON n.id = v.tenant_id WHERE v.tenant_id = ANY ($3::int[])
    UNION ALL SELECT '', w.id, n.key || ': ' || w.name, true FROM webhook w
        JOIN tenant n ON n.id = w.tenant_id WHERE w.tenant_id = ANY ($3::int[])
    UNION ALL SELECT '', p.id, p.email, false FROM person p WHERE p.tenant_id = ANY ($3::int[])
        AND (p.id::text = ANY ($1::text[]) OR p.email = ANY ($2::text[]))
)
SELECT kind, id::text AS id, label, offered FROM known, LATERAL (
    SELECT id::text = ANY ($1::text[]) OR lower(label) = ANY ($2::text[]) AS asked) a
WHERE asked OR offered
ORDER BY asked DESC, label, id LIMIT $4
"""


@read("ticket.work", STAFF)
async def known(act: Act, words: Sequence[str] = ()) -> Names:
    """`words` are ids and labels that are asked for: these are there however many others are."""
    plain = [each.strip().lower() for each in words]
    tenants = list(act.principal.tenant_ids)
    rows = await db.rows(KNOWN, plain, plain, tenants, OFFERED + len(plain))
    return Names(
        {row["id"]: row["label"] for row in rows},
        {row["label"].lower(): row["id"] for row in rows if not row["kind"]},
        tuple(row["label"] for row in rows if row["offered"]),
        {(row["kind"], row["label"].lower()): row["id"] for row in rows if row["kind"]},
    )
