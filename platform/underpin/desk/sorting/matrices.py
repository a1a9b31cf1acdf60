"""Which matrix holds for a client and from when; a ticket keeps the priority it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from underpin.desk.sorting import matrix
from underpin.desk.sorting.matrix import ITIL, Matrix
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write


class Dated(Conflict):
    code = "matrix-dated"
    title = "A matrix begins at that instant already: choose another one"


@dataclass(frozen=True, slots=True)
class Shown:
    """`own`: the client's, not the provider's. `ahead`: from when another one holds."""

    matrix: Matrix
    own: bool
    since: datetime | None
    ahead: datetime | None


# A client's row without cells is the provider's matrix again.
NOW: Final = """
SELECT c.cells AS own, c.effective_from AS since,
       (SELECT p.cells FROM priority_matrix p WHERE p.effective_from <= $2
        ORDER BY p.effective_from DESC LIMIT 1) AS provider,
       (SELECT min(a.effective_from) FROM client_matrix a
        WHERE a.tenant_id = $1 AND a.effective_from > $2) AS ahead
FROM (SELECT) one LEFT JOIN LATERAL (
    SELECT cells, effective_from FROM client_matrix WHERE tenant_id = $1 AND effective_from <= $2
    ORDER BY effective_from DESC LIMIT 1) c ON true
"""


async def priority(tenant: int, impact: str, urgency: str, now: datetime) -> str:
    """By the matrix that holds for this client now."""
    return (await _shown(tenant, now)).matrix.of(impact, urgency)


async def _shown(tenant: int, now: datetime) -> Shown:
    row = await db.row(NOW, tenant, now)
    assert row is not None, "one row, whatever holds"  # noqa: S101
    cells = row["own"] or row["provider"]
    found = Matrix(tuple(cells)) if cells else ITIL
    return Shown(found, row["own"] is not None, row["since"], row["ahead"])


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Shown:
    lived = await db.value("SELECT simulated_now FROM tenant WHERE id = $1", tenant)
    return await _shown(tenant, lived or act.now)


@read("ticket.read", STAFF)
async def of_provider(act: Act) -> Matrix:
    cells = await db.value(
        "SELECT cells FROM priority_matrix WHERE effective_from <= $1 "
        "ORDER BY effective_from DESC LIMIT 1",
        act.now,
    )
    return Matrix(tuple(cells)) if cells else ITIL


@write("desk.configure", STAFF)
async def set_client(
    act: Act, cells: Sequence[str] | None, effective_from: datetime | None = None
) -> None:
    """From then on, now unless said; None: the provider's again. Raises Malformed, Dated."""
    wanted = None if cells is None else list(matrix.checked(cells).cells)
    words = (_from(act, effective_from), wanted, act.person_id, act.now)
    if not await db.execute(
        "INSERT INTO client_matrix (tenant_id, effective_from, cells, set_by, set_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(act.tenant_id, *words),
    ):
        raise Dated


@provide("desk.configure")
async def set_provider(
    act: Act, cells: Sequence[str], effective_from: datetime | None = None
) -> None:
    """For every client without its own, from then on. Raises Malformed, Dated."""
    wanted = list(matrix.checked(cells).cells)
    words = (_from(act, effective_from), wanted, act.person_id, act.now)
    if not await db.execute(
        "INSERT INTO priority_matrix (id, effective_from, cells, set_by, set_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(ids.new(), *words),
    ):
        raise Dated


def _from(act: Act, given: datetime | None) -> datetime:
    if given is not None and given < act.now:
        raise Malformed("effective_from: now or later.", field="effective_from")
    return given or act.now
