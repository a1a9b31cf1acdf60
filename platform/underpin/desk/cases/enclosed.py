"""Files that a vendor puts beside its words: kept on the ticket under a note, for staff alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from underpin.desk.cases import vendor_letter
from underpin.desk.cases.case import Case
from underpin.desk.tickets import messages
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.writing import limits, staging
from underpin.kernel import db, files, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

File = tuple[str, bytes]
"""Its name, and what is in it."""
ATTACHED = """
INSERT INTO attachment (tenant_id, id, ticket_id, message_id, file_id, name, media_type, size,
                        inline, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, $9)
"""


def named(body: str, given: Sequence[File]) -> str:
    """The words with the files' names below, as both sides read them in the case."""
    return "\n\n".join(filter(None, [body, "\n".join(f"[{_name(each)}]" for each in given)]))


async def keep(act: Act, held: tuple[Ticket, Case], author: str, given: Sequence[File]) -> None:
    """Raises Malformed for a file that is not taken, StorageFull; nothing is kept then."""
    ticket, case = held
    kinds = await _checked(act, given)
    name = await vendor_letter.name_of(act, ticket, case)
    said = replace(act, principal=replace(act.principal, name=author))
    note = await messages.write(said, ticket, messages.INTERNAL, named(name, given))
    kept = await files.keep(act, [content for _, content in given])
    rows = [
        (act.tenant_id, ids.new(), ticket.id, note.id, file, _name(each), kind, len(each[1]))
        for each, kind, file in zip(given, kinds, kept, strict=True)
    ]
    await db.many(ATTACHED, [(*row, act.now) for row in rows])


async def _checked(act: Act, given: Sequence[File]) -> list[str]:
    """What each is by its own bytes."""
    agreed = await limits.of(act.tenant_id)
    if len(given) > agreed.most_per_message:
        raise Malformed(f"file: at most {agreed.most_per_message} in a message.", field="file")
    used, size = await files.used(act.tenant_id), sum(len(content) for _, content in given)
    limits.check_room(agreed, used, size)
    return [limits.fitting(agreed, name, content) for name, content in given]


def _name(given: File) -> str:
    return staging.plain(given[0])
