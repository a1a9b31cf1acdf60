"""A request by a form: one ticket, with the answers kept typed and told readably, its tasks, its
wanted date, and the approval it may need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from underpin.desk.catalogue import answers, approving, definition, items
from underpin.desk.catalogue.answers import FormRefused, Line, Typed
from underpin.desk.catalogue.items import Item
from underpin.desk.checklists import beginning
from underpin.desk.tickets import raising
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import read, write

LONGEST_AHEAD = timedelta(days=731)
WANTED = "wanted_at"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the item by its key, the answers by field as they were typed, and by when
    it is wanted. `requester_id`: for whom, where staff ask. `language` of what is told."""

    item: str
    given: Mapping[str, str]
    wanted_at: datetime | None = None
    requester_id: UUID | None = None
    language: str = "en"


@write("ticket.raise", STAFF, MEMBER, WORKER)
async def request(act: Act, wanted: Wanted) -> Ticket:
    """Raises NotFound for what is not offered, FormRefused, Malformed, TooFewApprovers."""
    item = await _offered(act, wanted.item)
    typed = answers.read(item.definition.fields, wanted.given)
    _check_date(act, item, wanted.wanted_at)
    await _check_people(act, item, typed)
    ticket = await _raise(act, item, typed, wanted)
    await _keep(act, item, ticket, typed)
    tasks = item.definition.fulfilment.tasks
    if tasks:
        await beginning.begin(act, ticket, tasks)
    await _ask_approval(act, item, ticket, wanted.language)
    return ticket


async def _offered(act: Act, key: str) -> Item:
    for row in await db.rows(items.OFFERED, act.tenant_id):
        if row["key"] == key and row["active"]:
            return items.of(row)
    raise NotFound


def _check_date(act: Act, item: Item, at: datetime | None) -> None:
    said = item.definition.fulfilment
    earliest = act.now + timedelta(hours=said.notice_hours)
    if at is None:
        if said.wanted == "must":
            raise FormRefused({WANTED: "needed"})
    elif said.wanted == "no":
        raise FormRefused({WANTED: "no date can be asked for here"})
    elif not max(act.now, earliest) < at <= act.now + LONGEST_AHEAD:
        raise FormRefused({WANTED: f"after {earliest:%Y-%m-%d %H:%M} UTC, within two years"})


async def _check_people(act: Act, item: Item, typed: Typed) -> None:
    named = answers.people_of(item.definition.fields, typed)
    if not named:
        return
    rows = await db.rows(
        "SELECT email FROM person WHERE tenant_id = $1 AND email = ANY ($2::text[]) "
        "AND state = 'active'",
        *(act.tenant_id, list(named.values())),
    )
    known = {row["email"] for row in rows}
    strange = {key: "nobody here has this address" for key, at in named.items() if at not in known}
    if strange:
        raise FormRefused(strange)


async def _raise(act: Act, item: Item, typed: Typed, wanted: Wanted) -> Ticket:
    said, fulfilment = item.definition, item.definition.fulfilment
    lines = answers.tell(said, typed, wanted.language)
    new = NewTicket(
        subject=answers.subject(said, typed, wanted.language),
        body=answers.body(lines) or said.told(wanted.language).name,
        type="service_request",
        impact=fulfilment.impact,
        urgency=fulfilment.urgency,
        service_id=await _service(act, fulfilment.service),
        requester_id=wanted.requester_id,
        channel="portal" if act.audience is Audience.MEMBER else "desk",
        wanted_at=wanted.wanted_at,
        attach=tuple(answers.files_of(said.fields, typed)),
    )
    ticket: Ticket = await raising.raise_ticket(act, new)
    return ticket


async def _service(act: Act, name: str) -> UUID | None:
    """A client that does not buy the service of this name has the request without one."""
    if not name:
        return None
    found: UUID | None = await db.value(
        "SELECT id FROM service WHERE tenant_id = $1 AND name = $2 ORDER BY id LIMIT 1",
        *(act.tenant_id, name),
    )
    return found


KEEP = """
INSERT INTO catalogue_request (tenant_id, id, ticket_id, item_id, provider_item_id, version,
                               answers, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9)
"""


async def _keep(act: Act, item: Item, ticket: Ticket, typed: Typed) -> None:
    own, providers = (item.id, None) if item.own else (None, item.id)
    said = msgspec.json.encode(typed).decode()
    await db.execute(
        KEEP,
        *(act.tenant_id, ids.new(), ticket.id, own, providers, item.version),
        *(said, act.principal.person_id, act.now),
    )


async def _ask_approval(act: Act, item: Item, ticket: Ticket, language: str) -> None:
    needed = item.definition.approval
    if needed is not None:
        await approving.ask(act, ticket, needed, item.definition.told(language).price)


@dataclass(frozen=True, slots=True)
class Requested:
    """What was asked for on a ticket, by the version of the form it was asked with."""

    item: str
    name: str
    version: int
    lines: list[Line]
    answers: Mapping[str, Any]


OF_TICKET = """
SELECT r.version, r.answers, coalesce(v.body, p.body) AS body, coalesce(i.key, pi.key) AS key
FROM catalogue_request r
LEFT JOIN catalogue_item i ON i.tenant_id = r.tenant_id AND i.id = r.item_id
LEFT JOIN catalogue_version v
    ON v.tenant_id = r.tenant_id AND v.item_id = r.item_id AND v.number = r.version
LEFT JOIN provider_catalogue_item pi ON pi.id = r.provider_item_id
LEFT JOIN provider_catalogue_version p
    ON p.item_id = r.provider_item_id AND p.number = r.version
WHERE r.tenant_id = $1 AND r.ticket_id = $2
"""


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> Requested | None:
    """In the reader's language; None for a ticket that no form made. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    row = await db.row(OF_TICKET, tenant, ticket.id)
    if row is None:
        return None
    said, language = definition.decode(row["body"]), act.principal.locale
    typed = msgspec.json.decode(row["answers"])
    lines: Sequence[Line] = answers.tell(said, typed, language)
    return Requested(row["key"], said.told(language).name, row["version"], list(lines), typed)
