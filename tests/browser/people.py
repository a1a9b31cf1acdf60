"""People of one story alone, each with a language of their own, and the mail that reaches them."""

from __future__ import annotations

import asyncio
from uuid import UUID

from tests import world
from tests.service.console.ground import Ground
from tests.world import Client, Human
from underpin.kernel import db, ids, mail_channel, outgoing
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.mail_compose import OutgoingMail

LEAVING = """
SELECT tenant_id, id, channel, identity, subject_id, payload, simulated
FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 AND withdrawn_at IS NULL
ORDER BY created_at, id
"""
TRIES, PAUSE_SECONDS = 600, 0.1


async def of_staff(
    here: Ground, job: str, language: str, *clients: Client, tier: int | None = None
) -> Human:
    """Noor, who works at the provider."""
    mail = f"noor-{ids.new()}@provider.example"
    served = [client.id for client in clients]
    noor = await world.staff_person(here.people.admin.principal, "Noor", mail, job, tier, served)
    async with db.open(Provider()):
        await db.execute("UPDATE staff SET locale = $2 WHERE id = $1", noor.id, language)
    return noor


async def of_client(here: Ground, client: Client, language: str, *roles: str) -> Human:
    """Olga, who works at the client company and sees all its tickets."""
    said = (client.slug, "Olga Nowak", f"olga-{ids.new()}@{client.slug}.example")
    olga = await world.member(here.people.admin, client.id, *said, roles=roles, reach="company")
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE person SET locale = $3 WHERE tenant_id = $1 AND id = $2",
            *(client.id, olga.id, language),
        )
    return olga


async def first_mail(client: Client, subject_id: UUID) -> OutgoingMail:
    """The first mail about it, as soon as it is on its way."""
    for _ in range(TRIES):
        async with db.open(Work(client.id)):
            row = await db.row(LEAVING, client.id, subject_id)
        if row is not None:
            return mail_channel.opened(outgoing._read(row))
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError(f"nothing is on its way about {subject_id}")
