"""The link behind which a vendor sees its one case (PRACTICE 4): a new one goes with each mail to
it, or is handed over by one of our people; all of them end with the case, some days later, or at
once where somebody of ours ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.cases import case as cases
from underpin.desk.cases.case import Case
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, ids, installation, secret_token
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

LIVES: Final = timedelta(days=90)
AFTER: Final = timedelta(days=14)
"""How long a case that is over can still be read."""


class Over(Conflict):
    code = "case-over"
    title = "This case is over: its vendor needs no link any more"


@dataclass(frozen=True, slots=True)
class VendorLink:
    """To be shown once; `ends_at` where the case is not over before."""

    url: str
    ends_at: datetime


async def fresh(act: Act, case_id: UUID) -> str:
    """One more link to a case; those before go on."""
    issued = secret_token.issue("vendor", act.tenant_id)
    await db.execute(
        "SELECT issue_link($1, $2, 'vendor', 'vendor', $3, $4, $5)",
        *(ids.new(), issued.digest, act.tenant_id, case_id, LIVES),
    )
    return f"{installation.settings().portal_origin}/vendor/{issued.plain}"


@write("case.work", STAFF)
async def issue(act: Act, number: int, case_id: UUID) -> VendorLink:
    """To be handed over by hand, instead of every one before. Raises NotFound, Over."""
    case = await _of(act, number, case_id)
    if case.state not in cases.WITH_VENDOR:
        raise Over
    await _end(case)
    return VendorLink(await fresh(act, case.id), act.now + LIVES)


@write("case.work", STAFF)
async def revoke(act: Act, number: int, case_id: UUID) -> None:
    """No link that was given out opens it any more. Raises NotFound."""
    await _end(await _of(act, number, case_id))


def opens(case: Case, now: datetime) -> bool:
    """Whether it can still be read behind a link."""
    return case.closed_at is None or now <= case.closed_at + AFTER


async def _end(case: Case) -> None:
    await db.execute("SELECT revoke_links('vendor', $1)", case.id)


async def _of(act: Act, number: int, case_id: UUID) -> Case:
    ticket = await tickets.held(act, number)
    found, case = await cases.held(act, case_id)
    if found.id != ticket.id:
        raise NotFound
    return case
