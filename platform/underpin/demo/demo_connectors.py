"""A bug tracker in the demo, and what its people say of a ticket's issue there. Nobody asks it
anything: its address is nobody's."""

from __future__ import annotations

from typing import Final

from underpin.demo import companies
from underpin.desk.connectors import applying, keeping, tracking
from underpin.desk.connectors.adapter import Told
from underpin.desk.connectors.connector import Connector, Said
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

NAME: Final = "Product bugs"
REFERENCE: Final = "PRD-214"
SAID: Final = (
    Told("214:status", REFERENCE, status="In Progress"),
    Told(
        "214:1",
        REFERENCE,
        author="Priya (product)",
        text="Reproduced on 8.4. A fix is in review and leaves with the next patch.",
    ),
)


async def tracker() -> None:
    """Once."""
    async with db.open(Provider()):
        if await db.value("SELECT EXISTS (SELECT FROM connector)"):
            return
    settings = {"project": "PRD", "priorities": {"P1": "Highest", "P2": "High"}}
    said = Said(NAME, "jira", "https://bugs.example", settings)
    olivia = companies.OLIVIA.principal({})
    await verb.perform(keeping.add, olivia, said, source="demo")


async def linked(key: str, tenant: int, number: int) -> None:
    """Once: the ticket's issue, with what was said of it."""
    async with db.open(Work(tenant)):
        if await db.value(
            "SELECT EXISTS (SELECT FROM connector_link WHERE tenant_id = $1)", tenant
        ):
            return
    ada = companies.ADA.principal({key: tenant})
    found: Connector = next(
        each
        for each in await verb.perform(keeping.listed, companies.OLIVIA.principal({}))
        if each.name == NAME
    )
    words = (number, found.id, REFERENCE)
    await verb.perform(tracking.tie, ada, *words, tenant=tenant, source="demo")
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "demo", "demo.linked")
        for told in SAID:
            there = await applying.find(act, found, told)
            if there is not None:
                await applying.apply(act, found, there, told, act.now)
