"""Bug trackers on loopback, as far as their REST APIs go: who asks is checked, what is wrong is
refused in their own words, and answers come in pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.service.desk.channels.far_side import Asked, FarSide

Answer = tuple[Any, ...]


@dataclass
class Tracker(FarSide):
    """`busy`: so many answers are 429 first."""

    busy: int = 0
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    header: tuple[str, str] = ("authorization", "")

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get(self.header[0]) != self.header[1]:
            return 401, {"message": "Client must be authenticated to access this resource."}
        if self.busy:
            self.busy -= 1
            return 429, {}, "Retry-After: 1"
        parts = urlsplit(asked.path)
        query = {name: said[0] for name, said in parse_qs(parts.query).items()}
        return self.routed(asked, parts.path, query)

    def routed(self, asked: Asked, path: str, query: dict[str, str]) -> Answer:
        raise NotImplementedError(path)  # pragma: no cover


def doc(text: str) -> dict[str, Any]:
    said = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [said]}


@dataclass
class FakeJira(Tracker):
    """REST API v3, two issues to a page, one comment shown with a search."""

    def routed(self, asked: Asked, path: str, query: dict[str, str]) -> Answer:
        if path == "/rest/api/3/myself":
            return 200, {"displayName": "Underpin at Initech", "accountId": "5b1"}
        if path == "/rest/api/3/search/jql":
            return self.search(asked.said)
        if path == "/rest/api/3/issue":
            return self.create(asked.said["fields"])
        found = re.fullmatch(r"/rest/api/3/issue/([A-Z]+-\d+)/comment", path)
        issue = self.issues.get(found[1]) if found else None
        if issue is None:
            return 404, {"errorMessages": ["Issue does not exist or you do not have permission"]}
        comments = issue["fields"]["comment"]["comments"]
        if asked.method == "POST":
            self.comment(issue["key"], "Underpin at Initech", asked.said["body"])
            return 201, comments[-1]
        start = int(query.get("startAt", 0))
        page = comments[start : start + 1]
        return 200, {"startAt": start, "total": len(comments), "comments": page}

    def create(self, fields: dict[str, Any]) -> Answer:
        if fields["project"]["key"] != "OPS":
            return 400, {"errorMessages": [], "errors": {"project": "valid project is required"}}
        assert fields["description"]["type"] == "doc"
        key = f"OPS-{len(self.issues) + 1}"
        self.issues[key] = {"id": str(len(self.issues) + 10_000), "key": key, "fields": fields}
        fields |= {"status": {"name": "To Do", "statusCategory": {"key": "new"}}}
        fields |= {"resolution": None, "comment": {"comments": []}}
        return 201, {"id": self.issues[key]["id"], "key": key, "self": f"{self.url}/rest/api/3/x"}

    def comment(self, key: str, who: str, body: Any) -> None:
        comments = self.issues[key]["fields"]["comment"]["comments"]
        author = {"displayName": who, "accountType": "atlassian"}
        name = f"{key}-{len(comments)}"
        comments.append({"id": name, "author": author, "body": body, "created": LATER})

    def search(self, said: dict[str, Any]) -> Answer:
        jql, start = said["jql"], int(said.get("nextPageToken", 0))
        label = re.fullmatch(r'labels = "([^"]+)"', jql)
        keys = re.fullmatch(r"key in \(([^)]+)\)", jql)
        wanted = keys[1].split(", ") if keys else []
        found = [
            each
            for each in self.issues.values()
            if each["key"] in wanted or (label and label[1] in each["fields"]["labels"])
        ]
        page = [self.shown(each) for each in found[start : start + 2]]
        more = {"nextPageToken": str(start + 2)} if len(found) > start + 2 else {}
        return 200, {"issues": page, "isLast": not more, **more}

    def shown(self, issue: dict[str, Any]) -> dict[str, Any]:
        comments = issue["fields"]["comment"]["comments"]
        short = {"comments": comments[:1], "total": len(comments)}
        return {**issue, "fields": {**issue["fields"], "comment": short}}

    def moves(self, key: str, status: str, resolution: str | None) -> None:
        category = {"key": "done" if resolution else "indeterminate"}
        fields = self.issues[key]["fields"]
        fields["status"] = {"name": status, "statusCategory": category}
        fields["resolution"] = {"name": resolution} if resolution else None


LATER = "2030-01-01T10:00:00.000+0000"


@dataclass
class FakeBugzilla(Tracker):
    header: tuple[str, str] = ("x-bugzilla-api-key", "k3y")
    comments: list[dict[str, Any]] = field(default_factory=list)

    def routed(self, asked: Asked, path: str, query: dict[str, str]) -> Answer:
        if path == "/rest/bug" and asked.method == "POST":
            return self.create(asked.said)
        if path == "/rest/bug":
            return 200, {"bugs": self.found(query)}
        found = re.fullmatch(r"/rest/bug/(\d+)/comment", path)
        if found is None or found[1] not in self.issues:
            return 404, {"error": True, "code": 101, "message": f"Bug {path} does not exist."}
        if asked.method == "POST":
            self.comment(found[1], "underpin@example.org", asked.said["comment"])
            return 201, {"id": self.comments[-1]["id"]}
        own = [each for each in self.comments if each["bug_id"] == int(found[1])]
        return 200, {"bugs": {found[1]: {"comments": own}}, "comments": {}}

    def create(self, said: dict[str, Any]) -> Answer:
        if said["product"] != "Printing":
            why = "The product 'Scanning' does not exist or is not accessible to you."
            return 400, {"error": True, "code": 106, "message": why}
        if any(each["alias"] == said["alias"] for each in self.issues.values()):
            return 400, {"error": True, "code": 103, "message": "alias is taken"}
        number = len(self.issues) + 700
        self.issues[str(number)] = {**said, "id": number, "status": "NEW", "resolution": ""}
        self.comment(str(number), "underpin@example.org", said["description"], count=0)
        return 200, {"id": number}

    def comment(self, bug: str, who: str, text: str, count: int = 1) -> None:
        name = 9_000 + len(self.comments)
        said = {"id": name, "bug_id": int(bug), "creator": who, "text": text, "count": count}
        self.comments.append({**said, "time": "2030-01-01T10:00:00Z"})

    def found(self, query: dict[str, str]) -> list[dict[str, Any]]:
        ids, alias = query.get("id", "").split(","), query.get("alias")
        found = [b for b in self.issues.values() if str(b["id"]) in ids or b["alias"] == alias]
        return [{name: each[name] for name in ("id", "status", "resolution")} for each in found]


@dataclass
class FakeMantis(Tracker):
    header: tuple[str, str] = ("authorization", "t0ken")

    def routed(self, asked: Asked, path: str, query: dict[str, str]) -> Answer:
        if path == "/api/rest/issues" and asked.method == "POST":
            return self.create(asked.said)
        if path == "/api/rest/issues":
            newest, page = list(self.issues.values())[::-1], int(query["page"]) - 1
            size = int(query["page_size"])
            return 200, {"issues": newest[page * size : (page + 1) * size]}
        found = re.fullmatch(r"/api/rest/issues/(\d+)(/notes)?", path)
        issue = self.issues.get(found[1]) if found else None
        if issue is None:
            return 404, {"message": "Issue not found", "code": 1100, "localized": "Not found"}
        if asked.method == "GET":
            return 200, {"issues": [issue]}
        assert asked.said["view_state"] == {"name": "public"}
        self.note(str(issue["id"]), "underpin", asked.said["text"])
        return 201, {"note": issue["notes"][-1], "issue": issue}

    def create(self, said: dict[str, Any]) -> Answer:
        if said["category"]["name"] != "General":
            return 400, {"message": "Category 'x' not found.", "code": 1500, "localized": "x"}
        number = len(self.issues) + 1
        state = {"status": {"id": 10, "name": "new"}, "resolution": {"id": 10, "name": "open"}}
        self.issues[str(number)] = {**said, "id": number, **state, "notes": []}
        return 201, {"issue": self.issues[str(number)]}

    def note(self, number: str, who: str, text: str) -> None:
        notes = self.issues[number]["notes"]
        said = {"id": 100 * int(number) + len(notes), "reporter": {"name": who}, "text": text}
        notes.append({**said, "created_at": "2030-01-01T10:00:00+00:00"})
