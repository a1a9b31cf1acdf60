"""Jira by its REST API v3. What is told of again is found by its label, so that an answer that was
lost opens no second issue; what became of issues is asked fifty at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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
from underpin.desk.connectors.trackers import adf, tracked

ISSUES: Final = "/rest/api/3/issue"
SEARCH: Final = "/rest/api/3/search/jql"
FIELDS: Final = ("status", "resolution", "assignee", "comment")
AT_ONCE: Final = 50
PAGES: Final = 20
KEY: Final = re.compile(r"[A-Z][A-Z0-9_]{0,30}-[1-9][0-9]{0,9}")


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """`priorities`: ours to theirs. `words`: what a status means for a vendor's case. `fields` are
    given as they are, such as a custom field that the project asks for."""

    project: str
    issue_type: str = "Bug"
    labels: list[str] = []
    priorities: dict[str, str] = {}
    words: dict[str, str] = {}
    fields: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Jira:
    kind: str = "jira"
    form: type[Settings] = Settings
    proof: str = "jira"

    def wrong(self, settings: Settings) -> str:
        return tracked.wrong(
            settings.words, project=settings.project, issue_type=settings.issue_type
        )

    async def open(self, side: Side, matter: Matter) -> Opened:
        label = f"underpin-{re.sub('[^A-Za-z0-9-]', '-', matter.identity)}"
        before = await _search(side, f'labels = "{label}"', ("status",))
        if before:
            return _opened(side, before[0])
        body = msgspec.json.encode({"fields": _fields(side.settings, matter, label)})
        return _opened(side, await side.call(Asked("POST", ISSUES, body, matter.identity)))

    async def say(self, side: Side, matter: Matter) -> str:
        body = msgspec.json.encode({"body": adf.of(_signed(matter))})
        path = f"{ISSUES}/{matter['reference']}/comment"
        return tracked.named(await side.call(Asked("POST", path, body, matter.identity)), "id")

    async def turn(self, side: Side, matter: Matter) -> None:
        """Which way its workflow goes is theirs to say: it is told in words."""
        text = matter["turned"]
        body = msgspec.json.encode({"body": adf.of(text)})
        path = f"{ISSUES}/{matter['reference']}/comment"
        await side.call(Asked("POST", path, body, matter.identity))

    async def look(
        self, side: Side, references: Sequence[str], since: datetime | None
    ) -> list[Told]:
        found = list[Told]()
        known = [each for each in references if KEY.fullmatch(each)]
        for some in tracked.batches(known, AT_ONCE):
            for issue in await _search(side, f"key in ({', '.join(some)})", FIELDS):
                found += await _seen(side, issue)
        return found

    def hear(self, settings: Settings, payload: Any) -> list[Told]:
        """`jira:issue_updated` and the `comment_` events; of others nothing is wanted."""
        event = tracked.named(payload, "webhookEvent")
        if not event:
            raise Unreadable("webhookEvent: nothing stands there.")
        issue = tracked.told(payload, "issue")
        if event in ("jira:issue_updated", "jira:issue_created", "jira:issue_deleted"):
            found = _told(settings, issue, by=tracked.named(payload.get("user"), "displayName"))
            comment = payload.get("comment")
            more = [_comment(issue, comment)] if isinstance(comment, Mapping) else []
            return [found, *more]
        if event in ("comment_created", "comment_updated"):
            return [_comment(issue, tracked.told(payload, "comment"))]
        raise NotForUs(f"{event} says nothing we ask for.")

    async def greet(self, side: Side) -> str:
        return tracked.named(
            await side.call(Asked("GET", "/rest/api/3/myself")), "displayName", "emailAddress"
        )


def _fields(settings: Settings, matter: Matter, label: str) -> dict[str, Any]:
    priority = settings.priorities.get(matter["priority"])
    return {
        **settings.fields,
        "project": {"key": settings.project},
        "issuetype": {"name": settings.issue_type},
        "summary": " ".join(matter["subject"].split())[:255],
        "description": adf.of(f"{matter['shared']}\n\n{matter['name']}"),
        "labels": [*settings.labels, label],
        **({"priority": {"name": priority}} if priority else {}),
    }


def _signed(matter: Matter) -> str:
    return f"{matter['author']}: {matter['text']}" if matter["author"] else matter["text"]


def _opened(side: Side, issue: Any) -> Opened:
    key = tracked.named(issue, "key")
    base = tracked.named(issue, "self").partition("/rest/")[0]
    return Opened(key, f"{base}/browse/{key}" if key and base.startswith("https://") else "")


async def _search(side: Side, jql: str, fields: Sequence[str]) -> list[Mapping[str, Any]]:
    """Every page of it; the end is where it says so, or where no token leads further."""
    found: list[Mapping[str, Any]] = []
    asked: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": AT_ONCE}
    for _ in range(PAGES):
        answer = await side.call(Asked("POST", SEARCH, msgspec.json.encode(asked)))
        found += tracked.objects((answer or {}).get("issues"))
        token = tracked.named(answer, "nextPageToken")
        if not token or (answer or {}).get("isLast"):
            break
        asked["nextPageToken"] = token
    return found


async def _seen(side: Side, issue: Mapping[str, Any]) -> list[Told]:
    """Its state, and its comments: of an issue with more than a search shows, all of them."""
    told_ = _told(side.settings, issue)
    shown = tracked.told(issue, "fields").get("comment") or {}
    comments = tracked.objects(shown.get("comments"))
    for _ in range(PAGES):
        total = shown.get("total")
        if not isinstance(total, int) or len(comments) >= total:
            break
        path = f"{ISSUES}/{told_.reference}/comment?startAt={len(comments)}&maxResults=100"
        shown = await side.call(Asked("GET", path)) or {}
        more = tracked.objects(shown.get("comments"))
        comments += more
        if not more:
            break
    return [told_, *(_comment(issue, each) for each in comments)]


def _told(settings: Settings, issue: Mapping[str, Any], by: str = "") -> Told:
    fields = tracked.told(issue, "fields")
    status, resolution = fields.get("status"), tracked.named(fields.get("resolution"), "name")
    name, key = tracked.named(status, "name"), tracked.named(issue, "key")
    category = status.get("statusCategory") if isinstance(status, Mapping) else None
    return Told(
        id=f"{key}:status:{name}:{resolution}",
        reference=key,
        word=tracked.word(name, settings.words),
        author=by or tracked.named(fields.get("assignee"), "displayName"),
        status=name,
        resolution=resolution,
        over=tracked.named(category, "key") == "done",
    )


def _comment(issue: Mapping[str, Any], comment: Mapping[str, Any]) -> Told:
    name = tracked.named(comment, "id")
    if not name:
        raise Unreadable("comment: it has no id.")
    who = comment.get("author")
    program = isinstance(who, Mapping) and who.get("accountType") == "app"
    return Told(
        id=name,
        reference=tracked.named(issue, "key"),
        word="update",
        author="" if program else tracked.named(who, "displayName", "name"),
        text=adf.text(comment.get("body"))[:20_000],
        at=words.moment(comment.get("created")),
    )


ADAPTER: Final = Jira()
