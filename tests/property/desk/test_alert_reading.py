"""Whatever comes in, it is read or refused: in bounded time, with texts that can be stored."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.alerts import reading, told
from underpin.desk.alerts.told import Unreadable

WORDS = """
    alerts labels status state title severity Message Type TopicArn payload event data messages
    incident alert check host name id startsAt attachments monitor heartbeat AlarmName
"""
NAMES = st.sampled_from(WORDS.split())
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
)
JSON = st.recursive(
    LEAVES | st.sampled_from(["firing", "ok", "critical", "Notification", "2026-11-22"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=300)
@given(JSON)
def test_any_json_is_read_or_refused(payload: Any) -> None:
    try:
        body = msgspec.json.encode(payload)
    except UnicodeEncodeError:
        return
    try:
        found = reading.read(body)
    except Unreadable:
        return
    assert found.alerts or found.neither
    for alert in found.alerts:
        assert 1 <= len(alert.title) <= told.LONGEST_TITLE
        assert len(alert.fingerprint) == 32
        assert alert.severity in ("", *told.SEVERITIES)
        assert "\x00" not in alert.title + alert.text
        assert reading.read(body).alerts == found.alerts


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        found = reading.read(body)
        assert found.alerts or found.neither
