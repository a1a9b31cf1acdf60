"""The JSON API over compliance: a month's figures, its freeze, its evidence and corrections."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.compliance import pending
from contracts.compliance.apart import counted_ticket
from contracts.compliance.apart.counted_ticket import Apart, StandsApart
from contracts.compliance.counted import compliance, decided, two_truths
from contracts.compliance.counted.compliance import Compliance, Miss
from contracts.compliance.counted.decided import Decided, Narrowed, One
from contracts.compliance.counted.two_truths import Truths
from contracts.compliance.frozen import (
    compliance_freezing,
    compliance_period,
    compliance_verifying,
    correction,
)
from contracts.compliance.frozen.compliance_period import Period, Terms
from contracts.compliance.frozen.compliance_verifying import Availability, Evidence, Verified
from contracts.compliance.frozen.correction import Correction
from contracts.compliance.pending import Pending
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

MONTH = f"{CLIENT}/compliance/{{year:int}}/{{month:int}}"
TICKET = f"{CLIENT}/compliance/apart/{{ticket_id:uuid}}"


class Days(msgspec.Struct, forbid_unknown_fields=True):
    """To object in, and after which an unconfirmed credit goes to a provider admin."""

    provisional_days: int
    confirmation_days: int


class SetApart(msgspec.Struct, forbid_unknown_fields=True):
    apart: Apart
    reason: str


@get(f"{CLIENT}/compliance", **route.of(compliance_period.of_tenant))
async def periods(
    request: AnyRequest, key: FromPath[str], before: FromQuery[str | None] = None
) -> list[Period]:
    asked = None if before is None else _month(before)
    found: list[Period] = await asking.read(request, compliance_period.of_tenant, key, before=asked)
    return found


@put(f"{CLIENT}/compliance/terms", **route.of(compliance_period.agree_terms, "desk"))
async def terms(request: AnyRequest, key: FromPath[str], data: JSONBody[Days]) -> Terms:
    words = (data.provisional_days, data.confirmation_days)
    made: Terms = await asking.change(request, compliance_period.agree_terms, key, *words)
    return made


@get(MONTH, **route.of(compliance.of_month))
async def month(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Compliance:
    found: Compliance = await asking.read(request, compliance.of_month, key, year, month)
    return found


@get(f"{MONTH}/misses", **route.of(compliance.misses))
async def misses(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[UUID | None] = None,
) -> list[Miss]:
    words = (key, year, month)
    found: list[Miss] = await asking.read(request, compliance.misses, *words, after=after)
    return found


@get(f"{MONTH}/truths", **route.of(two_truths.of_month, "desk"))
async def truths(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[UUID | None] = None,
) -> list[Truths]:
    words = (key, year, month)
    found: list[Truths] = await asking.read(request, two_truths.of_month, *words, after=after)
    return found


@put(f"{MONTH}/freeze", **route.of(compliance_freezing.freeze, "desk"))
async def freeze(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Period:
    made: Period = await asking.change(request, compliance_freezing.freeze, key, year, month)
    return made


@get(f"{MONTH}/verification", **route.of(compliance_verifying.verify))
async def verification(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Verified:
    found: Verified = await asking.read(request, compliance_verifying.verify, key, year, month)
    return found


@get(f"{MONTH}/evidence", **route.of(compliance_verifying.pieces))
async def evidence(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[int] = 0,
) -> list[Evidence]:
    words = (key, year, month)
    found: list[Evidence] = await asking.read(
        request, compliance_verifying.pieces, *words, after=after
    )
    return found


@get(f"{MONTH}/availability", **route.of(compliance_verifying.availability))
async def availability(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Availability:
    """As it was frozen, by service, and what turned out differently since."""
    found: Availability = await asking.read(
        request, compliance_verifying.availability, key, year, month
    )
    return found


@get(f"{MONTH}/corrections", **route.of(correction.of_month))
async def corrections(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[UUID | None] = None,
) -> list[Correction]:
    words = (key, year, month)
    found: list[Correction] = await asking.read(request, correction.of_month, *words, after=after)
    return found


@get(f"{CLIENT}/compliance/apart", **route.of(counted_ticket.apart_of))
async def apart(
    request: AnyRequest, key: FromPath[str], after: FromQuery[UUID | None] = None
) -> list[StandsApart]:
    found: list[StandsApart] = await asking.read(request, counted_ticket.apart_of, key, after=after)
    return found


@put(TICKET, **route.of(counted_ticket.set_apart, "desk"))
async def set_apart(
    request: AnyRequest, key: FromPath[str], ticket_id: FromPath[UUID], data: JSONBody[SetApart]
) -> StandsApart:
    words = (ticket_id, data.apart, data.reason)
    made: StandsApart = await asking.change(request, counted_ticket.set_apart, key, *words)
    return made


@delete(TICKET, **route.of(counted_ticket.count_again, "desk"))
async def count_again(request: AnyRequest, key: FromPath[str], ticket_id: FromPath[UUID]) -> None:
    await asking.change(request, counted_ticket.count_again, key, ticket_id)


def _month(written: str) -> tuple[int, int]:
    year, _, number = written.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(written) == len("2026-11")):
        raise Malformed("before: write a month like 2026-11.", field="before")
    return int(year), int(number)


@get("/compliance/pending", **route.of(pending.everywhere, "desk"))
async def waiting(request: AnyRequest) -> list[Pending]:
    found: list[Pending] = await route.perform(request, pending.everywhere)
    return found


@get(f"{MONTH}/decided", **route.of(decided.of_month))
async def every_decided(  # noqa: PLR0917 - the words of the query
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    outcome: FromQuery[str | None] = None,
    metric: FromQuery[str | None] = None,
    priority: FromQuery[str | None] = None,
    service_id: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
) -> list[Decided]:
    """The clocks that were decided in it, each as it counts."""
    words = (key, year, month, Narrowed(outcome, metric, priority, service_id))
    found: list[Decided] = await asking.read(request, decided.of_month, *words, after=after)
    return found


@get(f"{CLIENT}/decided-clocks/{{clock_id:uuid}}", **route.of(decided.one))
async def one_decided(request: AnyRequest, key: FromPath[str], clock_id: FromPath[UUID]) -> One:
    found: One = await asking.read(request, decided.one, key, clock_id)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        waiting,
        every_decided,
        one_decided,
        *(periods, terms, month, misses, truths, freeze, verification, evidence, corrections),
        *(availability, apart, set_apart, count_again),
    ],
    tags=["compliance"],
)
