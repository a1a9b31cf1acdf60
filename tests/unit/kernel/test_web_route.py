"""Routes declare their verb; what was not declared is refused."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.kernel.web_stage import COOKIE, TOKEN, World
from tests.world import SETTINGS
from underpin.kernel import installation
from underpin.kernel.errors import NotFound, StaleVersion
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.web import problems, route


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems._Painter, "paint", None)
    installation.use(SETTINGS)


async def test_an_undeclared_route_is_refused_to_everybody() -> None:
    world = World()
    async with world.visit() as page:
        assert (await page.get("/undeclared")).status_code in (403, 404)
    async with world.visit(cookie=COOKIE) as page:
        assert (await page.get("/undeclared")).status_code in (403, 404)


async def test_a_route_is_served_on_its_origins_only() -> None:
    async with World().visit() as page:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert (await page.get("/desk-only", headers=headers)).status_code == 200
        headers["Host"] = "portal.localhost"
        assert (await page.get("/desk-only", headers=headers)).status_code == 404


async def test_asking_for_the_options_tells_nothing() -> None:
    async with World().visit() as page:
        answer = await page.options("/desk-only")
    assert answer.status_code in (401, 403, 404)


async def test_the_api_describes_itself_without_anybody_elses_scripts() -> None:
    async with World().visit() as page:
        answer = await page.get("/api/v1/schema/openapi.json")
        assert answer.status_code == 200
        described = json.loads(answer.text)
        assert "/api/v1/things" in described["paths"]
        for path in ("", "/", "/swagger", "/redoc", "/elements", "/rapidoc", "/scalar"):
            found = await page.get(f"/api/v1/schema{path}")
            assert "<script" not in found.text
            assert "cdn" not in found.text.lower()
            assert found.status_code == 404 or found.headers["content-type"].endswith("json")


def _request(**headers: str) -> Any:
    principal = Principal(STAFF, None, frozenset(), {"ACME": 7})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(headers=named, scope={"state": {"principal": principal}})


@pytest.mark.parametrize(
    ("given", "version"), [("", None), ("*", None), ('"7"', 7), ("7", 7), (' "12" ', 12)]
)
def test_the_version_last_seen(given: str, version: int | None) -> None:
    assert route.expected_version(_request(if_match=given)) == version


@pytest.mark.parametrize("given", ['"x"', 'W/"7"', "²", "-1", "1.0", "9" * 30, '"1", "2"'])
def test_a_version_we_cannot_have_given_is_stale(given: str) -> None:
    with pytest.raises(StaleVersion):
        route.expected_version(_request(if_match=given))


def test_a_tenant_is_named_by_its_key() -> None:
    assert route.tenant_of(_request(), "acme") == 7
    with pytest.raises(NotFound):
        route.tenant_of(_request(), "BOLT")
