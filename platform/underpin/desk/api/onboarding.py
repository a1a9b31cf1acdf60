"""The JSON API over a company's set-up and sheets of its people."""

from __future__ import annotations

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.onboarding import people_in, progress, test_mail
from underpin.desk.onboarding.people_in import Preview
from underpin.desk.onboarding.progress import Progress
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ONBOARDING = f"{CLIENT}/onboarding"
LEFT = f"{ONBOARDING}/left/{{step:str}}"
SHEETS = f"{CLIENT}/people-sheets"


class Sheet(msgspec.Struct, forbid_unknown_fields=True):
    """CSV, its headings first (docs/administration.md)."""

    sheet: str


class Taken(msgspec.Struct):
    """How many people are new."""

    new: int


@get(ONBOARDING, **route.of(progress.of_company, "desk"))
async def of_company(request: AnyRequest, key: FromPath[str]) -> Progress:
    found: Progress = await asking.read(request, progress.of_company, key)
    return found


@put(LEFT, status_code=204, **route.of(progress.leave, "desk"))
async def leave(request: AnyRequest, key: FromPath[str], step: FromPath[str]) -> None:
    await asking.change(request, progress.leave, key, step)


@delete(LEFT, **route.of(progress.take_up, "desk"))
async def take_up(request: AnyRequest, key: FromPath[str], step: FromPath[str]) -> None:
    await asking.change(request, progress.take_up, key, step)


@put(f"{ONBOARDING}/end", status_code=204, **route.of(progress.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str]) -> None:
    await asking.change(request, progress.end, key)


@delete(f"{ONBOARDING}/end", **route.of(progress.go_on, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str]) -> None:
    await asking.change(request, progress.go_on, key)


@post(f"{ONBOARDING}/test-mail", status_code=204, **route.of(test_mail.send, "desk"))
async def send_test(request: AnyRequest, key: FromPath[str]) -> None:
    await asking.change(request, test_mail.send, key)


@post(f"{SHEETS}/preview", status_code=200, **route.of(people_in.preview, "desk"))
async def preview(request: AnyRequest, key: FromPath[str], data: JSONBody[Sheet]) -> Preview:
    """What it would do; nothing changes."""
    found: Preview = await asking.read(request, people_in.preview, key, data.sheet)
    return found


@post(SHEETS, **route.of(people_in.take, "desk"))
async def take(request: AnyRequest, key: FromPath[str], data: JSONBody[Sheet]) -> Taken:
    return Taken(await asking.change(request, people_in.take, key, data.sheet))


ROUTER = Router(
    "/",
    route_handlers=[of_company, leave, take_up, end, go_on, send_test, preview, take],
    tags=["onboarding"],
)
