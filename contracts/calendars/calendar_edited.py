"""A calendar was edited: drafts of the versions that count on its new version (PRACTICE 26).

An edit alone moves no clock. Each agreement that counts on the calendar is amended to name the new
version; an SLA's amendment needs the client's consent like any other, and whether what is under way
follows is chosen when it is activated.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from contracts.agreements import agreement_rows, provider_agreement
from contracts.agreements.agreed import Content
from contracts.agreements.versions import Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, write

# Null where there is no such version, empty where it is the calendar's first.
OLDER: Final = """
SELECT (SELECT coalesce(array_agg(o.id), '{{}}') FROM {table} o
        WHERE o.calendar_id = v.calendar_id AND o.number < v.number {same}) AS older
FROM {table} v WHERE v.id = $1 {own}
"""
OLDER_OWN: Final = OLDER.format(
    table="calendar_version", same="AND o.tenant_id = v.tenant_id", own="AND v.tenant_id = $2"
)
OLDER_PROVIDERS: Final = OLDER.format(table="provider_calendar_version", same="", own="")


@write("contract.write", STAFF)
async def amend_agreements(act: Act, calendar_version_id: UUID) -> list[Version]:
    """A draft for each of the client's SLAs in force that counts on an older version of this
    calendar. One for which another version waits already is left alone. Raises NotFound."""
    older = await db.value(OLDER_OWN, calendar_version_id, act.tenant_id)
    if older is None:
        raise NotFound
    rows = await db.rows("SELECT id FROM agreement WHERE tenant_id = $1 ORDER BY id", act.tenant_id)
    drafts = []
    for row in rows:
        every = await agreement_rows.of_agreement(act.tenant_id, row["id"], lock=True)
        newest = _newest_counting(every, older)
        if newest is not None:
            content = on(newest.content, older, calendar_version_id)
            words = (row["id"], newest.number + 1, content, newest.commitment_percent)
            drafts.append(await agreement_rows.insert(act, *words))
    return drafts


@provide("vendor.write")
async def amend_behind(act: Act, calendar_version_id: UUID) -> list[Version]:
    """The same for OLAs and UCs, when a calendar of the provider's own was edited. Raises
    NotFound."""
    older = await db.value(OLDER_PROVIDERS, calendar_version_id)
    if older is None:
        raise NotFound
    drafts = []
    for behind in await provider_agreement.of_provider(act):
        newest = _newest_counting(behind.versions, older)
        if newest is not None:
            content = on(newest.content, older, calendar_version_id)
            drafts.append(await provider_agreement.amend(act, behind.id, content))
    return drafts


def _newest_counting(every: Sequence[Version], older: Container[UUID]) -> Version | None:
    """The newest version, if it is in force and counts on one of those calendars."""
    newest = every[-1] if every else None
    if newest is None or newest.state != "active":
        return None
    return newest if any(each in older for each in newest.content.calendars) else None


def on(content: Content, older: Container[UUID], new: UUID) -> Content:
    """What it says, counted on `new` wherever it was on one of `older`."""

    def turned(named: UUID) -> UUID:
        return new if named in older else named

    def perhaps(named: UUID | None) -> UUID | None:
        return None if named is None else turned(named)

    available = content.availability
    return replace(
        content,
        calendar_version_id=turned(content.calendar_version_id),
        targets=tuple(
            replace(each, calendar_version_id=perhaps(each.calendar_version_id))
            for each in content.targets
        ),
        arrivals=tuple(
            replace(
                each,
                outside=turned(each.outside),
                calendar_version_id=perhaps(each.calendar_version_id),
            )
            for each in content.arrivals
        ),
        availability=available
        and replace(available, calendar_version_id=perhaps(available.calendar_version_id)),
    )
