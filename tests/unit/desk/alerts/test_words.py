"""Times and states as tools write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from underpin.desk.alerts import words

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        1795338000,
        "1795338000",
        1795338000000,
        1795338000000000,
        1795338000000000000,
        "1795338000.000000",
        "2026-11-22T09:00:00Z",
        "2026-11-22T09:00:00.000000000Z",
        "2026-11-22T10:00:00+01:00",
        "2026-11-22T10:00:00+01.00",
        "2026-11-22T09:00:00.000+0000",
        "2026-11-22 09:00:00.000000000 +0000 UTC",
        "2026-11-22 09:00:00",
        "2026.11.22 09:00:00",
        "2026/11/22 09:00",
        "Sun Nov 22 09:00:00 UTC 2026",
        "Sun Nov 22 09:00:00 2026",
        "Sun, 22 Nov 2026 10:00:00 +0100",
    ],
)
def test_an_instant_is_read_however_it_is_written(said: object) -> None:
    assert words.moment(said) == NINE


@pytest.mark.parametrize(
    "said",
    [
        *("", "never", "0001-01-01T00:00:00Z", "0", 7, True, None, [], "9" * 30),
        *("2026-13-40T00:00:00Z", "1970-01-01T00:00:00Z", "Sun Nov 99 09:00:00 UTC 2026"),
        "9999-12-31T23:59:59Z",
    ],
)
def test_what_is_no_instant_is_none(said: object) -> None:
    assert words.moment(said) is None


@pytest.mark.parametrize(
    ("said", "firing"),
    [
        *(("firing", True), ("RESOLVED", False), ("OK", False), ("Acknowledged", None)),
        *(("DOWN -> UP", False), ("UP → DOWN", True), ("FIRING_TO_OK", False)),
        *(("ALERT_RECOVERY", False), ("ResolvedCritical", False), ("not resolved", True)),
        *(("incident.acknowledged", None), ("unresolved", True), ("Re-triggered", True)),
        *(("incident.resolved", False), ("Manually Resolved", False), ("gibberish", True)),
    ],
)
def test_a_state_fires_is_over_or_is_neither(said: str, firing: bool | None) -> None:
    assert words.firing(said) is firing


@pytest.mark.parametrize(
    ("title", "ahead"),
    [
        ("[Triggered] Disk full", ("Triggered", "Disk full")),
        ("RESOLVED: Disk full", ("RESOLVED", "Disk full")),
        ("[No Data] Disk", ("No Data", "Disk")),
        ("Disk full", ("", "Disk full")),
        ("Backup: failed", ("", "Backup: failed")),
    ],
)
def test_a_state_ahead_of_a_title_is_no_part_of_it(title: str, ahead: tuple[str, str]) -> None:
    assert words.ahead(title) == ahead
