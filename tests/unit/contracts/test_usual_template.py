"""What a first template begins as."""

from uuid import UUID

from contracts.templates import template_body, usual


def test_it_can_be_agreed_as_it_is() -> None:
    body = usual.body(UUID(int=7), "Office hours")
    template_body.check(body)
    assert len(body.content.targets) == 4 * 5 * 2
    assert template_body.definition(body.calendars[0], "Asia/Tokyo").time_zone == "Asia/Tokyo"
