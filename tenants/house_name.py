"""The name under which the provider's desk writes, chosen by its admins."""

from __future__ import annotations

from underpin.kernel import db, house
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

LONGEST = 100


@read("mail.configure", STAFF)
async def chosen(act: Act) -> str | None:
    """None where none was."""
    return await house.name()


@provide("mail.configure")
async def choose(act: Act, name: str) -> None:
    """From the next mail on; empty for none. Raises Malformed."""
    said = " ".join(name.split())
    if len(said) > LONGEST or not said.isprintable():
        raise Malformed(f"name: at most {LONGEST} characters on one line.", field="name")
    if said:
        stands = {"name": said, "set_by": act.person_id, "set_at": act.now}
        await db.put("house", {"is_only": True}, stands)
    else:
        await db.execute("DELETE FROM house")
