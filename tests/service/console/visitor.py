"""A browser without scripts, in which nobody has signed in yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie

import httpx

from tests import world
from underpin.kernel.web.caller import Caller

DESK, PORTAL = world.SETTINGS.desk_origin, world.SETTINGS.portal_origin


class Visitor:
    """A browser without scripts: it keeps cookies and follows nothing by itself."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.jar: dict[str, str] = {}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return self._kept(await self.client.get(path, headers={**headers, **self._cookies()}))

    async def post(self, path: str, **form: str) -> httpx.Response:
        return self._kept(await self.client.post(path, data=form, headers=self._cookies()))

    def _cookies(self) -> dict[str, str]:
        said = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        return {"Cookie": said} if said else {}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                assert morsel["secure"]
                assert morsel["httponly"]
                assert morsel["path"] == "/"
                if morsel["max-age"] == "0":
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = morsel.value
        return answer


@asynccontextmanager
async def visiting(site: Caller, origin: str = DESK) -> AsyncIterator[Visitor]:
    transport = httpx.ASGITransport(app=site)
    headers = {"Origin": origin}
    async with httpx.AsyncClient(transport=transport, base_url=origin, headers=headers) as client:
        yield Visitor(client)


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    location: str = answer.headers["location"]
    return location
