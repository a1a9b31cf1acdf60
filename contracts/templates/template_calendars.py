"""A template's calendars among a client's: one that is defined alike is used again, what is
missing is written, as the next version of the client's calendar of that name if there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from contracts.agreements.agreed import Content
from contracts.calendars import calendar_definition, calendars, zone
from contracts.calendars.calendar_definition import Definition
from contracts.templates import template_body
from contracts.templates.template_body import TemplateBody
from underpin.kernel import db, ids
from underpin.kernel.act import Act

NAMESPACE: Final = UUID("3f0d3a34-9d0f-5b3a-8e39-5b1f0a7b9a61")


@dataclass(frozen=True, slots=True)
class Missing:
    """Ids derived from what it says, so that two who write it at once write one."""

    calendar_id: UUID
    version_id: UUID
    name: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class Found:
    """A client's calendar versions, as far as a template's calendars need them."""

    tenant: int
    time_zone: str
    known: Mapping[Definition, UUID]

    def ids(self, body: TemplateBody) -> dict[UUID, UUID]:
        """The template's calendars -> the client's calendar versions, there already or not yet."""
        return {each.id: self._id(definition) for each, definition in self._defined(body)}

    def content(self, body: TemplateBody) -> Content:
        return template_body.resolved(body.content, self.ids(body))

    def missing(self, body: TemplateBody) -> list[Missing]:
        return [
            Missing(
                ids.derive(NAMESPACE, self.tenant, each.name),
                self._id(definition),
                each.name,
                definition,
            )
            for each, definition in self._defined(body)
            if definition not in self.known
        ]

    def _defined(
        self, body: TemplateBody
    ) -> Iterable[tuple[template_body.TemplateCalendar, Definition]]:
        return [(each, template_body.definition(each, self.time_zone)) for each in body.calendars]

    def _id(self, definition: Definition) -> UUID:
        known = self.known.get(definition)
        told = calendar_definition.definition_hash(definition)
        return known or ids.derive(NAMESPACE, self.tenant, "version", told)


async def of_tenant(tenant: int) -> Found:
    """The newest version of equal ones counts."""
    rows = await db.rows(
        "SELECT t.time_zone, v.id, v.definition FROM tenant t LEFT JOIN calendar_version v "
        "ON v.tenant_id = t.id WHERE t.id = $1 ORDER BY v.created_at, v.id",
        tenant,
    )
    known = {
        calendar_definition.from_json(msgspec.json.decode(row["definition"])): row["id"]
        for row in rows
        if row["id"] is not None
    }
    return Found(tenant, rows[0]["time_zone"], known)


async def write(act: Act, missing: Iterable[Missing]) -> None:
    for each in missing:
        await db.execute(
            CALENDAR,
            *(act.tenant_id, each.calendar_id, each.name),
        )
        await db.execute(
            VERSION,
            *(act.tenant_id, each.name, each.version_id, calendars.written(each.definition)),
            *(zone.zone_data_version(), act.now),
        )


CALENDAR = "INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
VERSION = """
WITH held AS (SELECT id FROM calendar WHERE tenant_id = $1 AND name = $2 FOR UPDATE)
INSERT INTO calendar_version (tenant_id, calendar_id, id, number, definition, zone_data,
                              effective_from, created_at)
SELECT $1, held.id, $3, 1 + (SELECT coalesce(max(v.number), 0) FROM calendar_version v
                             WHERE v.tenant_id = $1 AND v.calendar_id = held.id),
       $4::text::jsonb, $5, $6, $6
FROM held ON CONFLICT (tenant_id, id) DO NOTHING
"""
