"""A mail to whoever sets a company up, as its people will get them: does it arrive?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.onboarding import letter_words, sender
from underpin.desk.onboarding.sender import Letter
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Tested:
    """`state`: waiting, sent, or set_aside; `error` is what the last try came to."""

    state: str
    error: str
    at: datetime


ME: Final = "SELECT name, email, locale FROM staff WHERE id = $1"
TOLD: Final = """
SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN parked_at IS NOT NULL THEN 'set_aside'
            ELSE 'waiting' END AS state, coalesce(last_error, '') AS error,
       coalesce(sent_at, created_at) AS at
FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 ORDER BY created_at DESC, id DESC LIMIT 3
"""


@write("mail.configure", STAFF)
async def send(act: Act) -> None:
    """To the asker's own address."""
    desk, row = await sender.desk(act.tenant_id), await db.row(ME, act.person_id)
    assert row is not None, "whoever asks is one of ours"  # noqa: S101
    words, to = letter_words.of(row["locale"]), Correspondent(row["name"], row["email"])
    subject, text = words.test.format(company=desk.client), words.tested.format(company=desk.client)
    letter = Letter(ids.new(), _about(act.person_id), to, subject, f"{text}\n")
    await sender.send(act, desk, letter)


@read("mail.configure", STAFF)
async def mine(act: Act, tenant: int) -> list[Tested]:
    """The asker's last three, the newest first."""
    rows = await db.rows(TOLD, tenant, _about(act.person_id))
    return [Tested(**row) for row in rows]


def _about(person: UUID) -> UUID:
    return ids.derive(person, "test-mail")
