"""What every request passes: origins by host, who asks, forged forms, and headers on all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from litestar import Response

from tests.unit.kernel.web_stage import COOKIE, DESK, PORTAL, TOKEN, World, proof, speak
from tests.world import SETTINGS
from underpin.kernel import cookies, csrf, installation, metrics, security_headers
from underpin.kernel.errors import Problem, Unavailable
from underpin.kernel.web import caller, problems

BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(problems._Painter, "paint", None)
    installation.use(SETTINGS)
    yield
    installation.use(SETTINGS)


@pytest.fixture
def world() -> World:
    return World()


def _wears(answer: httpx.Response, origin: security_headers.Origin) -> bool:
    wanted = security_headers.for_origin(origin, https=False)
    return all(answer.headers.get(name) == value for name, value in wanted)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "", "desk.localhost.evil.example"])
async def test_an_unknown_host_is_not_served(world: World, host: str) -> None:
    async with world.visit(cookie=COOKIE) as page:
        answer = await page.get("/open", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["type"] == "urn:underpin:problem:unknown-host"
    assert _wears(answer, "content")
    assert world.asked == []


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "evil.example", ""])
async def test_a_load_balancer_asks_by_address_and_is_nobody(world: World, host: str) -> None:
    async with world.visit(cookie=COOKIE) as page:
        answer = await page.get("/health/live", headers={"Host": host})
        assert (answer.status_code, answer.text) == (200, "live to None")
        assert _wears(answer, "content")
        for method, path in (
            ("POST", "/health/live"),
            ("GET", "/health/live/"),
            ("GET", "/health/lively"),
            ("GET", "/health"),
            ("GET", "//health/live"),
            ("GET", "/api/v1/things"),
        ):
            said = await page.request(method, path, headers={"Host": host})
            assert said.status_code == 421, (method, path)
    assert world.asked == [], "no credential is looked at under a strange name"


async def test_at_the_door_the_api_is_told_problems_and_a_browser_a_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paint(request: Any, problem: Problem) -> Response[str]:
        return Response(f"<h1>{problem.title}</h1>", media_type="text/html", status_code=418)

    monkeypatch.setattr(problems._Painter, "paint", paint)
    async with world.visit(cookie=COOKIE) as page:
        for path, method, host in (
            ("/form", "POST", "desk.localhost"),
            ("/open", "GET", "evil.example"),
        ):
            answer = await page.request(method, path, headers={"Host": host})
            assert (answer.status_code, answer.text[:4]) == (418, "<h1>"), path
        for path, method, host, status in (
            ("/api/v1/things", "POST", "desk.localhost", 403),
            ("/api/v1/things", "GET", "evil.example", 421),
        ):
            answer = await page.request(method, path, headers={"Host": host})
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"


async def test_each_answer_is_counted_by_its_verb(world: World) -> None:
    def counted(verb: str, status: str) -> float:
        labels = {"verb": verb, "status": status}
        found = metrics.registry.get_sample_value("underpin_requests_total", labels)
        return found or 0.0

    name = "tests.unit.kernel.web_stage.write"
    asked = [(name, "200"), ("none", "404")]
    before = [counted(*each) for each in asked]
    async with world.visit(cookie=COOKIE) as page:
        await page.get("/desk-only")
        await page.get("/nowhere")
    assert [counted(*each) for each in asked] == [one + 1 for one in before]


async def test_the_host_decides_the_origin(world: World) -> None:
    async with world.visit() as page:
        for host, origin in (("desk", "desk"), ("DESK", "desk"), ("portal", "portal")):
            answer = await page.get("/open", headers={"Host": f"{host}.localhost"})
            assert answer.status_code == 200
            assert _wears(answer, origin)  # type: ignore[arg-type]
        answer = await page.get("/content-only", headers={"Host": "content.localhost"})
        assert answer.text == "a file"
        assert _wears(answer, "content")
        for host, path in (("content", "/open"), ("desk", "/content-only")):
            answer = await page.get(path, headers={"Host": f"{host}.localhost"})
            assert answer.status_code == 404


async def test_the_port_is_part_of_the_origin(world: World) -> None:
    installation.use(replace(SETTINGS, desk_origin="http://desk.localhost:8000"))
    async with world.visit() as page:
        assert (await page.get("/open", headers={"Host": "desk.localhost:8000"})).is_success
        assert (await page.get("/open", headers={"Host": "desk.localhost"})).status_code == 421


async def test_every_answer_wears_the_headers(world: World) -> None:
    async with world.visit(cookie=COOKIE) as page:
        answers = [
            await page.get("/open"),
            await page.get("/nowhere"),
            await page.get("/undeclared"),
            await page.put("/open", headers={"Origin": DESK, csrf.HEADER: proof()}),
            await page.post("/form", data={"text": "forged"}),
            await page.get("/api/v1/broken/bug"),
            await page.get("/api/v1/schema/openapi.json"),
        ]
        world.failure = RuntimeError("the door is broken")
        answers.append(await page.get("/open"))
    assert [answer.status_code for answer in answers] == [200, 404, 404, 405, 403, 500, 200, 500]
    assert all(_wears(answer, "desk") for answer in answers)


async def test_only_over_https_is_https_promised(world: World) -> None:
    async with world.visit() as page:
        assert "strict-transport-security" not in (await page.get("/open")).headers
        secure: dict[str, Any] = {
            name: f"https://{name.split('_')[0]}.localhost"
            for name in ("desk_origin", "portal_origin", "content_origin")
        }
        installation.use(replace(SETTINGS, **secure))
        assert "strict-transport-security" in (await page.get("/open")).headers


async def test_what_a_person_saw_is_not_kept_for_the_next(world: World) -> None:
    async with world.visit(cookie=COOKIE) as page:
        answer = await page.get("/open")
        assert answer.headers["cache-control"] == "private, no-store"
        own = await page.get("/cached")
        assert own.headers["cache-control"] == "max-age=9"
        assert own.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    async with world.visit() as page:
        assert "cache-control" not in (await page.get("/open")).headers


async def test_a_cookie_or_a_bearer_names_who_asks(world: World) -> None:
    async with world.visit() as page:
        ours = f"{cookies.SESSION}={COOKIE}"
        for headers, who in (
            ({}, "a visitor"),
            ({"Cookie": ours}, "Ada"),
            ({"Cookie": f"other=1; {ours}"}, "Ada"),
            ({"Cookie": f"{ours}x"}, "a visitor"),
            (BEARER, "Ada"),
            ({"Authorization": f"bearer  {TOKEN} "}, "Ada"),
            ({"Authorization": "Bearer wrong"}, "a visitor"),
            (
                {"Authorization": "Bearer wrong", "Cookie": f"{cookies.SESSION}={COOKIE}"},
                "a visitor",
            ),
            ({"Authorization": f"Basic {TOKEN}"}, "a visitor"),
        ):
            assert (await page.get("/open", headers=headers)).text == f"open to {who}"


async def test_two_session_cookies_are_none_however_they_come(world: World) -> None:
    one = f"{cookies.SESSION}={COOKIE}".encode()
    host = (b"host", b"desk.localhost")
    for headers in (
        [(b"cookie", one), (b"cookie", one)],
        [(b"cookie", one + b"; " + one)],
        [(b"Cookie", b"__Host-underpin=planted"), (b"cookie", one)],
    ):
        answered = await speak(world.app(), {"type": "http.request"}, headers=[host, *headers])
        assert answered[1]["body"] == b"open to a visitor"
    answered = await speak(
        world.app(), {"type": "http.request"}, headers=[host, (b"cookie", b"a=1"), (b"cookie", one)]
    )
    assert answered[1]["body"] == b"open to Ada"


class TestForms:
    """A form sent with a cookie proves that it was ours; one with a token need not."""

    async def test_a_form_of_ours_passes_with_field_or_header(self, world: World) -> None:
        async with world.visit(cookie=COOKIE) as page:
            said = {"text": "hallo", csrf.FIELD: proof()}
            answer = await page.post("/form", data=said, headers={"Origin": DESK})
            assert answer.text == "hallo by Ada"
            headers = {"Origin": DESK, csrf.HEADER: proof()}
            answer = await page.post("/form", data={"text": "hi"}, headers=headers)
            assert answer.text == "hi by Ada"
            answer = await page.post("/form", data=said, headers={"Referer": f"{DESK}/tickets/1"})
            assert answer.status_code == 201

    @pytest.mark.parametrize(
        ("token", "headers"),
        [
            (None, {"Origin": DESK}),
            ("", {"Origin": DESK}),
            ("x" * 64, {"Origin": DESK}),
            ("another's", {"Origin": DESK}),
            ("mine", {}),
            ("mine", {"Origin": "null"}),
            ("mine", {"Origin": "http://evil.example"}),
            ("mine", {"Origin": PORTAL}),
            ("mine", {"Origin": "http://content.localhost"}),
            ("mine", {"Origin": DESK, "Sec-Fetch-Site": "cross-site"}),
            ("mine", {"Origin": DESK, "Sec-Fetch-Site": "same-site"}),
            ("mine", {"Referer": "http://evil.example/desk.localhost"}),
        ],
    )
    async def test_a_forged_form_is_refused(
        self, world: World, token: str | None, headers: dict[str, str]
    ) -> None:
        tokens = {"mine": proof(), "another's": proof("another")}
        field = {} if token is None else {csrf.FIELD: tokens.get(token, token)}
        header = {} if token is None else {csrf.HEADER: tokens.get(token, token)}
        async with world.visit(cookie=COOKIE) as page:
            answer = await page.post("/form", data={"text": "x"} | field, headers=headers)
            by_header = await page.post("/form", data={"text": "x"}, headers=headers | header)
        for refused in (answer, by_header):
            assert refused.status_code == 403
            assert refused.json()["type"] == "urn:underpin:problem:form-forged"

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    async def test_every_method_that_changes_is_guarded(self, world: World, method: str) -> None:
        async with world.visit(cookie=COOKIE) as page:
            for path in ("/form", "/api/v1/things", "/nowhere"):
                answer = await page.request(method, path, headers={"Origin": DESK})
                assert answer.status_code == 403

    async def test_a_cookie_is_guarded_under_the_api_too(self, world: World) -> None:
        thing = {"name": "n", "count": 1}
        async with world.visit(cookie=COOKIE) as page:
            assert (await page.post("/api/v1/things", json=thing)).status_code == 403
            headers = {"Origin": DESK, csrf.HEADER: proof()}
            answer = await page.post("/api/v1/things", json=thing, headers=headers)
            assert answer.json() == thing

    async def test_a_bearer_needs_no_proof(self, world: World) -> None:
        thing = {"name": "n", "count": 1}
        async with world.visit() as page:
            answer = await page.post("/api/v1/things", json=thing, headers=BEARER)
            assert answer.json() == thing
            headers = BEARER | {"Origin": "http://evil.example"}
            assert (await page.post("/api/v1/things", json=thing, headers=headers)).is_success

    async def test_a_sign_in_form_must_be_ours_too(self, world: World) -> None:
        async with world.visit() as page:
            for origin, status in ((DESK, 201), (PORTAL, 403), ("http://evil.example", 403)):
                answer = await page.post("/sign-in", headers={"Origin": origin})
                assert answer.status_code == status
            assert (await page.post("/sign-in")).status_code == 403
            headers = {"Host": "portal.localhost", "Origin": PORTAL}
            assert (await page.post("/sign-in", headers=headers)).status_code == 201

    async def test_who_comes_with_a_dead_session_can_sign_in_again(self, world: World) -> None:
        world.alive = False
        async with world.visit(cookie=COOKIE) as page:
            answer = await page.post("/sign-in", headers={"Origin": DESK})
            assert answer.text == "signed in"
            answer = await page.post("/form", data={"text": "x"}, headers={"Origin": DESK})
            assert answer.status_code == 401
            answer = await page.post("/api/v1/things", json={})
            assert answer.status_code == 401

    async def test_a_form_too_long_is_refused(self, world: World) -> None:
        long = {"text": "x" * caller.LONGEST_FORM, csrf.FIELD: proof()}
        many = "a&" * (caller.MOST_FIELDS + 1) + f"{csrf.FIELD}={proof()}"
        async with world.visit(cookie=COOKIE) as page:
            headers = {"Origin": DESK, "Content-Type": "application/x-www-form-urlencoded"}
            for answer in (
                await page.post("/form", data=long, headers=headers),
                await page.post("/form", content=many, headers=headers),
            ):
                assert answer.status_code == 413
                assert answer.json()["type"] == "urn:underpin:problem:body-too-long"

    async def test_a_body_too_long_is_refused_with_a_bearer_too(self, world: World) -> None:
        async with world.visit(request_max_body_size=1000) as page:
            answer = await page.post(
                "/api/v1/things", json={"name": "x" * 2000, "count": 1}, headers=BEARER
            )
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"].startswith("This is larger than may be sent")

    async def test_half_a_form_is_no_form(self, world: World) -> None:
        body = f"{csrf.FIELD}={proof()}&text=the+first+half".encode()
        headers = [
            (b"host", b"desk.localhost"),
            (b"cookie", f"{cookies.SESSION}={COOKIE}".encode()),
            (b"origin", DESK.encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]
        whole = {"type": "http.request", "body": body, "more_body": False}
        said = {"method": "POST", "path": "/form", "headers": headers}
        answered = await speak(world.app(), whole, **said)
        assert answered[0]["status"] == 201
        first = {"type": "http.request", "body": body, "more_body": True}
        async with asyncio.timeout(60):
            answered = await speak(world.app(), first, {"type": "http.disconnect"}, **said)
        assert answered[0]["status"] == 400

    async def test_a_form_in_pieces_is_put_together(self, world: World) -> None:
        body = f"{csrf.FIELD}={proof()}&text=all+of+it".encode()
        headers = [
            (b"host", b"desk.localhost"),
            (b"cookie", f"{cookies.SESSION}={COOKIE}".encode()),
            (b"origin", DESK.encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]
        pieces: list[dict[str, Any]] = [
            {"type": "http.request", "body": body[:20], "more_body": True},
            {"type": "http.request", "body": body[20:]},
        ]
        answered = await speak(world.app(), *pieces, method="POST", path="/form", headers=headers)
        assert b"".join(m.get("body", b"") for m in answered) == b"all of it by Ada"


async def test_a_door_that_cannot_answer_is_a_problem_of_ours(world: World) -> None:
    for failure, status in (
        (TimeoutError(), 503),
        (ConnectionRefusedError(), 503),
        (Unavailable(), 503),
        (RuntimeError("postgresql://owner:hunter2@host/db"), 500),
    ):
        world.failure = failure
        async with world.visit(cookie=COOKIE) as page:
            answer = await page.get("/open")
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert "hunter2" not in answer.text


async def test_no_websocket_is_served(world: World) -> None:
    answered = await speak(world.app(), {"type": "websocket.connect"}, type="websocket")
    assert answered == [{"type": "websocket.close", "code": 1008, "reason": "not served"}]


async def test_the_servers_own_start_and_stop_pass(world: World) -> None:
    answered = await speak(
        world.app(), {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}, type="lifespan"
    )
    assert [message["type"] for message in answered] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
