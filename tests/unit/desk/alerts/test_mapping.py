"""A source's own mapping: where each field stands, and nothing cleverer."""

from __future__ import annotations

import pytest

from underpin.desk.alerts import mapping
from underpin.desk.alerts.mapping import Mapping
from underpin.desk.alerts.told import Unreadable

PAYLOAD = {
    "things": [
        {"who": {"na/me": "pump"}, "how": 2, "st": "BAD", "when": 1795338000},
        {"who": {"na/me": "fan"}, "how": 1, "st": "Fine"},
    ]
}
OWN = Mapping(
    fingerprint="{/who/na~1me}",
    title="{/who/na~1me} is {/st}",
    state="{/st}",
    over=("fine",),
    each="/things",
    at="{/when}",
    labels={"how": "{/how}", "none": "{/none}"},
)


def test_each_alert_of_the_list_is_read() -> None:
    pump, fan = mapping.read(OWN, PAYLOAD).alerts
    assert (pump.title, pump.firing, pump.labels) == ("pump is BAD", True, (("how", "2"),))
    assert pump.at is not None
    assert (fan.firing, fan.at) == (False, None)
    assert pump.fingerprint != fan.fingerprint


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"fingerprint": "always the same"}, "placeholder"),
        ({"title": "  "}, "title"),
        ({"title": "{{ 7 * 7 }}"}, "placeholder"),
        ({"state": "{state}"}, "placeholder"),
        ({"each": "things"}, "pointer"),
        ({"text": "x" * 3000}, "2000"),
    ],
)
def test_a_mapping_that_cannot_work_is_told_so(changed: dict[str, str], why: str) -> None:
    assert mapping.wrong(OWN) == ""
    words = {"fingerprint": OWN.fingerprint, "title": OWN.title, **changed}
    assert why in mapping.wrong(Mapping(**words))


@pytest.mark.parametrize("payload", [{}, [], "x", {"things": []}, {"things": [{"st": "BAD"}]}])
def test_what_has_nothing_where_it_should_stand_is_refused(payload: object) -> None:
    with pytest.raises(Unreadable):
        mapping.read(OWN, payload)


def test_without_words_of_its_own_everybodys_count() -> None:
    plain = Mapping(fingerprint="{/id}", title="T", state="{/s}")
    assert mapping.read(plain, {"id": 1, "s": "resolved"}).alerts[0].firing is False
    assert mapping.read(plain, {"id": 1, "s": "odd"}).alerts[0].firing is True
    assert mapping.read(plain, {"id": 1}).alerts[0].firing is True
