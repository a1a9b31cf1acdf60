"""Agreements' content over the JSON API: what is misspelled or full of holes is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World, browser
from underpin.kernel import ids

CALENDAR = str(ids.new())
TARGET = {
    "metric": "resolution",
    "ticket_type": "incident",
    "priority": "P1",
    "allowed_us": 1,
}
BANDS = [
    {"low": "99", "low_included": False, "high": "99.5", "high_included": False, "credit": "5"},
    {"low": "0", "low_included": True, "high": "99", "high_included": False, "credit": "9"},
]


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"credit": {}}, "content.credit", "no such field"),
        (
            {
                "availability": {"percent": "99.5"},
                "credits": {
                    "basis": "service_fee",
                    "clauses": [{"metric": "availability", "commitment": "99.5", "bands": BANDS}],
                },
            },
            "credits.clauses[0].bands",
            "no band says what is owed at exactly 99.",
        ),
    ],
)
async def test_a_content_that_cannot_be_meant_is_refused_with_its_field(
    app: Any, companies: World, more: dict[str, Any], field: str, said: str
) -> None:
    client = f"/api/v1/clients/{companies.acme.key}"
    async with browser(app, companies.manager) as page:
        new = {"name": f"Contract {ids.new()}", "starts_on": "2026-01-01"}
        signed = (await page.post(f"{client}/contracts", json=new)).json()
        content = {"calendar_version_id": CALENDAR, "targets": [TARGET], **more}
        refused = await page.post(
            f"{client}/contracts/{signed['id']}/agreements",
            json={"name": "Gold", "content": content},
        )
        assert (refused.status_code, refused.json()["field"]) == (422, field)
        assert said in refused.json()["detail"]
        assert (await page.get(f"{client}/contracts/{signed['id']}/versions")).json() == []
    async with browser(app, companies.acme.admin) as page:
        strange = await page.post(
            f"{client}/contracts/{signed['id']}/agreements",
            json={"name": "Gold", "content": content},
        )
        assert strange.status_code in (403, 404)
