"""MantisBT by its REST API. It finds nothing by a name of ours, so that what is told of again is
looked for among the project's newest issues, by the line that we leave in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from underpin.desk.alerts import words
from underpin.desk.connectors.adapter import Asked, Matter, Opened, Side, Told, Unreadable
from underpin.desk.connectors.trackers import tracked

ISSUES: Final = "/api/rest/issues"
PAGE: Final = 50
PAGES: Final = 2
RESOLVED: Final = 80
"""Mantis counts its states: from 80 on nobody works on it."""


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """`project_id` as Mantis numbers it. `priorities`: ours to theirs. `words`: what a status means
    for a vendor's case. `fields` are given as they are."""

    project_id: int
    category: str = "General"
    priorities: dict[str, str] = {}
    words: dict[str, str] = {}
    fields: dict[str, Any] = {}
    private: bool = False


@dataclass(frozen=True, slots=True)
class Mantis:
    kind: str = "mantis"
    form: type[Settings] = Settings
    proof: str = "header"

    def wrong(self, settings: Settings) -> str:
        if settings.project_id < 1:
            return "project_id: the number of a project."
        return tracked.wrong(settings.words, category=settings.category)

    async def open(self, side: Side, matter: Matter) -> Opened:
        mark = f"Underpin {matter.identity}"
        before = await _marked(side, mark)
        if before is not None:
            return Opened(before)
        body = msgspec.json.encode(_fields(side.settings, matter, mark))
        made = await side.call(Asked("POST", ISSUES, body, matter.identity))
        return Opened(tracked.named(tracked.told(made, "issue"), "id"))

    async def say(self, side: Side, matter: Matter) -> str:
        said = f"{matter['author']}: {matter['text']}" if matter["author"] else matter["text"]
        return await _note(side, matter, said)

    async def turn(self, side: Side, matter: Matter) -> None:
        await _note(side, matter, matter["turned"])

    async def look(
        self, side: Side, references: Sequence[str], since: datetime | None
    ) -> list[Told]:
        found = list[Told]()
        for each in references:
            if each.isascii() and each.isdecimal():
                answer = await side.call(Asked("GET", f"{ISSUES}/{each}"))
                for issue in tracked.objects((answer or {}).get("issues")):
                    found += _told(side.settings, issue)
        return found

    def hear(self, settings: Settings, payload: Any) -> list[Told]:
        """As its plugins for webhooks send it: the issue as the API gives it, under `issue`."""
        return _told(settings, tracked.told(payload, "issue"))

    async def greet(self, side: Side) -> str:
        me = await side.call(Asked("GET", "/api/rest/users/me"))
        return tracked.named(me, "real_name", "name")


def _fields(settings: Settings, matter: Matter, mark: str) -> dict[str, Any]:
    priority = settings.priorities.get(matter["priority"])
    return {
        **settings.fields,
        "summary": " ".join(matter["subject"].split())[:128],
        "description": matter["shared"] or matter["subject"],
        "additional_information": f"{matter['name']}\n{mark}",
        "project": {"id": settings.project_id},
        "category": {"name": settings.category},
        **({"priority": {"name": priority}} if priority else {}),
    }


async def _marked(side: Side, mark: str) -> str | None:
    for page in range(1, PAGES + 1):
        asked = {"project_id": side.settings.project_id, "page_size": PAGE, "page": page}
        answer = await side.call(Asked("GET", f"{ISSUES}?{urlencode(asked)}"))
        some = tracked.objects((answer or {}).get("issues"))
        for issue in some:
            if mark in str(issue.get("additional_information", "")):
                return tracked.named(issue, "id")
        if len(some) < PAGE:
            break
    return None


async def _note(side: Side, matter: Matter, text: str) -> str:
    view = {"name": "private" if side.settings.private else "public"}
    body = msgspec.json.encode({"text": text, "view_state": view})
    path = f"{ISSUES}/{matter['reference']}/notes"
    answer = await side.call(Asked("POST", path, body, matter.identity))
    return tracked.named((answer or {}).get("note"), "id")


def _told(settings: Settings, issue: Mapping[str, Any]) -> list[Told]:
    number, status = tracked.named(issue, "id"), issue.get("status")
    name = tracked.named(status, "name", "label")
    if not number or not name:
        raise Unreadable("issue: it has no id or no status.")
    resolution = tracked.named(issue.get("resolution"), "name")
    code = status.get("id") if isinstance(status, Mapping) else 0
    state = Told(
        id=f"{number}:status:{name}:{resolution}",
        reference=number,
        word=tracked.word(name, settings.words),
        author=tracked.named(issue.get("handler"), "real_name", "name"),
        status=name,
        resolution="" if resolution == "open" else resolution,
        over=isinstance(code, int) and code >= RESOLVED,
    )
    notes = [_said(number, each) for each in tracked.objects(issue.get("notes"))]
    return [state, *(each for each in notes if each.text)]


def _said(number: str, note: Mapping[str, Any]) -> Told:
    return Told(
        id=tracked.named(note, "id"),
        reference=number,
        word="update",
        author=tracked.named(note.get("reporter"), "real_name", "name"),
        text=tracked.text(note.get("text")),
        at=words.moment(note.get("created_at")),
    )


ADAPTER: Final = Mantis()
