"""The availability of each service in a period that ends with a month, kept when it is frozen:
what counted, the outages and the maintenance behind it, as one piece of the month's evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import metric
from contracts.compliance.frozen import compliance_month, evidence
from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.outages import availability_reading
from contracts.compliance.outages.availability_reading import NothingPromised, Reading
from underpin.kernel import db, ids
from underpin.kernel.act import Act

FIGURES: Final = ("service_us", "down_us", "excused_us")

INSERT: Final = """
INSERT INTO availability_evidence (tenant_id, id, period_id, position, service_id, version_id,
    starts_at, ends_at, service_us, down_us, excused_us, commitment, body, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
SERVICES: Final = "SELECT id FROM service WHERE tenant_id = $1 ORDER BY id"
OF_PERIOD: Final = """
SELECT e.position, e.service_id, e.version_id, e.starts_at, e.ends_at, e.service_us, e.down_us,
       e.excused_us, e.commitment, e.body, encode(e.sha256, 'hex') AS sha256
FROM availability_evidence e WHERE e.tenant_id = $1 AND e.period_id = $2 ORDER BY e.position
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Microseconds of working time; `commitment` in percent; `body` is canonical JSON, `sha256` its
    digest in hex, `position` that in the month's chain."""

    position: int
    service_id: UUID
    version_id: UUID
    starts_at: datetime
    ends_at: datetime
    service_us: int
    down_us: int
    excused_us: int
    commitment: Decimal
    body: str
    sha256: str


async def keep(act: Act, period: Period, after: int) -> list[bytes]:
    """Write a piece for each service whose promised period ends with this month, at the positions
    after that one; returns their digests in that order."""
    found = await _ending(act, period)
    texts = [evidence.canonical(body(each)) for each in found]
    digests = [evidence.digest(text) for text in texts]
    pieces = zip(found, texts, digests, strict=True)
    await db.many(
        INSERT,
        [
            (act.tenant_id, ids.new(), period.id, place, *_said(read), text, digest)
            for place, (read, text, digest) in enumerate(pieces, after + 1)
        ],
    )
    return digests


async def of_period(tenant: int, period_id: UUID) -> list[Kept]:
    return [Kept(**row) for row in await db.rows(OF_PERIOD, tenant, period_id)]


def body(reading: Reading) -> dict[str, Any]:
    """As it is kept: figures in microseconds, instants in UTC."""
    return {
        "metric": metric.AVAILABILITY,
        "service": str(reading.service_id),
        "version": str(reading.version_id),
        "calendar_version": str(reading.calendar_version_id),
        "starts": evidence.moment(reading.starts),
        "ends": evidence.moment(reading.ends),
        **{name: getattr(reading, name) for name in FIGURES},
        "commitment": reading.commitment,
        "outages": [
            {
                "id": str(each.id),
                "starts": evidence.moment(each.starts_at),
                "ends": each.ends_at and evidence.moment(each.ends_at),
            }
            for each in reading.outages
        ],
        "maintenance": [
            {"starts": evidence.moment(each.starts), "ends": evidence.moment(each.ends)}
            for each in reading.maintenance
        ],
    }


def agrees(kept: Kept) -> bool:
    """Whether its text has its digest, and its columns say what the text says."""
    said: Mapping[str, Any] = msgspec.json.decode(kept.body)
    return (
        evidence.digest(kept.body).hex() == kept.sha256
        and all(said[name] == getattr(kept, name) for name in FIGURES)
        and (said["service"], said["version"]) == (str(kept.service_id), str(kept.version_id))
        and said["starts"] == evidence.moment(kept.starts_at)
        and said["ends"] == evidence.moment(kept.ends_at)
        and Decimal(str(said["commitment"])) == kept.commitment
    )


async def _ending(act: Act, period: Period) -> list[Reading]:
    services = await db.rows(
        "SELECT id FROM service WHERE tenant_id = $1 ORDER BY id", act.tenant_id
    )
    found = []
    for service in services:
        try:
            read = await availability_reading.measured(
                act, act.tenant_id, service["id"], last_day(period)
            )
        except NothingPromised:
            continue
        if read.ends == period.ends_at:
            found.append(read)
    return found


def last_day(period: Period) -> date:
    """The month's last date in the client's zone."""
    following = date(*compliance_month.following(period.year, period.month), 1)
    return date.fromordinal(following.toordinal() - 1)


def _said(read: Reading) -> tuple[object, ...]:
    return (
        *(read.service_id, read.version_id, read.starts, read.ends),
        *(read.service_us, read.down_us, read.excused_us, read.commitment),
    )
