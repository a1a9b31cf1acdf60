"""The JSON API over what is open, how old it is, and what was reminded of."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.api.invoice import NUMBERED
from billing.receivables import (
    ageing,
    issued,
    owed_by_all,
    payment_terms,
    receivable,
    reminding,
    wording,
)
from billing.receivables.ageing import Aged
from billing.receivables.issued import Issued, Note
from billing.receivables.owed_by_all import OwedBy
from billing.receivables.payment_terms import Terms
from billing.receivables.receivable import Receivable
from billing.receivables.reminder_plan import Level
from billing.receivables.reminder_words import Words
from billing.receivables.reminding import Reminder
from billing.receivables.wording import Language
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


class Schedule(msgspec.Struct, forbid_unknown_fields=True):
    levels: tuple[Level, ...]


@get(f"{CLIENT}/receivables", **route.of(receivable.of_tenant))
async def listed(
    request: AnyRequest,
    key: FromPath[str],
    after_due: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
) -> list[Receivable]:
    words = (key, after_due, after)
    found: list[Receivable] = await asking.read(request, receivable.of_tenant, *words)
    return found


@get(f"{NUMBERED}/receivable", **route.of(receivable.of_invoice))
async def one(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> Receivable:
    found: Receivable = await asking.read(request, receivable.of_invoice, key, number)
    return found


@get(f"{CLIENT}/ageing", **route.of(ageing.of_tenant))
async def aged(request: AnyRequest, key: FromPath[str]) -> list[Aged]:
    found: list[Aged] = await asking.read(request, ageing.of_tenant, key)
    return found


@get("/receivables/ageing", **route.of(ageing.over_all, "desk"))
async def aged_over_all(request: AnyRequest) -> list[Aged]:
    found: list[Aged] = await route.perform(request, ageing.over_all)
    return found


@get(f"{NUMBERED}/reminders", **route.of(reminding.of_invoice))
async def reminders(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[Reminder]:
    found: list[Reminder] = await asking.read(request, reminding.of_invoice, key, number)
    return found


@get("/dunning-schedule", **route.of(reminding.scheduled, "desk"))
async def scheduled(request: AnyRequest) -> tuple[Level, ...]:
    found: tuple[Level, ...] = await route.perform(request, reminding.scheduled)
    return found


@put("/dunning-schedule", **route.of(reminding.schedule, "desk"))
async def schedule(request: AnyRequest, data: JSONBody[Schedule]) -> tuple[Level, ...]:
    made: tuple[Level, ...] = await route.perform(request, reminding.schedule, data.levels)
    return made


@get("/reminder-wordings", **route.of(wording.listed, "desk"))
async def wordings(request: AnyRequest) -> dict[str, Words]:
    found: dict[str, Words] = await route.perform(request, wording.listed)
    return found


@put("/reminder-wordings/{language:str}", **route.of(wording.say, "desk"))
async def say(request: AnyRequest, language: FromPath[Language], data: JSONBody[Words]) -> Words:
    made: Words = await route.perform(request, wording.say, language, data)
    return made


@delete("/reminder-wordings/{language:str}", status_code=200, **route.of(wording.unsay, "desk"))
async def unsay(request: AnyRequest, language: FromPath[Language]) -> Words:
    made: Words = await route.perform(request, wording.unsay, language)
    return made


@get(f"{CLIENT}/payment-terms", **route.of(payment_terms.stated, "desk"))
async def terms(request: AnyRequest, key: FromPath[str]) -> Terms | None:
    found: Terms | None = await asking.read(request, payment_terms.stated, key)
    return found


@put(f"{CLIENT}/payment-terms", **route.of(payment_terms.agree, "desk"))
async def agree(request: AnyRequest, key: FromPath[str], data: JSONBody[Terms]) -> Terms:
    made: Terms = await asking.change(request, payment_terms.agree, key, data)
    return made


@get("/receivables", **route.of(owed_by_all.listed, "desk"))
async def owed(
    request: AnyRequest,
    after_due: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
) -> list[OwedBy]:
    """Of all one's clients; go on with the last one's due day and id."""
    found: list[OwedBy] = await route.perform(request, owed_by_all.listed, after_due, after)
    return found


@get(f"{CLIENT}/issued-invoices", **route.of(issued.of_tenant))
async def all_issued(
    request: AnyRequest, key: FromPath[str], before: FromQuery[str | None] = None
) -> list[Issued]:
    """How each stands, by the period it is for; go on with the last one's number."""
    found: list[Issued] = await asking.read(request, issued.of_tenant, key, before)
    return found


@get(f"{CLIENT}/credit-notes", **route.of(issued.notes))
async def notes(request: AnyRequest, key: FromPath[str]) -> list[Note]:
    found: list[Note] = await asking.read(request, issued.notes, key)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        owed,
        all_issued,
        notes,
        *(listed, one, aged, aged_over_all, reminders, scheduled, schedule, terms, agree),
        *(wordings, say, unsay),
    ],
    tags=["receivables"],
)
