"""Telling clients what is coming or going on, and taking it back.

An announced maintenance is written down as such in the client's contract in the same transaction:
there it excuses what the contract lets it excuse, if it was announced with the agreed notice
(PRACTICE 20, 28). That is why a maintenance is published the moment it is written: notice counts
from when the client can read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.compliance.outages import maintenance
from contracts.compliance.outages.maintenance import Maintenance
from underpin.desk.announcements import announcement, telling, wording
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.announcements.wording import Words
from underpin.kernel import db, events, ids, mail_channel, outgoing
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.realtime import Notice, tell
from underpin.kernel.verb import write

KINDS: Final = ("notice", "disruption", "maintenance")
SEVERITIES: Final = ("info", "warning", "critical")
MAINTENANCE: Final = "maintenance"


class Withdrawn(Conflict):
    code = "announcement-withdrawn"
    title = "This announcement was withdrawn: nothing about it can change"


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """`published_from` None: at once; `published_to` None: until withdrawn, of a maintenance until
    it ends. `service_name` names the service where several clients are told, of which each has its
    own."""

    kind: str
    severity: str
    language: str
    texts: Mapping[str, Words]
    service_id: UUID | None = None
    service_name: str | None = None
    published_from: datetime | None = None
    published_to: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    broadcast_id: UUID | None = None
    announcement_id: UUID | None = None


@write("announcement.write", STAFF)
async def announce(act: Act, new: New) -> Announcement:
    """Asked again under the same `announcement_id`, nothing new is told. Raises Malformed, and
    NotFound for no such service."""
    texts, service = _checked(act, new), await _service(act, new)
    made = new.announcement_id or ids.new()
    if await _is_known(act, made):
        return await announcement.one(act.tenant_id, made)
    contracted = await _contracted(act, new, service)
    columns = {
        "tenant_id": act.tenant_id,
        "id": made,
        "kind": new.kind,
        "severity": new.severity,
        "service_id": service,
        "language": new.language,
        "published_from": max(new.published_from or act.now, act.now),
        "published_to": new.published_to or (new.ends_at if contracted else None),
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "maintenance_id": contracted,
        "broadcast_id": new.broadcast_id,
        "author_id": act.person_id,
        "created_at": act.now,
        "version": 1,
    }
    return await _kept(act, columns, texts)


async def _kept(
    act: Act, columns: Mapping[str, object], texts: Mapping[str, Words]
) -> Announcement:
    names, places = ", ".join(columns), ", ".join(f"${at}" for at in range(2, len(columns) + 2))
    await db.execute(
        f"INSERT INTO announcement (texts, {names}) VALUES ($1::text::jsonb, {places})",
        *(wording.to_json(texts), *columns.values()),
    )
    made = await announcement.one(act.tenant_id, columns["id"])  # type: ignore[arg-type]
    await telling.arm(act, made)
    return await _changed(act, made, "announced")


@write("announcement.write", STAFF)
async def amend(
    act: Act,
    announcement_id: UUID,
    severity: str,
    texts: Mapping[str, Words],
    published_to: datetime | None,
    *,
    version: int | None = None,
) -> Announcement:
    """Says it otherwise, or for longer or shorter; who was told by mail is not told again. Raises
    NotFound, StaleVersion, Withdrawn, Malformed."""
    found = await announcement.held(act, announcement_id, version)
    if found.withdrawn_at is not None:
        raise Withdrawn
    if severity not in SEVERITIES:
        raise Malformed(f"severity: one of {', '.join(SEVERITIES)}.", field="severity")
    if published_to is not None and published_to <= found.published_from:
        raise Malformed("published_to: after it is published.", field="published_to")
    checked = wording.check(texts, found.language)
    await db.execute(
        "UPDATE announcement SET severity = $3, texts = $4::text::jsonb, published_to = $5, "
        "version = version + 1 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, announcement_id, severity, wording.to_json(checked), published_to),
    )
    return await _changed(act, await announcement.one(act.tenant_id, found.id), "amended")


@write("announcement.write", STAFF)
async def withdraw(act: Act, announcement_id: UUID) -> Announcement:
    """It is shown no more but in the history, mails that wait are taken back (PRACTICE 25), and a
    maintenance excuses nothing. Raises NotFound, Withdrawn, and maintenance.Over for one that is
    over."""
    found = await announcement.held(act, announcement_id)
    if found.withdrawn_at is not None:
        raise Withdrawn
    if found.maintenance_id is not None:
        await maintenance.withdraw(act, found.maintenance_id)
    await db.execute(
        "UPDATE announcement SET withdrawn_at = $3, withdrawn_by = $4, version = version + 1 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, announcement_id, act.now, act.person_id),
    )
    await telling.disarm(act, found.id)
    await outgoing.withdraw(act, found.id, mail_channel.CHANNEL)
    return await _changed(act, await announcement.one(act.tenant_id, found.id), "withdrawn")


def _checked(act: Act, new: New) -> dict[str, Words]:
    if new.kind not in KINDS:
        raise Malformed(f"kind: one of {', '.join(KINDS)}.", field="kind")
    if new.severity not in SEVERITIES:
        raise Malformed(f"severity: one of {', '.join(SEVERITIES)}.", field="severity")
    begins = max(new.published_from or act.now, act.now)
    if new.published_to is not None and new.published_to <= begins:
        raise Malformed("published_to: after it is published.", field="published_to")
    if new.starts_at and new.ends_at and new.ends_at <= new.starts_at:
        raise Malformed("ends_at: after its start.", field="ends_at")
    if new.kind == MAINTENANCE:
        _check_maintenance(new, begins > act.now)
    return wording.check(new.texts, new.language)


def _check_maintenance(new: New, later: bool) -> None:
    if new.starts_at is None or new.ends_at is None:
        raise Malformed("starts_at: say from when to when a maintenance takes.", field="starts_at")
    if new.service_id is None and new.service_name is None:
        raise Malformed("service_id: say which service is worked on.", field="service_id")
    if later:
        raise Malformed(
            "published_from: a maintenance is announced at once, because its notice counts from "
            "then.",
            field="published_from",
        )


async def _service(act: Act, new: New) -> UUID | None:
    if new.service_id is None and new.service_name is None:
        return None
    found: UUID | None = await db.value(
        "SELECT id FROM service WHERE tenant_id = $1 AND (id = $2 OR name = $3)",
        *(act.tenant_id, new.service_id, new.service_name if new.service_id is None else None),
    )
    if found is None:
        raise NotFound
    return found


async def _is_known(act: Act, announcement_id: UUID) -> bool:
    return bool(
        await db.value(
            "SELECT true FROM announcement WHERE tenant_id = $1 AND id = $2",
            *(act.tenant_id, announcement_id),
        )
    )


async def _contracted(act: Act, new: New, service: UUID | None) -> UUID | None:
    if new.kind != MAINTENANCE:
        return None
    words = (service, new.starts_at, new.ends_at)
    note = new.texts[new.language].title
    found: Maintenance = await maintenance.announce(act, *words, note=note)
    return found.id


async def _changed(act: Act, made: Announcement, what: str) -> Announcement:
    await events.emit(act, events.New(f"announcement.{what}", made.id))
    if made.published_from <= act.now:
        tell(act.tenant_id, (STAFF, MEMBER), Notice("list", "announcements"))
    return made
