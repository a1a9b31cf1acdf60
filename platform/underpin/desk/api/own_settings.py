"""The JSON API over a person's own settings, at the desk and at the portal."""

from __future__ import annotations

from datetime import time

import msgspec
from litestar import Router, get, put
from litestar.params import JSONBody

from underpin.desk.personal import settings
from underpin.desk.personal.settings import Settings
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


class SettingsSaid(msgspec.Struct, forbid_unknown_fields=True):
    locale: str
    time_zone: str
    by_mail: bool = True
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_minutes: int = 0


@get("/me/settings", **route.of(settings.mine))
async def mine(request: AnyRequest) -> Settings:
    found: Settings = await route.perform(request, settings.mine)
    return found


@put("/me/settings", status_code=204, **route.of(settings.mine))
async def choose(request: AnyRequest, data: JSONBody[SettingsSaid]) -> None:
    """In whole. The language is that of mails as well as of pages."""
    wanted = Settings(**msgspec.structs.asdict(data))
    await route.perform(request, settings.choosing(route.principal_of(request)), wanted)


ROUTER = Router("/", route_handlers=[mine, choose], tags=["desk"])
