"""The JSON API over versions taken up by what is open: a preview, the asking, the progress."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery

from contracts.agreements import activation, activation_preview
from contracts.agreements.activation import BehindProgress, Progress
from contracts.agreements.activation_preview import Reach, TicketsReached
from contracts.agreements.versions import Version
from contracts.calendars import calendar_edited
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

VERSION = f"{CLIENT}/versions/{{version_id:uuid}}"
BEHIND = "/provider/versions/{version_id:uuid}"
HOURS = "calendar-versions/{version_id:uuid}"


class Asked(msgspec.Struct):
    """The version that what is under way goes on under."""

    version_id: UUID


@get(f"{VERSION}/reach", **route.of(activation_preview.of_version, "desk"))
async def reach(
    request: AnyRequest,
    key: FromPath[str],
    version_id: FromPath[UUID],
    effective_from: FromQuery[datetime | None] = None,
) -> Reach:
    words = (version_id, effective_from)
    found: Reach = await asking.read(request, activation_preview.of_version, key, *words)
    return found


@get(f"{VERSION}/reach/tickets", **route.of(activation_preview.tickets_of_version, "desk"))
async def reached(
    request: AnyRequest,
    key: FromPath[str],
    version_id: FromPath[UUID],
    *,
    effective_from: FromQuery[datetime | None] = None,
    effect: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
) -> TicketsReached:
    verb = activation_preview.tickets_of_version
    words = (version_id, effective_from)
    found: TicketsReached = await asking.read(
        request, verb, key, *words, effect=effect, after=after
    )
    return found


@get(f"{VERSION}/open-tickets", **route.of(activation.of_version, "desk"))
async def progress(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> Progress:
    found: Progress = await asking.read(request, activation.of_version, key, version_id)
    return found


@get(f"{BEHIND}/reach", **route.of(activation_preview.of_behind, "desk"))
async def reach_behind(
    request: AnyRequest,
    version_id: FromPath[UUID],
    effective_from: FromQuery[datetime | None] = None,
) -> Reach:
    found: Reach = await route.perform(
        request, activation_preview.of_behind, version_id, effective_from
    )
    return found


@get(f"{BEHIND}/reach/tickets", **route.of(activation_preview.tickets_of_behind, "desk"))
async def reached_behind(
    request: AnyRequest,
    version_id: FromPath[UUID],
    *,
    effective_from: FromQuery[datetime | None] = None,
    effect: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
) -> TicketsReached:
    words = (version_id, effective_from)
    found: TicketsReached = await route.perform(
        request, activation_preview.tickets_of_behind, *words, effect=effect, after=after
    )
    return found


@post(f"{BEHIND}/open-tickets", **route.of(activation.behind, "desk"))
async def ask_behind(request: AnyRequest, version_id: FromPath[UUID]) -> Asked:
    return Asked(await route.perform(request, activation.behind, version_id))


@get(f"{BEHIND}/open-tickets", **route.of(activation.of_behind, "desk"))
async def progress_behind(request: AnyRequest, version_id: FromPath[UUID]) -> BehindProgress:
    found: BehindProgress = await route.perform(request, activation.of_behind, version_id)
    return found


@post(f"{CLIENT}/{HOURS}/amendments", **route.of(calendar_edited.amend_agreements, "desk"))
async def amended(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Version]:
    verb = calendar_edited.amend_agreements
    made: list[Version] = await asking.change(request, verb, key, version_id)
    return made


@post(f"/provider/{HOURS}/amendments", **route.of(calendar_edited.amend_behind, "desk"))
async def amended_behind(request: AnyRequest, version_id: FromPath[UUID]) -> list[Version]:
    made: list[Version] = await route.perform(request, calendar_edited.amend_behind, version_id)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(reach, reached, progress),
        *(amended, amended_behind),
        *(reach_behind, reached_behind, ask_behind, progress_behind),
    ],
    tags=["agreements"],
)
