"""Who is meant by @ in a text."""

from __future__ import annotations

import uuid

import pytest

from underpin.desk.mentions import naming
from underpin.desk.mentions.naming import Known


def known(name: str, email: str, *, may: bool = True) -> Known:
    return Known(uuid.uuid5(uuid.NAMESPACE_DNS, email), name, email, may)


BEN = known("Ben Okafor", "ben@msp.example")
BENEDICT = known("Ben Okafor-Hill", "hill@msp.example")
LI = known("李雷", "li@msp.example")
OTHER_BEN = known("Ben Okafor", "okafor@msp.example", may=False)
LENA = known("Łena Żak", "lena@msp.example")
STAFF = (BEN, BENEDICT, LI, OTHER_BEN, LENA)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Ben Okafor, please look", [BEN]),
        ("(@ben) and @ben again", [BEN]),
        ("@Ben Okafor-Hill knows", [BENEDICT]),
        ("请@李雷看看", [LI]),
        ("@lena zak and @Ben Okafor", [LENA, BEN]),
        ("@okafor is asked", [OTHER_BEN]),
        ("write to sales@ben or x@ben.example", []),
        ("@benefits of @ben@msp.example", []),
        ("meet @ home", []),
    ],
)
def test_a_name_counts_where_it_stands_by_itself(text: str, people: list[Known]) -> None:
    assert naming.named(text, STAFF) == people


def test_whoever_types_a_name_is_offered_those_it_could_be() -> None:
    assert naming.matching("okafor", STAFF) == [BEN, BENEDICT, OTHER_BEN]
    assert naming.matching("Le", STAFF) == [LENA]
    assert naming.matching("", STAFF) == list(STAFF)
