"""The JSON API over what mails say: the provider's words, and a client's own."""

from __future__ import annotations

from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from underpin.desk.wordings import saying
from underpin.desk.wordings.saying import Standing
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

OURS = "/mail-wordings"
THEIRS = f"{CLIENT}/mail-wordings"


@get(OURS, **route.of(saying.default, "desk"))
async def default(request: AnyRequest) -> Standing:
    found: Standing = await route.perform(request, saying.default)
    return found


@put(f"{OURS}/{{language:str}}", **route.of(saying.say, "desk"))
async def say(
    request: AnyRequest, language: FromPath[str], data: JSONBody[dict[str, str]]
) -> dict[str, str]:
    made: dict[str, str] = await route.perform(request, saying.say, language, data)
    return made


@get(THEIRS, **route.of(saying.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> Standing:
    found: Standing = await asking.read(request, saying.of_client, key)
    return found


@put(f"{THEIRS}/{{language:str}}", **route.of(saying.agree, "desk"))
async def agree(
    request: AnyRequest,
    key: FromPath[str],
    language: FromPath[str],
    data: JSONBody[dict[str, str]],
) -> dict[str, str]:
    made: dict[str, str] = await asking.change(request, saying.agree, key, language, data)
    return made


ROUTER = Router("/", route_handlers=[default, say, of_client, agree], tags=["mail"])
