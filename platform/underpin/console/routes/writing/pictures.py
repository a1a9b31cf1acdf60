"""Pictures that came inside a mail, shown in their place where it is read: our own stored bytes
alone, never anything that would be fetched, and only what is a picture by its own bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes.requests.reading import Beside
from underpin.desk.mail.arriving import picturing, reading_back
from underpin.desk.mail.arriving.picturing import Came
from underpin.kernel.web import route, uploaded

CLAIMED: Final = uploaded.PICTURES | {"image/jpg", "image/pjpeg"}
Timeline = tuple[views.Message | views.Event, ...]


@get("/pictures/{token:str}", **route.open_to_all("its address is signed for who may see it"))
async def picture(token: FromPath[str]) -> Response[bytes]:
    """Raises NotFound for an address that ended, and for what is no picture."""
    return uploaded.picture((await reading_back.download(token)).content)


def shown(timeline: Timeline, about: Beside) -> Timeline:
    """The conversation with the pictures that came in each message."""
    came: dict[str, list[Came]] = {}
    for each in about.files:
        if each.inline and each.url and each.media_type.lower() in CLAIMED:
            path = f"/pictures/{each.url.rpartition('/')[2]}"
            made = Came(path, each.content_id or "", each.name)
            came.setdefault(str(each.message_id), []).append(made)
    markup = {str(message): html for message, html in about.markup.items()}
    return tuple(_with(entry, came, markup) for entry in timeline)


def unfolding(timeline: Timeline, ticket: str, folded: frozenset[UUID]) -> Timeline:
    """The conversation with the way to what was folded away of a message."""
    return tuple(
        replace(entry, whole=f"/tickets/{ticket}/messages/{entry.id}/whole")
        if isinstance(entry, views.Message) and entry.id in map(str, folded)
        else entry
        for entry in timeline
    )


def _with(entry: Any, came: Mapping[str, Sequence[Came]], markup: Mapping[str, str]) -> Any:
    if not isinstance(entry, views.Message) or entry.id not in came:
        return entry
    pieces = picturing.pieces(entry.body, markup.get(entry.id, ""), came[entry.id])
    return replace(entry, pieces=tuple(views.Piece(each.text, each.picture) for each in pieces))


HANDLERS = [picture]
