"""The JSON API over what carries pages: gateways, and one's own numbers there."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.connectors.connector import Auth, Secret
from underpin.desk.on_call.gateways import keeping, numbers, trying
from underpin.desk.on_call.gateways.gateway import Gateway, Said
from underpin.desk.on_call.gateways.numbers import Number
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

GATEWAY = "/page-gateways/{carrier:str}"
NUMBER = "/me/page-numbers/{carrier:str}"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`template` as in docs/connectors.md; without `secret` the one there is stays."""

    form: Literal["fields", "json", "ntfy"]
    url: str
    template: dict[str, Any] = {}
    auth: Auth = msgspec.field(default_factory=Auth)
    secret: Secret | None = None
    an_hour: int = 60


class Address(msgspec.Struct, forbid_unknown_fields=True):
    address: str


class Code(msgspec.Struct, forbid_unknown_fields=True):
    code: str


@get("/page-gateways", **route.of(keeping.listed, "desk"))
async def listed(request: AnyRequest) -> list[Gateway]:
    found: list[Gateway] = await route.perform(request, keeping.listed)
    return found


@put(GATEWAY, **route.of(keeping.establish, "desk"))
async def establish(request: AnyRequest, carrier: FromPath[str], data: JSONBody[Wanted]) -> Gateway:
    said = Said(**{name: getattr(data, name) for name in data.__struct_fields__})
    made: Gateway = await route.perform(request, keeping.establish, carrier, said)
    return made


@put(f"{GATEWAY}/pause", **route.of(keeping.pause, "desk"))
async def pause(request: AnyRequest, carrier: FromPath[str]) -> None:
    """Until it is set up anew."""
    await route.perform(request, keeping.pause, carrier)


@post(f"{GATEWAY}/trial", status_code=204, **route.of(trying.send, "desk"))
async def try_out(request: AnyRequest, carrier: FromPath[str], data: JSONBody[Address]) -> None:
    """A test is sent there now."""
    await verb.begin(trying.send, route.principal_of(request), carrier, data.address)


@get("/me/page-numbers", **route.of(numbers.mine, "desk"))
async def mine(request: AnyRequest) -> list[Number]:
    found: list[Number] = await route.perform(request, numbers.mine)
    return found


@put(NUMBER, status_code=204, **route.of(numbers.give, "desk"))
async def give(request: AnyRequest, carrier: FromPath[str], data: JSONBody[Address]) -> None:
    """A code is sent there."""
    await verb.begin(numbers.give, route.principal_of(request), carrier, data.address)


@post(f"{NUMBER}/verification", status_code=204, **route.of(numbers.confirm, "desk"))
async def confirm(request: AnyRequest, carrier: FromPath[str], data: JSONBody[Code]) -> None:
    await verb.begin(numbers.confirm, route.principal_of(request), carrier, data.code)


@delete(NUMBER, **route.of(numbers.forget, "desk"))
async def forget(request: AnyRequest, carrier: FromPath[str]) -> None:
    await route.perform(request, numbers.forget, carrier)


ROUTER = Router(
    "/",
    route_handlers=[listed, establish, pause, try_out, mine, give, confirm, forget],
    tags=["on call"],
)
