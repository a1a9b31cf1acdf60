"""The JSON API over a company's set-up and sheets of its people."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.onboarding import inviting, people_in, progress, test_mail
from underpin.desk.onboarding.inviting import Invited
from underpin.desk.onboarding.people_in import Preview
from underpin.desk.onboarding.progress import Progress
from underpin.desk.onboarding.test_mail import Tested
from underpin.kernel import verb
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


class NewPerson(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    email: str
    roles: list[str]


@get("/onboarding", **route.of(progress.of_companies, "desk"))
async def of_companies(request: AnyRequest) -> list[Progress]:
    found: list[Progress] = await route.perform(request, progress.of_companies)
    return found


@get(f"{ONBOARDING}/test-mail", **route.of(test_mail.mine, "desk"))
async def tested(request: AnyRequest, key: FromPath[str]) -> list[Tested]:
    found: list[Tested] = await asking.read(request, test_mail.mine, key)
    return found


@post(f"{CLIENT}/invited-people", **route.of(inviting.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str], data: JSONBody[NewPerson]) -> Invited:
    """A person of the client's, and their invitation by mail."""
    words = (data.name, data.email, data.roles)
    made: Invited = await asking.change(request, inviting.add, key, *words)
    return made


@post(f"{CLIENT}/people/{{person_id:uuid}}/invitation-mail", **route.of(inviting.invite))
async def invite(request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]) -> Invited:
    made: Invited = await asking.change(request, inviting.invite, key, person_id)
    return made


@post("/staff/{staff_id:uuid}/invitation-mail", **route.of(inviting.invite_staff, "desk"))
async def invite_staff(request: AnyRequest, staff_id: FromPath[UUID]) -> Invited:
    asker = route.principal_of(request)
    made: Invited = await verb.begin(inviting.invite_staff, asker, staff_id)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        of_companies,
        tested,
        add,
        invite,
        invite_staff,
        of_company,
        leave,
        take_up,
        end,
        go_on,
        send_test,
        preview,
        take,
    ],
    tags=["onboarding"],
)
