"""What tools send becomes the same few things, whichever tool it was."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from tests.unit.desk.alerts import samples
from underpin.desk.alerts import reading
from underpin.desk.alerts.told import Heard, Told, Unreadable
from underpin.desk.alerts.tools.cloudwatch import Confirmation


def heard(payload: Any, kind: str = reading.AUTO) -> Heard:
    return reading.read(msgspec.json.encode(payload), kind)


def one(payload: Any, kind: str = reading.AUTO) -> Told:
    (alert,) = heard(payload, kind).alerts
    return alert


@pytest.mark.parametrize("tool", samples.PAIRS)
def test_what_fires_and_what_is_over_are_one_alert(tool: str) -> None:
    fires, over = (one(payload) for payload in samples.PAIRS[tool])
    assert (fires.firing, over.firing) == (True, False)
    assert fires.fingerprint == over.fingerprint
    assert fires.title == over.title


@pytest.mark.parametrize("tool", samples.PAIRS)
def test_the_reader_is_the_tools_own(tool: str) -> None:
    wanted = "plain" if tool == "a stranger" else tool.partition(" ")[0]
    assert {heard(payload).reader for payload in samples.PAIRS[tool]} == {wanted}


@pytest.mark.parametrize(
    ("tool", "severity"),
    [
        ("grafana", "critical"),
        ("azure_monitor", "error"),
        ("zabbix", "error"),
        ("nagios", "critical"),
        ("opsgenie", "error"),
        ("sensu", "critical"),
        ("sentry", "critical"),
        ("a stranger", "error"),
    ],
)
def test_every_tools_severity_is_one_of_four(tool: str, severity: str) -> None:
    assert one(samples.PAIRS[tool][0]).severity == severity


def test_times_are_the_tools_own() -> None:
    fires, over = (one(payload) for payload in samples.PAIRS["grafana"])
    nine = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert fires.at == fires.started_at == nine.replace(microsecond=123456)
    assert (over.at, over.started_at) == (nine.replace(minute=5), fires.at)
    assert one(samples.zabbix("1")).at == nine
    assert one(samples.PAIRS["zabbix"][1]).at == nine.replace(minute=5)


@pytest.mark.parametrize(
    ("kind", "state", "firing"), [("PROBLEM", "CRITICAL", True), ("RECOVERY", "OK", False)]
)
def test_a_mail_of_nagios_says_the_same_as_its_webhook(kind: str, state: str, firing: bool) -> None:
    (said,) = reading.read(samples.NAGIOS_MAIL.format(kind=kind, state=state).encode()).alerts
    assert (said.firing, said.fingerprint) == (firing, one(samples.PAIRS["nagios"][0]).fingerprint)
    assert said.title == "HTTP on web1"
    assert "Socket timeout" in said.text


def test_a_mail_of_icinga_says_its_state_in_the_headline() -> None:
    (down,) = reading.read(samples.ICINGA_MAIL.format(state="CRITICAL").encode()).alerts
    (up,) = reading.read(samples.ICINGA_MAIL.format(state="OK").encode()).alerts
    assert (down.firing, up.firing) == (True, False)
    assert down.fingerprint == up.fingerprint


@pytest.mark.parametrize(
    ("mail", "firing"),
    [
        ("[PROBLEM] HTTP on web1 is CRITICAL!\n\nInfo: slow\nService: HTTP\nHost: web1", True),
        ("[RECOVERY] HTTP on web1 is OK!\n\nInfo: fine\nService: HTTP\nHost: web1", False),
        ("** PROBLEM Service Alert: web1/HTTP is CRITICAL **\n\nsee the console", True),
        ("** RECOVERY Service Alert: web1/HTTP is OK **\n\nsee the console", False),
        ("Check_MK: web1\n\nHost: web1\nService: HTTP\nEvent: OK -> CRITICAL", True),
        ("Check_MK: web1\n\nHost: web1\nService: HTTP\nEvent: CRIT -> OK", False),
    ],
)
def test_mails_that_say_their_state_in_another_way_are_one_alert_each(
    mail: str, firing: bool
) -> None:
    (alert,) = reading.read(mail.encode()).alerts
    assert (alert.title, alert.firing) == ("HTTP on web1", firing)


def test_a_mark_of_the_byte_order_is_no_part_of_what_is_said() -> None:
    body = b'\xef\xbb\xbf{"title": "Disk full", "severity": "critical"}'
    assert reading.read(body).alerts[0].title == "Disk full"


def test_a_group_is_as_many_alerts_as_are_in_it() -> None:
    group = samples.grafana("firing")
    group["groupKey"] = "g"
    group["alerts"] += [{"labels": {"alertname": "B"}, "status": "resolved"}, {"nonsense": 1}]
    found = heard(group)
    assert [alert.firing for alert in found.alerts] == [True, False]
    assert {alert.group for alert in found.alerts} == {"g"}
    assert found.refused == ("alert 2: no labels",)


@pytest.mark.parametrize(
    "payload", [samples.pagerduty("acknowledged"), samples.opsgenie("AddNote"), samples.kuma(3)]
)
def test_what_says_neither_raises_nothing_and_ends_nothing(payload: Any) -> None:
    found = heard(payload)
    assert (found.alerts, found.neither) == ((), 1)


def test_two_troubles_of_one_host_are_two_and_one_trouble_of_two_hosts_is_two() -> None:
    said = [
        {"name": name, "host": host, "severity": "high"}
        for name in ("disk", "memory")
        for host in ("web1", "web2")
    ]
    assert len({one(each).fingerprint for each in said}) == 4


@pytest.mark.parametrize(
    ("payload", "titles"),
    [
        ({"alert": {"title": "Disk", "severity": "high"}, "status": "resolved"}, ["Disk"]),
        ({"records": [{"title": "a", "state": "down"}, {"title": "b", "state": "up"}]}, ["a", "b"]),
        ({"cpu": {"severity": "high"}, "ram": {"severity": "low"}}, ["cpu", "ram"]),
        ({"data": {"event": {"title": "Deep", "severity": "low"}}}, ["Deep"]),
    ],
)
def test_what_is_wrapped_is_found_in_its_wrapping(payload: Any, titles: list[str]) -> None:
    assert [alert.title for alert in heard(payload).alerts] == titles
    if "status" in payload:
        assert not one(payload).firing


def test_a_state_nobody_knows_fires() -> None:
    assert one({"title": "Disk", "severity": "high", "status": "borked"}).firing


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"<xml/>", "no JSON"),
        (b"42", "neither an object"),
        (b"{}", "Nothing in it"),
        (b"[]", "no alert"),
        (b'{"hello": "world"}', "Nothing in it"),
        (b'{"title": "Release 4.2 is out", "url": "https://x.example"}', "Nothing in it"),
        (b'{"alerts": []}', "Nothing in it"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_alert_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        reading.read(body)


def test_a_subscription_is_left_for_a_person() -> None:
    asked = samples.sns("x") | {"Type": "SubscriptionConfirmation", "SubscribeURL": "https://x"}
    with pytest.raises(Confirmation, match="SubscribeURL"):
        heard(asked)


def test_a_form_is_read_like_json() -> None:
    fields = {"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web1", "HOSTSTATE": "DOWN"}
    (alert,) = reading.read(urlencode(fields).encode()).alerts
    assert (alert.title, alert.severity) == ("web1", "critical")
    wrapped = urlencode({"payload": msgspec.json.encode(samples.kuma(0)).decode()})
    assert reading.read(wrapped.encode()).reader == "uptime_kuma"


def test_a_source_of_one_kind_reads_nothing_else() -> None:
    with pytest.raises(Unreadable, match="pingdom's"):
        heard(samples.PAIRS["dynatrace"][0], "pingdom")
    assert heard(samples.PAIRS["dynatrace"][0], "dynatrace").reader == "dynatrace"


def test_texts_can_be_stored_and_shown() -> None:
    alert = one({"title": "a\u0000b\u202ec", "severity": "high", "host": "x" * 9000})
    assert alert.title.startswith("abc on xxx")
    assert len(alert.title) < 120


def test_the_name_of_a_delivery_is_the_tools() -> None:
    assert heard(samples.PAIRS["cloudwatch"][0]).identity == "m-1"
    hostile = samples.PAIRS["cloudwatch"][0] | {"MessageId": "m\u0000-1"}
    assert heard(hostile).identity == "m-1"


ODD: list[Any] = [
    None, True, 0, -1, 10**30, 1e308, "", [], {}, [[[]]], {"a": {"b": 1}}, "x" * 10_000, "\0",
    "\ud800", "2026-13-45T99:99", "٣",
]  # fmt: skip


def spoiled(value: Any, chance: random.Random) -> Any:
    """The same with something odd in it, something missing, or something many times."""
    if chance.random() < 0.04:
        return chance.choice(ODD)
    if isinstance(value, dict):
        kept = [(name, each) for name, each in value.items() if chance.random() > 0.03]
        return {name: spoiled(each, chance) for name, each in kept}
    if isinstance(value, list):
        many = chance.randrange(2, 50) if chance.random() < 0.05 else 1
        return [spoiled(each, chance) for each in value] * many
    return value


def storable(heard: Heard) -> None:
    for text in (heard.identity, *heard.refused, *texts_of(heard)):
        text.encode()
        assert "\0" not in text


def texts_of(heard: Heard) -> Iterator[str]:
    for each in heard.alerts:
        yield from (each.fingerprint, each.title, each.severity, each.group, each.text, each.link)
        yield from (word for label in each.labels for word in label)


def test_whatever_a_tool_sends_is_read_or_refused_with_a_reason() -> None:
    """A thousand spoiled deliveries, always the same ones."""
    chance, reasons, read = random.Random(7), [], 0
    told = [each for name in sorted(samples.PAIRS) for each in samples.PAIRS[name]]
    for _ in range(1_000):
        try:
            found = reading.read(json.dumps(spoiled(chance.choice(told), chance)).encode())
        except Unreadable as why:
            reasons.append(str(why).strip())
            continue
        storable(found)
        read += 1
    assert read > 500
    assert reasons
    assert all(reasons)
