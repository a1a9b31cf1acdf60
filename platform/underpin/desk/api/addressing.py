"""What a ticket's name in a path or on a page stands for."""

from __future__ import annotations

from datetime import datetime

from underpin.kernel import digits
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


def ticket(request: AnyRequest, name: str) -> tuple[int, int]:
    """ACME-1042 as (tenant id, number). Raises NotFound for what is none of the asker's."""
    key, dash, said = name.rpartition("-")
    number = digits.read(said, 9)
    if not dash or number is None:
        raise NotFound
    return route.tenant_of(request, key), number


def joined(request: AnyRequest, said: str, tenant: int | None) -> int | None:
    """The number of the client's ticket that a form names; None where it names none. Raises
    Malformed, also for a ticket of another client."""
    if not (name := said.strip().upper()):
        return None
    wrong = Malformed("ticket: a ticket of this client, such as ACME-7.", field="ticket")
    try:
        whose, number = ticket(request, name)
    except NotFound:
        raise wrong from None
    if whose != tenant:
        raise wrong
    return number


def moment(given: datetime, field: str) -> datetime:
    """An instant out of a query, where the framework lets one without an offset pass. Raises
    Malformed."""
    if given.utcoffset() is None:
        raise Malformed(
            f"{field}: an instant with its offset, such as 2026-03-02T08:00:00Z.", field=field
        )
    return given
