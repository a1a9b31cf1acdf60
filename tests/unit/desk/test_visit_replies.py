"""What counts as an answer to an invitation, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from underpin.desk.visits import replies

REPLY = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:x
VERSION:2.0
BEGIN:VEVENT
UID:0192@desk.example
SEQUENCE:2
DTSTART:20260303T100000Z
DTEND:20260303T120000Z
ATTENDEE;PARTSTAT={partstat}:MAILTO:Anna@Acme.example
COMMENT:Back door
END:VEVENT
END:VCALENDAR
"""


def ics(method: str = "REPLY", partstat: str = "ACCEPTED") -> bytes:
    return REPLY.format(method=method, partstat=partstat).replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")],
)
def test_a_reply_says_who_and_what(partstat: str, answer: str) -> None:
    found = replies.read(ics(partstat=partstat))
    assert found is not None
    assert (found.uid, found.sequence) == ("0192@desk.example", 2)
    assert found.attendee == "anna@acme.example"
    assert (found.answer, found.comment, found.starts_at) == (answer, "Back door", None)


def test_a_counter_says_another_time() -> None:
    found = replies.read(ics("COUNTER"))
    assert found is not None
    assert found.answer == "countered"
    assert found.starts_at == datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"\xff\xfe",
        ics("REQUEST"),
        ics(partstat="DELEGATED"),
        ics().replace(b"UID:0192@desk.example\r\n", b""),
        ics().replace(b"SEQUENCE:2", b"SEQUENCE:two"),
        ics().replace(b"COMMENT", b"ATTENDEE:mailto:b@x.example\r\nCOMMENT"),
        ics("COUNTER").replace(b"DTEND:20260303T12", b"DTEND:20260303T09"),
        ics("COUNTER").replace(b"Z\r\n", b"\r\n"),
        ics() + b" " * replies.LONGEST,
    ],
)
def test_anything_else_is_none(raw: bytes) -> None:
    assert replies.read(raw) is None
