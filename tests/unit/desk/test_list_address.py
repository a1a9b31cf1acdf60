"""The list's filter as an address holds it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from underpin.desk.queues import address, filtering
from underpin.desk.queues.filtering import Filter
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import Audience, Principal

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ME = UUID("019a0000-0000-7000-8000-000000000001")
WHO = Principal(Audience.STAFF, ME, frozenset(), {"ACME": 7, "BOLT": 8})
FULL = (
    "assignee=me&at_risk=true&breached=false&client=acme&client=BOLT&due_before=2026-03-02T08:00:00Z"
    "&priority=P2&raised_from=2026-03-01T00:00:00Z&state=new&state=open&tag=vpn&tier=2"
    "&type=incident&waiting=true"
)


def test_every_word_is_read() -> None:
    found = address.wanted(address.read(FULL), WHO)
    assert found == Filter(
        tenants=(7, 8),
        tier=2,
        priority="P2",
        assignee=ME,
        states=("new", "open"),
        types=("incident",),
        tags=("vpn",),
        breached=False,
        at_risk=True,
        waiting=True,
        raised_from=datetime(2026, 3, 1, tzinfo=UTC),
        due_before=NOW,
    )


def test_what_is_written_is_read_again_and_pages_are_no_part_of_it() -> None:
    asked = address.read(f"{FULL}&after=x&limit=3")
    assert address.read(address.write(asked)) == asked
    assert address.write(address.read("")) == ""
    assert (
        address.write(address.read("tier=2&tag=&client=A&client=B")) == "client=A&client=B&tier=2"
    )


@pytest.mark.parametrize(
    "wrong",
    ["tier=9", "priority=P9", "state=closed", "colour=red", "due_before=2026-03-02", "breached=x"],
)
def test_what_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(Malformed):
        address.read(wrong)


def test_another_client_is_not_there_and_nobody_is_nobody() -> None:
    with pytest.raises(NotFound):
        address.wanted(address.read("client=CARO"), WHO)
    assert address.wanted(address.read("assignee=none"), WHO) == Filter(unassigned=True)
    with pytest.raises(Malformed, match="assignee"):
        address.wanted(address.read("assignee=ada"), WHO)


def test_each_argument_has_its_place() -> None:
    said, args = filtering.conditions(address.wanted(address.read(FULL), WHO), 1, taken=3)
    places = [each for each in range(4, 4 + len(args)) if any(f"${each}" in one for one in said)]
    assert len(places) == len(args)
    assert not [one for one in said if "{" in one]
