"""What came with a mail beside its words. Pictures are shown: our own stored bytes alone, never
anything that would be fetched, and only what is a PNG by its own bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from underpin.console import views
from underpin.desk.mail.arriving import reading_back
from underpin.desk.mail.arriving.reading_back import Attached
from underpin.kernel import file_kinds
from underpin.kernel.errors import NotFound
from underpin.kernel.web import route

PNG: Final = "image/png"
KEPT: Final = {"cache-control": "private, max-age=600"}
Timeline = tuple[views.Message | views.Event, ...]


@get("/pictures/{token:str}", **route.open_to_all("its address is signed for who may see it"))
async def picture(token: FromPath[str]) -> Response[bytes]:
    """Raises NotFound for an address that ended, and for what is no PNG."""
    found = await reading_back.download(token)
    if file_kinds.of(found.content).media_type != PNG:
        raise NotFound
    return Response(found.content, media_type=PNG, headers=KEPT)


def shown(timeline: Timeline, files: Iterable[Attached]) -> Timeline:
    """The conversation with the pictures that came in each message."""
    places: dict[str, list[str]] = {}
    for each in files:
        if each.inline and each.url and each.media_type.lower() == PNG:
            token = each.url.rpartition("/")[2]
            places.setdefault(str(each.message_id), []).append(f"/pictures/{token}")
    return tuple(_with(entry, places) for entry in timeline)


def unfolding(timeline: Timeline, ticket: str, folded: frozenset[UUID]) -> Timeline:
    """The conversation with the way to what was folded away of a message."""
    return tuple(
        replace(entry, whole=f"/tickets/{ticket}/messages/{entry.id}/whole")
        if isinstance(entry, views.Message) and entry.id in map(str, folded)
        else entry
        for entry in timeline
    )


def _with(entry: Any, places: Mapping[str, list[str]]) -> Any:
    if not isinstance(entry, views.Message) or entry.id not in places:
        return entry
    return replace(entry, pictures=tuple(places[entry.id]))


HANDLERS = [picture]
