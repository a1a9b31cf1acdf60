"""What the demo's clients and staff can read up, what is announced, and how content people were."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tenants.company import NewCompany
from underpin.demo import companies, demo_articles, log_contracts
from underpin.demo.demo_life import SOURCE
from underpin.desk.announcements import announcing
from underpin.desk.announcements.announcing import New
from underpin.desk.knowledge import clients, providers
from underpin.desk.replay.clients import derived
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work

RATED: Final = (5, 4, 5, 2, 5, 4, 3, 5, 1, 4)
SAID: Final = {
    5: "Fast and friendly, thank you.",
    2: "It took three calls until somebody looked.",
    1: "Still not working when it was closed.",
}
SURVEYS: Final = """
WITH done AS (
    SELECT t.id, t.requester_id, t.assignee_id, t.service_id, t.resolved_at,
           row_number() OVER (ORDER BY t.number) AS at
    FROM ticket t WHERE t.tenant_id = $1 AND t.resolved_at IS NOT NULL AND t.merged_into IS NULL
    LIMIT 40
)
INSERT INTO survey (tenant_id, id, ticket_id, person_id, agent_id, service_id, asked_at, expires_at,
                    rating, comment, answered_at, changed_at)
SELECT $1, gen_random_uuid(), d.id, d.requester_id, d.assignee_id, d.service_id, d.resolved_at,
       d.resolved_at + interval '30 days', u.rating, u.comment,
       CASE WHEN u.rating IS NOT NULL THEN d.resolved_at + interval '1 hour' END,
       CASE WHEN u.rating IS NOT NULL THEN d.resolved_at + interval '1 hour' END
FROM done d JOIN unnest($2::int[], $3::text[]) WITH ORDINALITY AS u(rating, comment, at)
  ON u.at = d.at
ON CONFLICT (tenant_id, ticket_id) DO NOTHING
"""


async def provider() -> None:
    """The provider's own articles."""
    lead = companies.LENA.principal({})
    for ordinal, (about, texts) in enumerate(demo_articles.OURS):
        name = derived("demo", "article", str(ordinal))
        if await _stands("article", name):
            continue
        await verb.perform(providers.begin, lead, about, "en", texts, name, source="demo")
        await verb.perform(providers.publish, lead, name, source="demo")


async def client(new: NewCompany, tenant: int, now: datetime) -> None:
    """Their own article, what they are told, and how content they were."""
    await _own(new, tenant)
    for ordinal, told in enumerate(_told(tenant, now)):
        lead = companies.LENA.principal({new.key: tenant})
        name = derived("demo", "announcement", new.slug, str(ordinal))
        named = replace(told, announcement_id=name)
        await verb.perform(announcing.announce, lead, named, tenant=tenant, source="demo")
    ratings = [None if at % 4 == 3 else RATED[at % len(RATED)] for at in range(40)]
    comments = [SAID.get(each or 0, "") if at % 3 else "" for at, each in enumerate(ratings)]
    async with db.open(Work(tenant)):
        await db.execute(SURVEYS, tenant, ratings, comments)


async def _own(new: NewCompany, tenant: int) -> None:
    lead = companies.LENA.principal({new.key: tenant})
    name = derived("demo", "article", new.slug)
    if await _stands("client_article", name, tenant):
        return
    about, texts = demo_articles.of_client(new.name)
    words = (about, "en", texts, name)
    await verb.perform(clients.begin, lead, *words, tenant=tenant, source="demo")
    await verb.perform(clients.publish, lead, name, tenant=tenant, source="demo")


async def _stands(table: str, name: UUID, tenant: int | None = None) -> bool:
    async with db.open(Provider() if tenant is None else Work(tenant)):
        return bool(await db.value(f"SELECT true FROM {table} WHERE id = $1", name))


def _told(tenant: int, now: datetime) -> tuple[New, ...]:
    saturday = (now + timedelta(days=(5 - now.weekday()) % 7 or 7)).replace(
        hour=20, minute=0, second=0, microsecond=0
    )
    return (
        New(
            kind="disruption",
            severity="warning",
            language="en",
            texts=demo_articles.SLOW_MAIL,
            published_to=now + timedelta(days=2),
        ),
        New(
            kind="maintenance",
            severity="info",
            language="en",
            texts=demo_articles.RESTART,
            service_id=log_contracts.ids_of(SOURCE, tenant).service,
            starts_at=saturday,
            ends_at=saturday + timedelta(hours=3),
        ),
    )
