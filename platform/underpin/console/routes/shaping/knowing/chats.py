"""A chat as each side sees it."""

from __future__ import annotations

from uuid import UUID

from underpin.console import views
from underpin.desk.chat.attending import Waiting
from underpin.desk.chat.reading import Shown


def chat(found: Shown, key: str, asker: UUID | None = None) -> views.Chat:
    lines = tuple(
        views.ChatLine(
            line.author,
            line.author_name,
            line.body,
            tuple((str(offer.article_id), offer.title) for offer in line.offers),
            line.said_at,
        )
        for line in found.lines
    )
    return views.Chat(
        str(found.chat.id),
        found.chat.state,
        lines,
        found.ticket or "",
        person=found.person,
        client=found.client,
        agent=found.agent or "",
        key=key,
        mine=asker is not None and found.chat.agent_id == asker,
    )


def row(found: Waiting) -> views.ChatRow:
    return views.ChatRow(
        f"/chats/{found.key}/{found.id}",
        found.client,
        found.person,
        found.subject,
        found.ticket,
        found.state,
        found.agent or "",
        found.waiting_since,
    )
