"""What this room hands over: the company, its people, and the audit trail as they may read it."""

from __future__ import annotations

from typing import Final

import msgspec

from tenants import own_audit
from tenants.handing_over.told import Eyes, File, Part, table
from underpin.kernel import verb

TABLES: Final = {
    "tenant": table(
        "id key slug name time_zone locale currency created_at",
        withheld="state simulated_now",
        key="",
        tenant="id",
    ),
    "branding": table("name accent logo_type chosen_at", withheld="logo_file_id chosen_by", key=""),
    "site": table("id name time_zone address"),
    "person": table(
        "id name email site_id state locale time_zone created_at by_mail quiet_from quiet_to "
        "digest_minutes"
    ),
    "member_role": table("person_id role", key="person_id:uuid role:text", by_member=False),
    "member_grant": table(
        "person_id reach granted_at",
        withheld="granted_by",
        key="person_id:uuid reach:text",
        by_member=False,
    ),
    "spending_limit": table(
        "person_id currency amount set_at", withheld="set_by", key="person_id:uuid currency:text"
    ),
    "stand_in": table(
        "id person_id stand_in_id starts_at ends_at made_at cancelled_at", withheld="made_by"
    ),
}
LEFT_OUT: Final = {"company_export": "the export itself"}
LINES: Final = 500
TRAIL: Final = "audit_trail"


class After(msgspec.Struct, frozen=True):
    number: int
    before: int | None


async def trail(eyes: Eyes, after: str | None) -> Part:
    """The newest first, as on the page."""
    known = msgspec.json.decode(after, type=After) if after else After(1, None)
    found = await verb.begin(own_audit.page, eyes.principal, known.before, LINES)
    if not found:
        return Part((), None)
    content = b"".join(msgspec.json.encode(each) + b"\n" for each in found)
    file = File(f"data/{TRAIL}/{known.number:05}.jsonl", content, len(found))
    further = After(known.number + 1, found[-1].position)
    return Part((file,), msgspec.json.encode(further).decode() if len(found) == LINES else None)


SOURCES: Final = {TRAIL: trail}
