"""A mail with everything found out about it before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from underpin.desk.mail.arriving.aiming import Aim
from underpin.desk.mail.arriving.authoring import Wrote
from underpin.kernel import db
from underpin.kernel.mail_read import ReadMail


@dataclass(frozen=True, slots=True)
class Heard:
    """`verified_by` says by what its author is proven. `sent_id` is the mail of ours it reports
    on, `left_id` the one by whose address somebody stops watching."""

    row: db.Row
    mail: ReadMail
    wrote: Wrote
    aim: Aim | None
    verified_by: str | None
    takes_part: bool
    is_over: bool
    repeats: bool
    sent_id: UUID | None
    left_id: UUID | None
