"""A person's own settings, the same for staff and members: language, time zone, and how they are
told of what is new. Quiet hours are by the wall clock of their own zone; a page to whoever is on
duty asks for none of this (PRACTICE 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from contracts.calendars import zone
from tenants.company import checked_locale
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import Verb, provide, read, write

LONGEST: Final = 1440


@dataclass(frozen=True, slots=True)
class Settings:
    """`by_mail` False: the page alone tells what is new. Quiet from one time to the other, over
    midnight where it ends before it begins; both None: never. `digest_minutes`: what is new is
    gathered that long into one mail; 0: each at once."""

    locale: str = "en"
    time_zone: str = "UTC"
    by_mail: bool = True
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_minutes: int = 0


OF_MEMBER: Final = """
SELECT locale, time_zone, by_mail, quiet_from, quiet_to, digest_minutes FROM person
WHERE tenant_id = $2 AND id = $1
"""
OF_STAFF: Final = """
SELECT s.locale, s.time_zone, coalesce(n.by_mail, true) AS by_mail, n.quiet_from, n.quiet_to,
       coalesce(n.digest_minutes, 15) AS digest_minutes
FROM staff s LEFT JOIN notice_setting n ON n.staff_id = s.id WHERE s.id = $1
"""


@read("self.settings", STAFF, MEMBER)
async def mine(act: Act) -> Settings:
    if act.audience is Audience.MEMBER:
        row = await db.row(OF_MEMBER, act.person_id, act.principal.own_tenant)
    else:
        row = await db.row(OF_STAFF, act.person_id)
    return Settings() if row is None else Settings(**row)


@write("self.settings", MEMBER)
async def choose_as_member(act: Act, wanted: Settings) -> None:
    """Raises Malformed."""
    checked(wanted)
    said = {name: getattr(wanted, name) for name in Settings.__slots__}
    await db.update("person", {"tenant_id": act.tenant_id, "id": act.person_id}, said)


@provide("self.settings")
async def choose_as_staff(act: Act, wanted: Settings) -> None:
    """How pages call them stays as it is. Raises Malformed."""
    checked(wanted)
    own = {"locale": wanted.locale, "time_zone": wanted.time_zone}
    await db.update("staff", {"id": act.person_id}, own)
    told = {
        "by_mail": wanted.by_mail,
        "quiet_from": wanted.quiet_from,
        "quiet_to": wanted.quiet_to,
        "digest_minutes": wanted.digest_minutes,
    }
    await db.put("notice_setting", {"staff_id": act.person_id}, told, page_by="mail")


def choosing(who: Principal) -> Verb[..., None]:
    """The verb by which this person chooses."""
    chosen: Verb[..., None] = (
        choose_as_member if who.audience is Audience.MEMBER else choose_as_staff
    )
    return chosen


def checked(wanted: Settings) -> None:
    """Raises Malformed naming the field, and the cure."""
    checked_locale(wanted.locale)
    try:
        zone.named(wanted.time_zone)
    except zone.UnknownZone as unknown:
        raise Malformed(f"time_zone: {unknown}.", field="time_zone") from unknown
    if (wanted.quiet_from is None) != (wanted.quiet_to is None):
        raise Malformed("quiet_from, quiet_to: both or neither.", field="quiet_from")
    if not 0 <= wanted.digest_minutes <= LONGEST:
        raise Malformed(f"digest_minutes: 0 to {LONGEST}.", field="digest_minutes")
