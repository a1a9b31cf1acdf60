"""What is said in a ticket's fields: read strictly, kept typed, one row for what members see and
one for what staff alone see; and a word for each thing by which the list finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.fields import definitions, field
from underpin.desk.fields.field import AUDIENCES, Definition, Value
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

FILLED: Final = "ticket.fields_filled"
ASKED: Final = frozenset({"page", "api"})
"""Ways by which a person acts who can be asked for what is missing."""


class Missing(Conflict):
    code = "fields-missing"
    title = "A field must be filled in before this ticket is resolved"


@dataclass(frozen=True, slots=True)
class Said:
    """`value` None: nothing is said. `shown`: as a person reads it; empty for the name of
    somebody whom they may not see."""

    definition: Definition
    value: Value | None
    shown: str


Given = Mapping[str, Any]


async def at_raise(act: Act, ticket: Ticket, given: Given | None) -> None:
    """Within the verb that raised it. None: nobody was asked (a mail, an alert). Raises Malformed
    naming the field, also for one that is required and missing."""
    if given is None:
        return
    known = await _of_type(act, ticket.type)
    if not known and not given:
        return
    read_ = _read(known, given)
    for each in known:
        if each.required == "raise" and read_.get(each.id) is None:
            raise Malformed(f"{each.label}: fill this in.", field=each.name)
    await _persons(act, known, read_)
    await _keep(act, ticket, known, {}, read_)


@write("ticket.work", STAFF)
async def fill(act: Act, number: int, given: Given, *, version: int | None = None) -> Ticket:
    """Those given, by id; None empties one. Raises Malformed naming the field, NotFound,
    StaleVersion."""
    ticket = await tickets.held(act, number, version)
    known = await _of_type(act, ticket.type)
    read_ = _read(known, given)
    for each in known:
        if each.required == "raise" and each.id in read_ and read_[each.id] is None:
            raise Malformed(f"{each.label}: fill this in.", field=each.name)
    await _persons(act, known, read_)
    await _keep(act, ticket, known, await _kept(ticket.tenant_id, ticket.id), read_)
    await events.emit(act, events.New(FILLED, ticket.id, {"fields": sorted(map(str, read_))}))
    return await recording.change(act, ticket, [])


async def check_resolved(act: Act, ticket: Ticket) -> None:
    """Raises Missing naming what must be filled in first, where a person of ours resolves it."""
    if act.audience is not STAFF or act.source not in ASKED:
        return
    needed = [each for each in await _of_type(act, ticket.type) if each.required == "resolve"]
    if not needed:
        return
    kept = await _kept(ticket.tenant_id, ticket.id)
    missing = [each.label for each in needed if str(each.id) not in kept]
    if missing:
        raise Missing(f"Fill in first: {', '.join(missing)}.")


async def _of_type(act: Act, ticket_type: str) -> list[Definition]:
    known = await definitions.of(act.tenant_id, act.audience)
    return [each for each in known if each.concerns(ticket_type)]


def _read(known: Sequence[Definition], given: Given) -> dict[UUID, Value | None]:
    by_id = {str(each.id): each for each in known}
    unknown = sorted(set(given) - set(by_id))
    if unknown:
        raise Malformed(f"fields.{unknown[0]}: no field of this ticket.", field="fields")
    return {by_id[name].id: field.read(by_id[name], value) for name, value in given.items()}


PERSONS: Final = """
SELECT id, email FROM person
WHERE tenant_id = $1 AND (id::text = ANY ($2::text[]) OR email = ANY ($2::text[]))
  AND state <> 'erased'
"""


async def _persons(act: Act, known: Sequence[Definition], said: dict[UUID, Value | None]) -> None:
    """Whoever was named by id or address, kept by id."""
    named = [each for each in known if each.kind == "person" and said.get(each.id)]
    if not named:
        return
    rows = await db.rows(PERSONS, act.tenant_id, [str(said[each.id]) for each in named])
    ids = {name: str(row["id"]) for row in rows for name in (str(row["id"]), row["email"])}
    for each in named:
        if str(said[each.id]) not in ids:
            raise Malformed(f"{each.label}: a person of this client.", field=each.name)
        said[each.id] = ids[str(said[each.id])]


KEPT: Final = "SELECT given FROM ticket_fields WHERE tenant_id = $1 AND ticket_id = $2"


async def _kept(tenant: int, ticket_id: UUID) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for row in await db.rows(KEPT, tenant, ticket_id):
        found |= msgspec.json.decode(row["given"])
    return found


WRITE: Final = """
WITH rows AS (
    SELECT * FROM unnest($3::text[], $4::text[]) AS r(audience, given)
), kept AS (
    INSERT INTO ticket_fields (tenant_id, ticket_id, audience, given)
    SELECT $1, $2, audience, given::jsonb FROM rows
    ON CONFLICT (tenant_id, ticket_id, audience) DO UPDATE SET given = excluded.given
), gone AS (
    DELETE FROM field_word WHERE tenant_id = $1 AND ticket_id = $2
      AND field_id = ANY ($5::uuid[]) AND said <> ALL ($7::text[])
)
INSERT INTO field_word (tenant_id, ticket_id, field_id, said)
SELECT $1, $2, w.field_id, w.said FROM unnest($6::uuid[], $7::text[]) AS w(field_id, said)
ON CONFLICT DO NOTHING
"""


async def _keep(
    act: Act,
    ticket: Ticket,
    known: Sequence[Definition],
    before: Mapping[str, Value],
    said: Mapping[UUID, Value | None],
) -> None:
    """A field that is no longer asked keeps what was said in it, where staff alone read it."""
    now = {**before, **{str(id_): value for id_, value in said.items()}}
    members = {str(each.id) for each in known if each.audience == "members"}
    rows = {
        audience: {
            name: value
            for name, value in now.items()
            if value is not None and (name in members) == (audience == "members")
        }
        for audience in AUDIENCES
    }
    words = [(each.id, word) for each in known for word in field.words(each, said.get(each.id))]
    await db.execute(
        WRITE,
        *(act.tenant_id, ticket.id, list(rows)),
        [msgspec.json.encode(each).decode() for each in rows.values()],
        list(said),
        [each for each, _ in words],
        [word for _, word in words],
    )


SHOWN: Final = "SELECT id, name FROM person WHERE tenant_id = $1 AND id = ANY ($2::uuid[])"


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Said]:
    """Every field that concerns such tickets, of which the asker may know. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    known = [
        each for each in await definitions.of(tenant, act.audience) if each.concerns(ticket.type)
    ]
    if not known:
        return []
    kept = await _kept(tenant, ticket.id)
    persons = [kept[str(e.id)] for e in known if e.kind == "person" and str(e.id) in kept]
    rows = await db.rows(SHOWN, tenant, persons) if persons else []
    names = {str(row["id"]): row["name"] for row in rows}
    return [_said(each, kept.get(str(each.id)), names) for each in known]


def _said(definition: Definition, value: Value | None, names: Mapping[str, str]) -> Said:
    if isinstance(value, list):
        return Said(definition, value, ", ".join(value))
    plain = "" if value is None else str(value).lower() if isinstance(value, bool) else value
    unseen = "" if definition.kind == "person" else plain
    return Said(definition, value, names.get(plain, unseen))
