"""A page accepted from the call itself: behind its link stands a page with a button, because mail
scanners and previews follow links (PRACTICE 6). The link is who was called, for this call alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from tenants import audit
from underpin.desk.on_call import page_words, pages
from underpin.desk.on_call.page_links import PURPOSE
from underpin.kernel import db, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door, Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, Principal, worker

# All that one call was about; whoever left the provider or the client accepts nothing.
CALL: Final = """
SELECT c.staff_id, s.name, s.locale, c.page_id, c.called_at, p.state, p.about, n.key, t.number,
       t.priority
FROM page_call one
JOIN page_call c ON c.tenant_id = one.tenant_id AND c.staff_id = one.staff_id
    AND c.called_at = one.called_at
JOIN page p ON p.tenant_id = c.tenant_id AND p.id = c.page_id
JOIN staff s ON s.id = c.staff_id AND s.state = 'active'
JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = c.tenant_id
JOIN tenant n ON n.id = c.tenant_id
LEFT JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.ticket_id
WHERE one.tenant_id = $1 AND one.id = $2 ORDER BY p.raised_at, p.id
"""


@dataclass(frozen=True, slots=True)
class Called:
    """What a call was about; `calling`: whether anybody still has to accept."""

    tenant_id: int
    staff_id: UUID
    name: str
    page_ids: tuple[UUID, ...]
    subject: str
    lines: tuple[str, ...]
    calling: bool


async def shown(plain: str) -> Called:
    """Raises NotFound for a link that is nobody's or has ended."""
    tenant, call_id = await _entered(plain)
    async with db.open(Work(tenant)):
        return await _called(tenant, call_id)


async def answer(plain: str, *, accepts: bool) -> None:
    """As who was called. Raises NotFound, pages.Settled where a colleague was faster."""
    tenant, call_id = await _entered(plain)
    async with db.open(Work(tenant)):
        found = await _called(tenant, call_id)
        verb = "desk.on_call.gateways.accepting.answer"
        act = Act(worker(tenant), tenant, await db.now(), "page", verb)
        who = Principal(STAFF, found.staff_id, frozenset(), {"": tenant}, name=found.name)
        acting = replace(act, principal=who)
        wanted: Any = pages.accept if accepts else pages.decline
        for page_id in found.page_ids:
            await wanted(acting, page_id)
        await audit.note(acting, verb, {"accepts": accepts}, str(found.page_ids[0]))


async def _entered(plain: str) -> tuple[int, UUID]:
    claimed = secret_token.read(plain, PURPOSE)
    if claimed is None:
        raise NotFound
    async with db.open(Door()):
        row = await db.row("SELECT * FROM door_link($1)", claimed.digest)
    if row is None or row["purpose"] != PURPOSE:
        raise NotFound
    return row["tenant_id"], row["object_id"]


async def _called(tenant: int, call_id: UUID) -> Called:
    rows = await db.rows(CALL, tenant, call_id)
    if not rows:
        raise NotFound
    first = rows[0]
    subject, _ = page_words.of(rows, first["locale"])
    return Called(
        tenant,
        first["staff_id"],
        first["name"],
        tuple(row["page_id"] for row in rows),
        subject,
        tuple(page_words.what(row, first["locale"]) for row in rows),
        any(row["state"] == "calling" for row in rows),
    )
