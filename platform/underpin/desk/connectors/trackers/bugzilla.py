"""Bugzilla by its REST API. A bug's alias is our identity: told of again, it is found by it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from underpin.desk.alerts import words
from underpin.desk.connectors.adapter import (
    Asked,
    Matter,
    NotForUs,
    Opened,
    Side,
    Told,
    Unreadable,
)
from underpin.desk.connectors.trackers import tracked

BUGS: Final = "/rest/bug"
FIELDS: Final = "id,status,resolution,assigned_to_detail"
AT_ONCE: Final = 50
PAGES: Final = 20
OVER: Final = frozenset({"RESOLVED", "VERIFIED", "CLOSED"})


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """`priorities`: ours to theirs. `words`: what a status means for a vendor's case, such as
    `RESOLVED FIXED` or `RESOLVED`. `fields` are given as they are."""

    product: str
    component: str
    version: str = "unspecified"
    op_sys: str = "All"
    rep_platform: str = "All"
    priorities: dict[str, str] = {}
    words: dict[str, str] = {}
    fields: dict[str, Any] = {}
    private: bool = False


@dataclass(frozen=True, slots=True)
class Bugzilla:
    kind: str = "bugzilla"
    form: type[Settings] = Settings
    proof: str = "header"

    def wrong(self, settings: Settings) -> str:
        return tracked.wrong(settings.words, product=settings.product, component=settings.component)

    async def open(self, side: Side, matter: Matter) -> Opened:
        alias = f"underpin-{hashlib.sha256(matter.identity.encode()).hexdigest()[:24]}"
        before = await _bugs(side, {"alias": alias, "include_fields": FIELDS})
        if before:
            return Opened(tracked.named(before[0], "id"))
        body = msgspec.json.encode(_fields(side.settings, matter, alias))
        made = await side.call(Asked("POST", BUGS, body, matter.identity))
        return Opened(tracked.named(made, "id"))

    async def say(self, side: Side, matter: Matter) -> str:
        said = f"{matter['author']}: {matter['text']}" if matter["author"] else matter["text"]
        return await _comment(side, matter, said)

    async def turn(self, side: Side, matter: Matter) -> None:
        await _comment(side, matter, matter["turned"])

    async def look(
        self, side: Side, references: Sequence[str], since: datetime | None
    ) -> list[Told]:
        found = list[Told]()
        known = [each for each in references if each.isascii() and each.isdecimal()]
        for some in tracked.batches(known, AT_ONCE):
            bugs = await _bugs(side, {"id": ",".join(some), "include_fields": FIELDS})
            found += [_told(side.settings, bug) for bug in bugs]
        for each in known:
            found += await _comments(side, each, since)
        return found

    def hear(self, settings: Settings, payload: Any) -> list[Told]:
        """The webhooks of Bugzilla's extension of that name: `event` and `bug`."""
        event, bug = tracked.told(payload, "event"), tracked.told(payload, "bug")
        user = event.get("user")
        by = tracked.named(user, "real_name", "login")
        if tracked.named(event, "target") == "comment":
            comment = tracked.told(bug, "comment")
            return [_said(tracked.named(bug, "id"), {**comment, "creator": by}, "body")]
        if tracked.named(event, "target") == "bug":
            return [_told(settings, bug, by)]
        raise NotForUs("It tells of neither a bug nor a comment.")

    async def greet(self, side: Side) -> str:
        return tracked.named(await side.call(Asked("GET", "/rest/whoami")), "real_name", "name")


def _fields(settings: Settings, matter: Matter, alias: str) -> dict[str, Any]:
    priority = settings.priorities.get(matter["priority"])
    return {
        **settings.fields,
        "product": settings.product,
        "component": settings.component,
        "version": settings.version,
        "op_sys": settings.op_sys,
        "rep_platform": settings.rep_platform,
        "summary": " ".join(matter["subject"].split())[:255],
        "description": f"{matter['shared']}\n\n{matter['name']}",
        "alias": alias,
        **({"priority": priority} if priority else {}),
    }


async def _comment(side: Side, matter: Matter, text: str) -> str:
    body = msgspec.json.encode({"comment": text, "is_private": side.settings.private})
    path = f"{BUGS}/{matter['reference']}/comment"
    return tracked.named(await side.call(Asked("POST", path, body, matter.identity)), "id")


async def _bugs(side: Side, asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Every page of them, fifty at a time."""
    found: list[Mapping[str, Any]] = []
    for page in range(PAGES):
        words_ = {**asked, "limit": str(AT_ONCE), "offset": str(page * AT_ONCE)}
        answer = await side.call(Asked("GET", f"{BUGS}?{urlencode(words_)}"))
        some = tracked.objects((answer or {}).get("bugs"))
        found += some
        if len(some) < AT_ONCE:
            break
    return found


async def _comments(side: Side, bug: str, since: datetime | None) -> list[Told]:
    asked = f"?{urlencode({'new_since': _utc(since)})}" if since else ""
    answer = await side.call(Asked("GET", f"{BUGS}/{bug}/comment{asked}"))
    bugs = (answer or {}).get("bugs")
    inside = bugs.get(bug) if isinstance(bugs, Mapping) else None
    comments = tracked.objects(inside.get("comments") if isinstance(inside, Mapping) else None)
    # the first is the description: our own words
    return [_said(bug, each, "text") for each in comments if each.get("count") != 0]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _told(settings: Settings, bug: Mapping[str, Any], by: str = "") -> Told:
    number, status = tracked.named(bug, "id"), tracked.named(bug, "status")
    resolution = tracked.named(bug, "resolution")
    both = f"{status} {resolution}".strip()
    if not number or not status:
        raise Unreadable("bug: it has no id or no status.")
    return Told(
        id=f"{number}:status:{both}",
        reference=number,
        word=tracked.word(both, settings.words) or tracked.word(status, settings.words),
        author=by or tracked.named(bug.get("assigned_to_detail"), "real_name", "name"),
        status=status,
        resolution=resolution,
        over=status.upper() in OVER,
    )


def _said(bug: str, comment: Mapping[str, Any], body: str) -> Told:
    name = tracked.named(comment, "id")
    if not name or not bug:
        raise Unreadable("comment: it has no id.")
    return Told(
        id=name,
        reference=bug,
        word="update",
        author=tracked.named(comment, "creator", "author"),
        text=tracked.text(comment.get(body)),
        at=words.moment(comment.get("time") or comment.get("creation_time")),
    )


ADAPTER: Final = Bugzilla()
