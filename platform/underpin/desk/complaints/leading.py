"""Who answers to a client for its service: its service leads, then its account managers; where it
has neither, the provider's admins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Leader:
    """`assigned`: they see this client's tickets, so that they may hold one."""

    id: UUID
    name: str
    email: str
    assigned: bool
    locale: str = "en"


LEADERS: Final = """
WITH able AS (
    SELECT s.id, s.name, s.email, s.locale, min(array_position(
               ARRAY['service_lead', 'account_manager', 'provider_admin'], r.role)) AS place,
           EXISTS (SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = $1)
               AS assigned
    FROM staff s JOIN staff_role r ON r.staff_id = s.id
    WHERE s.state = 'active' AND s.id IS DISTINCT FROM $2::uuid
      AND r.role IN ('service_lead', 'account_manager', 'provider_admin')
    GROUP BY s.id, s.name, s.email, s.locale
)
SELECT id, name, email, assigned, locale FROM able
WHERE (place < 3 AND assigned)
   OR (place = 3 AND NOT EXISTS (SELECT FROM able WHERE place < 3 AND assigned))
ORDER BY place, name, id
"""


async def of(tenant: int, but: UUID | None = None) -> list[Leader]:
    """Who leads first; never `but`."""
    return [Leader(**row) for row in await db.rows(LEADERS, tenant, but)]


CONFIDE: Final = """
INSERT INTO ticket_confidant (tenant_id, ticket_id, staff_id, named_by, named_at)
SELECT $1, $2, a.staff_id, NULL, $4 FROM assignment a
WHERE a.tenant_id = $1 AND a.staff_id = ANY ($3::uuid[]) ON CONFLICT DO NOTHING
"""


async def confide(act: Act, ticket: Ticket, leaders: Sequence[Leader]) -> None:
    """Whoever was told of a confidential ticket may read it: the client turned to them."""
    if ticket.confidential:
        named = [each.id for each in leaders]
        await db.execute(CONFIDE, act.tenant_id, ticket.id, named, act.now)


async def tell(act: Act, cause: UUID, ticket_id: UUID, about: str, leader: Leader) -> None:
    """A mail to each in their language, once for its cause, about what `staff_words` calls `about`.
    It names the ticket and no person, because it may be read on a locked screen."""
    name = await db.value(
        "SELECT n.key || '-' || t.number FROM ticket t JOIN tenant n ON n.id = t.tenant_id "
        "WHERE t.tenant_id = $1 AND t.id = $2",
        *(act.tenant_id, ticket_id),
    )
    said, link = staff_words.said(leader.locale, about), _link(name)
    answer = staff_words.said(leader.locale, "answer_it", link=link)
    identity, text = ids.derive(cause, str(leader.id)), f"{said}: {name}\n\n{answer}\n"
    note = Note(identity, ticket_id, f"[{name}] {said}", text)
    await to_staff.mail(act, leader.name, leader.email, note)


def _link(name: str) -> str:
    return f"{installation.settings().desk_origin}/tickets/{name}"
