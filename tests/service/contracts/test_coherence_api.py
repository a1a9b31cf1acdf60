"""Coherence over the JSON API: staff of the account try out, look and accept; nobody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.coherence import nightly
from tests.service.contracts import world
from tests.service.contracts.world import HOUR, known
from tests.world import World, browser
from underpin.kernel import db
from underpin.kernel.database.scope import Work


@pytest.fixture(scope="module")
async def acme(companies: World) -> str:
    """ACME with a contract, living in real time; the path of its resources."""
    await world.set_up(companies.acme.id)
    async with db.open(Work(companies.acme.id)):
        await db.execute("UPDATE tenant SET simulated_now = NULL WHERE id = $1", companies.acme.id)
    return f"/api/v1/clients/{companies.acme.key}"


def tried(companies: World, hours: int, **more: Any) -> dict[str, Any]:
    tenant = companies.acme.id
    target = {"metric": "resolution", "ticket_type": "incident", "priority": "P3"}
    return {
        "contract_id": str(known(tenant, "contract")),
        "content": {
            "calendar_version_id": str(known(tenant, "cv", "office")),
            "targets": [target | {"allowed_us": hours * HOUR}],
        },
        **more,
    }


async def test_an_editor_sees_at_once_whether_a_draft_would_hold(
    app: Any, companies: World, acme: str
) -> None:
    async with browser(app, companies.manager) as page:
        answer = await page.post(f"{acme}/coherence", json=tried(companies, 5))
    assert answer.status_code == 200
    found = answer.json()
    (line,) = found["lines"]
    assert (found["refused"], line["verdict"], line["path"]) == (True, "not_kept", "L1 > L2 > L3")
    assert (line["worst_us"], line["slack_us"]) == (12 * HOUR, -7 * HOUR)
    assert [part["stage"] for part in line["shown"]["timeline"]] == ["L1", "L2", "L3"]
    assert line["shown"]["timeline"][0]["start"] == line["raised_at"]
    assert line["shown"]["expected"]["frequency"] == "worst_path"
    assert line["suggestion"]["kind"] == "lift_target"


async def test_a_draft_that_cannot_be_meant_is_told_where(
    app: Any, companies: World, acme: str
) -> None:
    nowhere = tried(companies, 5)
    nowhere["content"]["calendar_version_id"] = str(uuid4())
    given = tried(companies, 5, taken={"P3": {"L1": "-1"}})
    async with browser(app, companies.manager) as page:
        for wrong, field in ((nowhere, "content"), (given, "taken")):
            refused = await page.post(f"{acme}/coherence", json=wrong)
            assert (refused.status_code, refused.json()["field"]) == (422, field)
        unknown = tried(companies, 5) | {"contract_id": str(uuid4())}
        assert (await page.post(f"{acme}/coherence", json=unknown)).status_code == 404
        stranger = tried(companies, 5) | {"surprise": 1}
        assert (await page.post(f"{acme}/coherence", json=stranger)).status_code in (400, 422)


async def test_a_version_is_shown_as_the_night_found_it(
    app: Any, companies: World, acme: str
) -> None:
    assert await nightly.check_tenant(companies.acme.id) == 1
    gold = f"{acme}/versions/{known(companies.acme.id, 'slav')}/coherence"
    async with browser(app, companies.manager) as page:
        shown = (await page.get(gold)).json()
        standing = (await page.get(f"{acme}/coherence/warnings?standing=true&limit=2")).json()
        last = standing[-1]["id"]
        rest = (await page.get(f"{acme}/coherence/warnings?after={last}")).json()
        missing = await page.get(f"{acme}/versions/{uuid4()}/coherence")
    assert {line["metric"] for line in shown["lines"]} == {
        "first_response",
        "next_reply",
        "resolution",
    }
    assert shown["checked_for"] is not None
    assert "OLA L1" in shown["behind"]
    assert len(standing) == 2
    assert not {each["id"] for each in standing} & {each["id"] for each in rest}
    assert {each["kind"] for each in (*standing, *rest)} == {"broken", "nobody_on_duty"}
    assert missing.status_code == 404


async def test_what_is_not_kept_is_accepted_by_someone_who_may_approve(
    app: Any, companies: World, acme: str
) -> None:
    await nightly.check_tenant(companies.acme.id)
    risk = f"{acme}/versions/{known(companies.acme.id, 'slav')}/risk"
    words = {"ends_on": "2099-12-31", "reason": "Night cover is being hired."}
    async with browser(app, companies.agent) as page:
        assert (await page.put(risk, json=words)).status_code == 403
    async with browser(app, companies.manager) as page:
        past = await page.put(risk, json=words | {"ends_on": "2020-01-01"})
        assert (past.status_code, past.json()["field"]) == (422, "risk")
        accepted = await page.put(risk, json=words)
    assert accepted.status_code == 200
    assert accepted.json()["accepted_by"] == str(companies.manager.id)


async def test_members_and_staff_of_others_find_nothing(
    app: Any, companies: World, acme: str
) -> None:
    paths = (
        f"{acme}/versions/{known(companies.acme.id, 'slav')}/coherence",
        f"{acme}/coherence/warnings",
    )
    for person, face in ((companies.acme.admin, "portal"), (companies.acme.admin, "desk")):
        async with browser(app, person, face=face) as page:
            for path in paths:
                assert (await page.get(path)).status_code in (401, 403, 404)
            draft = await page.post(f"{acme}/coherence", json=tried(companies, 5))
            assert draft.status_code in (401, 403, 404)
    caro = f"/api/v1/clients/{companies.caro.key}/coherence"
    async with browser(app, companies.manager) as page:
        assert (await page.get(f"{caro}/warnings")).status_code == 404
        assert (await page.post(caro, json=tried(companies, 5))).status_code == 404
