"""What ids in rules and macros are called by people, and back: people and teams of ours, clients'
services, persons and webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

OFFERED: Final = 200


@dataclass(frozen=True, slots=True)
class Names:
    """`labels` by id, `ids` by label in lower case; `offered`: labels to choose from."""

    labels: Mapping[str, str]
    ids: Mapping[str, str]
    offered: tuple[str, ...]


# Two clients' services may have one name: a client's key stands before it.
KNOWN: Final = """
WITH known AS (
    SELECT id, email AS label, true AS offered FROM staff WHERE state = 'active'
    UNION ALL SELECT id, name, true FROM team
    UNION ALL SELECT v.id, n.key || ': ' || v.name, true FROM service v
        JOIN tenant n ON n.id = v.tenant_id WHERE v.tenant_id = ANY ($3::int[])
    UNION ALL SELECT w.id, n.key || ': ' || w.name, true FROM webhook w
        JOIN tenant n ON n.id = w.tenant_id WHERE w.tenant_id = ANY ($3::int[])
    UNION ALL SELECT p.id, p.email, false FROM person p WHERE p.tenant_id = ANY ($3::int[])
        AND (p.id::text = ANY ($1::text[]) OR p.email = ANY ($2::text[]))
)
SELECT id::text AS id, label, offered FROM known, LATERAL (
    SELECT id::text = ANY ($1::text[]) OR lower(label) = ANY ($2::text[]) AS asked) a
WHERE asked OR offered
ORDER BY asked DESC, label LIMIT $4
"""


@read("ticket.work", STAFF)
async def known(act: Act, words: Sequence[str] = ()) -> Names:
    """`words` are ids and labels that are asked for: these are there however many others are."""
    plain = [each.strip().lower() for each in words]
    tenants = list(act.principal.tenant_ids)
    rows = await db.rows(KNOWN, plain, plain, tenants, OFFERED + len(plain))
    return Names(
        {row["id"]: row["label"] for row in rows},
        {row["label"].lower(): row["id"] for row in rows},
        tuple(row["label"] for row in rows if row["offered"]),
    )
