"""What a client of the walls' ground was told and could read up: articles, announcements."""

from __future__ import annotations

from tests.world import Client, World
from underpin.desk.announcements import announcing
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.wording import Words
from underpin.desk.chat import talking
from underpin.desk.knowledge import clients, openings
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

# Who lived here before may still be talking.
ONE_AT_A_TIME = """
UPDATE chat SET state = 'ended', ended_at = begun_at WHERE tenant_id = $1 AND ended_at IS NULL
"""


async def build(people: World, client: Client) -> None:
    """An article for staff alone, one that a member has opened, an announcement, a
    chat that waits."""
    lead, about = people.lead.principal, {"tenant": client.id}
    for audience, title in (("staff", "ARTICLE-OF-STAFF"), ("members", f"At {client.name}")):
        texts = {"en": Text(title, "", "Words")}
        written = (About("Ways", audience), "en", texts)
        made = await verb.perform(clients.begin, lead, *written, **about)
        await verb.perform(clients.publish, lead, made.article.id, **about)
    member = client.requester.principal
    await verb.perform(openings.open_article, member, made.article.id, "search")
    words = {"en": Words(f"News for {client.name}", "Read them.")}
    new = New(kind="notice", severity="info", language="en", texts=words)
    await verb.perform(announcing.announce, lead, new, **about)
    async with db.open(Work(client.id)):
        await db.execute(ONE_AT_A_TIME, client.id)
    chat = await verb.perform(talking.begin, member, "SAID-TO-THE-BOT", **about)
    await verb.perform(talking.ask_for_person, member, chat, **about)
