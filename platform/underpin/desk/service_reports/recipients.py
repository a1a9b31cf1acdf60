"""Who of a client is told by mail that a report is there: chosen by the client's admins, or by us.

Only who may read the report can be chosen; who may no longer is told nothing, and stays listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

State = Literal["provisional", "final"]
STATES: Final[tuple[State, ...]] = ("provisional", "final")
READERS: Final = "('client_admin', 'finance')"
"""The roles that may read reports, as the row policy of `service_report` has it."""

KNOWN: Final = "SELECT EXISTS (SELECT FROM person WHERE tenant_id = $1 AND id = $2)"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member who may be told. `told`: with which reports they are, none where they are not."""

    person_id: UUID
    name: str
    email: str
    told: tuple[str, ...]


MAY: Final = f"""
SELECT p.id AS person_id, p.name, p.email,
       ARRAY(SELECT r.state FROM service_report_recipient r WHERE r.tenant_id = p.tenant_id
             AND r.person_id = p.id ORDER BY r.state DESC) AS told
FROM person p WHERE p.tenant_id = $1 AND p.state IN ('invited', 'active') AND EXISTS (
    SELECT FROM member_role m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id
    AND m.role IN {READERS})
ORDER BY lower(p.name), p.id
"""
CLEAR: Final = "DELETE FROM service_report_recipient WHERE tenant_id = $1 AND person_id = $2"
CHOOSE: Final = """
INSERT INTO service_report_recipient (tenant_id, id, person_id, state, chosen_by, chosen_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""


@read("service_report.send", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> list[Recipient]:
    """Everybody who may be chosen, by name. Raises NotFound for another's client."""
    act.only_own(tenant)
    rows = await db.rows(MAY, tenant)
    return [Recipient(**{**row, "told": tuple(row["told"])}) for row in rows]


@write("service_report.send", STAFF, MEMBER)
async def choose(act: Act, person_id: UUID, states: Sequence[State]) -> None:
    """With which reports they are told from now on; none for never. Raises NotFound for
    nobody of the client's, Malformed for somebody who may not read them."""
    may = {row["person_id"] for row in await db.rows(MAY, act.tenant_id)}
    if person_id not in may and not await db.value(KNOWN, act.tenant_id, person_id):
        raise NotFound
    if person_id not in may:
        raise Malformed("person: a client admin, or who keeps its money.", field="person")
    await db.execute(CLEAR, act.tenant_id, person_id)
    await db.many(
        CHOOSE,
        [
            (act.tenant_id, ids.new(), person_id, state, act.principal.person_id, act.now)
            for state in dict.fromkeys(states)
        ],
    )
