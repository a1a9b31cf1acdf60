"""Connectors, issues and numbers as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from underpin.console import views, words
from underpin.console.routes.connectors.gathered import All, Calling, Issues, One, Vendor
from underpin.console.views import connectors as shown
from underpin.console.views.connectors import Choices
from underpin.console.views.shell import Shell
from underpin.desk.connectors.connector import Connector
from underpin.desk.connectors.keeping import Delivery
from underpin.desk.connectors.tracking import Issue

AUTH: Final = ("username", "header", "token_url", "client_id", "scope")
FIELDS: Final = ("name", "kind", "vendor_id", "url", "way", *AUTH, "look_minutes", "settings")
EMPTY: Final[Mapping[str, str]] = MappingProxyType({})


def all_page(
    shell: Shell, found: All, typed: Mapping[str, str], problem: str, *, may: bool
) -> views.ConnectorsPage:
    taken = {each.vendor_id for each in found.connectors}
    free = [each for each in found.vendors if each.takes and each.id not in taken]
    return views.ConnectorsPage(
        shell,
        tuple(_row(each, found.vendors) for each in found.connectors),
        may,
        tuple((str(each.id), each.name) for each in free),
        _choices(shell, "connector_kind"),
        _choices(shell, "auth_way"),
        _typed(typed),
        problem,
    )


def one_page(
    shell: Shell, found: One, typed: Mapping[str, str] | None, problem: str, *, may: bool
) -> views.ConnectorPage:
    return views.ConnectorPage(
        shell,
        _row(found.connector, found.vendors),
        found.connector.tested_at,
        tuple(_delivery(found.connector.id, each) for each in found.deliveries),
        may,
        _choices(shell, "auth_way"),
        _typed(_said(found.connector) if typed is None else typed),
        problem,
    )


def issues_page(
    shell: Shell, name: str, found: Issues, typed: Mapping[str, str], problem: str
) -> views.IssuesPage:
    trackers = tuple((str(each.id), each.name) for each in found.trackers)
    issues = tuple(_issue(name, each) for each in found.issues)
    said = {field: typed.get(field, "") for field in ("connector_id", "reference")}
    return views.IssuesPage(shell, name, found.subject, issues, trackers, said, problem)


def calling_page(
    shell: Shell, found: Calling, typed: Mapping[str, str], problem: str
) -> views.CallingPage:
    named = dict(_choices(shell, "carrier"))
    return views.CallingPage(
        shell,
        tuple(
            shown.NumberRow(each.carrier, each.address, each.verified_at is not None)  # type: ignore[arg-type]
            for each in found.numbers
        ),
        tuple((each, named[each]) for each in found.carriers),
        tuple((each, named[each]) for each in ("mail", *found.carriers)),
        found.page_by,
        {field: typed.get(field, "") for field in ("carrier", "address")},
        problem,
    )


def _choices(shell: Shell, category: str) -> Choices:
    language = shell.reader.language
    return tuple(
        (value, words.word(value, category, language)) for value in words.CATEGORIES[category]
    )


def _typed(said: Mapping[str, str]) -> Mapping[str, str]:
    """Never what gets in."""
    return {name: said.get(name, "") for name in FIELDS}


def _said(of: Connector) -> Mapping[str, str]:
    settings = msgspec.json.format(msgspec.json.encode(of.settings), indent=2).decode()
    auth = {name: str(getattr(of.auth, name)) for name in AUTH}
    minutes = str(of.look_minutes or "")
    way = {"way": of.auth.way, "look_minutes": minutes, "settings": settings}
    return {"name": of.name, "kind": of.kind, "url": of.url, **auth, **way}


def _row(of: Connector, vendors: Sequence[Vendor]) -> shown.ConnectorRow:
    vendor = next((each.name for each in vendors if each.id == of.vendor_id), "")
    tested = of.tested or ""
    return shown.ConnectorRow(
        f"/connectors/{of.id}",
        of.name,
        of.kind,  # type: ignore[arg-type]
        vendor,
        of.url,
        tested,
        tested.partition(":")[0] == "ok",
        of.paused_at is not None,
    )


def _delivery(connector_id: UUID, of: Delivery) -> shown.DeliveryRow:
    again = f"/clients/{of.client}/connectors/{connector_id}/deliveries/{of.id}"
    return shown.DeliveryRow(
        f"{of.client}-{of.ticket}",
        of.what,  # type: ignore[arg-type]
        of.state,  # type: ignore[arg-type]
        of.attempts,
        "" if of.state == "sent" else of.error or "",
        of.sent_at or of.created_at,
        again if of.state == "set_aside" else "",
    )


def _issue(name: str, of: Issue) -> shown.IssueRow:
    link = of.link
    return shown.IssueRow(
        f"/tickets/{name}/issues/{link.id}",
        of.tracker,
        link.reference or "",
        link.url or "",
        link.status or "",
        link.resolution or "",
        of.state,  # type: ignore[arg-type]
        of.error or "",
        link.hears_comments,
        link.ended_at is not None,
        tuple(
            shown.IssueNote(each.direction == "out", each.author_name, each.body, each.happened_at)
            for each in of.notes
        ),
    )
