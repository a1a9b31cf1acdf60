"""The audit trail as a client's administrator reads it: every entry with its place in the chain.

Of what the provider keeps to itself (PRACTICE 1) there is the instant and the seal, and no word:
told is what members did, and what staff did by verbs that members have as well, or whose effect
every member sees. Words of an entry are told of members' own alone: staff's may be for staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from tenants import former_names, seal
from tenants.seal import Head, Verdict
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import MEMBER, Audience, Principal
from underpin.kernel.verb import REGISTRY, outer

PAGE: Final = 50
SHOWN_TO_ALL: Final = frozenset(
    {
        "desk.tickets.finishing.resolve",
        "desk.tickets.finishing.close",
        "desk.tickets.working.reprioritise",
        "contracts.agreements.activation.activate",
        "contracts.agreements.agreement.approve",
        "desk.onboarding.forgotten.member",
        "tenants.company.open_company",
        "tenants.erasing.erase",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """`position` in the chain, sealed by `hash` (hex). `verb` is empty for what is the provider's
    own; `actor` a member's name, empty for anybody else; `said` their words by name."""

    position: int
    hash: str
    at: datetime
    actor_kind: str
    actor: str
    verb: str
    subject: str
    said: Mapping[str, str]


LINES: Final = """
SELECT s.position, encode(s.hash, 'hex') AS hash, a.happened_at AS at, a.actor_kind, a.verb,
       a.subject, coalesce(p.name, '') AS actor, d.detail
FROM audit_seal s
JOIN audit a ON a.tenant_id = s.tenant_id AND a.id = s.audit_id
LEFT JOIN audit_detail d ON d.tenant_id = s.tenant_id AND d.audit_id = s.audit_id
LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = a.actor_id AND a.actor_kind = 'member'
WHERE s.tenant_id = $1 AND ($2::bigint IS NULL OR s.position < $2)
ORDER BY s.position DESC LIMIT $3
"""


@outer("audit.own", MEMBER)
async def page(principal: Principal, before: int | None = None, most: int = PAGE) -> Sequence[Line]:
    """The sealed entries, the newest first; `before` is the position of the last one seen."""
    tenant = principal.own_tenant
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        rows = await db.rows(LINES, tenant, before, most)
    return [_line(row) for row in rows]


@outer("audit.own", MEMBER)
async def verified(principal: Principal, known: Head | None = None) -> Verdict:
    """The whole chain, recomputed now. `known` is a head that the asker kept."""
    tenant = principal.own_tenant
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        rows = await db.rows(seal.SEALED, tenant)
    return seal.judge(rows, known)


def _line(row: db.Row) -> Line:
    theirs = row["actor_kind"] == str(Audience.MEMBER)
    verb = former_names.today(row["verb"])
    told = theirs or is_told(verb)
    said = msgspec.json.decode(row["detail"]) if theirs and row["detail"] else {}
    return Line(
        *(row["position"], row["hash"], row["at"], row["actor_kind"], row["actor"]),
        verb if told else "",
        row["subject"] if told and not _is_id(row["subject"]) else "",
        {name: each for name, each in said.items() if not _is_id(each)},
    )


def is_told(verb: str) -> bool:
    """Whether members know of such acts at all."""
    known = REGISTRY.get(verb)
    return verb in SHOWN_TO_ALL or (known is not None and Audience.MEMBER in known.audiences)


def _is_id(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True
