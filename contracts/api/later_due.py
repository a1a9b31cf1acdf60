"""The JSON API over what staff did that moved a due time later."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, FromQuery

from contracts.compliance.counted import later_due
from contracts.compliance.counted.later_due import Page
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


@get(f"{CLIENT}/later-due", **route.of(later_due.of_tenant, "desk"))
async def moved(
    request: AnyRequest,
    key: FromPath[str],
    person: FromQuery[UUID | None] = None,
    before: FromQuery[UUID | None] = None,
) -> Page:
    more = {"person": person, "before": before}
    found: Page = await asking.read(request, later_due.of_tenant, key, **more)
    return found


ROUTER = Router("/", route_handlers=[moved], tags=["compliance"])
