"""Errors as answers: problem details under /api, a page elsewhere, and nothing of our inside."""

from __future__ import annotations

from decimal import InvalidOperation
from typing import Any

import asyncpg
import pytest
from litestar import Response

from tests.unit.kernel.web_stage import COOKIE, TOKEN, World
from tests.world import SETTINGS
from underpin.kernel import installation
from underpin.kernel.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    Problem,
    StaleVersion,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from underpin.kernel.web import problems

BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems._Painter, "paint", None)
    installation.use(SETTINGS)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """A painter that draws each problem's title."""
    drawn: list[Problem] = []

    def paint(_: Any, problem: Problem) -> Response[str]:
        drawn.append(problem)
        return Response(f"<h1>{problem.title}</h1>", status_code=problem.status)

    monkeypatch.setattr(problems._Painter, "paint", staticmethod(paint))
    return drawn


async def test_a_problem_has_the_shape_of_rfc_9457(world: World) -> None:
    async with world.visit() as page:
        answer = await page.get("/api/v1/broken/rule")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:underpin:problem:conflict",
        "title": "This cannot be done in the present state",
        "status": 409,
        "detail": "It is taken.",
        "field": "name",
    }


async def test_a_bug_says_nothing_of_its_inside(world: World) -> None:
    async with world.visit() as page:
        answer = await page.get("/api/v1/broken/bug")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:underpin:problem:internal"
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("how", ["late", "gone"])
async def test_what_passes_may_be_tried_again(world: World, how: str) -> None:
    async with world.visit() as page:
        assert (await page.get(f"/api/v1/broken/{how}")).status_code == 503


async def test_the_frameworks_refusals_have_the_same_shape(world: World) -> None:
    async with world.visit(cookie=COOKIE) as page:
        for path, status, title in (
            ("/api/v1/nowhere", 404, NotFound.title),
            ("/api/v1/things", 405, "Method Not Allowed"),
            ("/api/v1/broken/framework", 403, "Forbidden"),
        ):
            answer = await page.get(path)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["title"] == title
            assert answer.json()["status"] == status


async def test_what_cannot_be_read_is_malformed_and_named(world: World) -> None:
    async with world.visit() as page:
        answer = await page.post("/api/v1/things", json={"name": "n"}, headers=BEARER)
        assert answer.status_code == 422
        assert "count" in answer.json()["detail"]
        answer = await page.post(
            "/api/v1/things", json={"name": "n", "count": 1, "admin": True}, headers=BEARER
        )
        assert answer.status_code == 422
        assert "admin" in answer.json()["detail"]
        for raw in (b"{", b"\xff", b'{"name": "\\ud800", "count": 1}'):
            answer = await page.post("/api/v1/things", content=raw, headers=BEARER)
            assert 400 <= answer.status_code < 500


async def test_who_is_nobody_is_told_how_to_say_who(world: World) -> None:
    async with world.visit() as page:
        answer = await page.post("/api/v1/things", json={})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:underpin:problem:sign-in"


async def test_the_capability_comes_before_the_body(world: World) -> None:
    async with world.visit() as page:
        for raw in (b"", b"{", b'{"name": 1}', b"x" * 100_000):
            answer = await page.post("/api/v1/rules", content=raw, headers=BEARER)
            assert answer.status_code == 403
            assert answer.json()["type"] == "urn:underpin:problem:forbidden"
        world.capabilities = frozenset({"stage.rule"})
        answer = await page.post("/api/v1/rules", content=b"{", headers=BEARER)
        assert answer.status_code in (400, 422)


async def test_a_person_is_shown_a_page(world: World, painted: list[Problem]) -> None:
    async with world.visit() as page:
        answer = await page.get("/nowhere")
        assert answer.status_code == 404
        assert answer.text == f"<h1>{NotFound.title}</h1>"
        assert (await page.get("/api/v1/nowhere")).headers["content-type"] == problems.JSON
    assert [type(problem) for problem in painted] == [NotFound]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (asyncpg.DeadlockDetectedError("x"), Unavailable),
        (asyncpg.CannotConnectNowError("x"), Unavailable),
        (asyncpg.TooManyConnectionsError("x"), Unavailable),
        (asyncpg.ConnectionDoesNotExistError("x"), Unavailable),
        (asyncpg.CharacterNotInRepertoireError("x"), Malformed),
        (asyncpg.UntranslatableCharacterError("x"), Malformed),
        ("\ud800".encode, Malformed),
        (asyncpg.NumericValueOutOfRangeError("x"), Malformed),
        (asyncpg.DatetimeFieldOverflowError("x"), Malformed),
        (OverflowError("x"), Malformed),
        (InvalidOperation("x"), Malformed),
        (asyncpg.UniqueViolationError("x"), Problem),
        (asyncpg.DataError("x"), Problem),
        (FileNotFoundError("x"), Problem),
    ],
    ids=lambda given: getattr(given, "__name__", "") or type(given).__name__,
)
def test_what_went_wrong_beneath_is_understood(error: Any, expected: type[Problem]) -> None:
    if not isinstance(error, Exception):
        with pytest.raises(UnicodeEncodeError) as raised:
            error()
        error = raised.value
    assert type(problems.understood(error)) is expected


def test_a_number_that_its_column_cannot_hold_is_the_askers() -> None:
    refused = asyncpg.DataError("invalid input for query argument $2")
    refused.__cause__ = OverflowError("value out of int32 range")
    assert type(problems.understood(refused)) is Malformed


def test_each_problem_has_a_status_of_its_own() -> None:
    statuses = {
        Unauthenticated: 401,
        Forbidden: 403,
        NotFound: 404,
        Conflict: 409,
        StaleVersion: 412,
        Malformed: 422,
        TooMany: 429,
        Unavailable: 503,
        Problem: 500,
    }
    for problem, status in statuses.items():
        assert problems.body(problem())["status"] == status
        assert problems.understood(problem()).status == status
        assert problem.title
    assert len({problem.code for problem in statuses}) == len(statuses)
