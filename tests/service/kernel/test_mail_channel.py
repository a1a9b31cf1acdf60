"""Mails that leave: sealed when decided, the same at every try, set aside when hopeless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from tests.service.kernel import ground
from tests.world import SETTINGS
from underpin.kernel import db, ids, installation, mail_channel, outgoing
from underpin.kernel.mail_compose import Correspondent, MailUnsendable, OutgoingMail
from underpin.kernel.outbound import MailRefused, Outbound, OutboundFailed, Relay

pytestmark = pytest.mark.usefixtures("scopes")
NOW = timedelta(0)
MAIL = OutgoingMail(
    message_id="<1@desk.example>",
    date=datetime(2026, 11, 22, 9, tzinfo=UTC),
    sender=Correspondent("Desk", "desk@desk.example"),
    to=(Correspondent("Vendor", "case@vendor.example"),),
    subject="Case V-1",
    text="Open the case: https://portal.example/vendor/secret",
    envelope_from="",
)


class Post:
    """In place of the way out."""

    def __init__(self) -> None:
        self.sent: list[tuple[Relay, OutgoingMail]] = []
        self.failure: Exception | None = None

    async def send_mail(self, relay: Relay, mail: OutgoingMail) -> None:
        self.sent.append((relay, mail))
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    made = Post()
    send = mail_channel.sender(cast(Outbound, made))
    monkeypatch.setitem(outgoing.CHANNELS, mail_channel.CHANNEL, send)
    installation.use(SETTINGS)
    yield made
    installation.use(SETTINGS)


async def _queue(tenant: int, mail: OutgoingMail = MAIL) -> UUID:
    async with ground.working(tenant) as act:
        return await mail_channel.queue(act, mail, ids.new(), hold=NOW)


async def _row(tenant: int) -> dict[str, Any]:
    (found,) = await ground.rows(
        tenant,
        "SELECT payload::text, attempts, sent_at IS NOT NULL AS sent, "
        "parked_at IS NOT NULL AS parked, last_error FROM outgoing",
    )
    return found


async def test_a_mail_leaves_as_it_was_decided(post: Post) -> None:
    tenant = await ground.tenant()
    first = await _queue(tenant)
    assert await _queue(tenant, replace(MAIL, text="another text")) == first
    assert await outgoing.drain(tenant) == 1
    ((relay, mail),) = post.sent
    assert mail == MAIL
    assert (relay.host, relay.port) == ("127.0.0.1", 2525)


async def test_what_it_says_is_stored_sealed(post: Post) -> None:
    tenant = await ground.tenant()
    await _queue(tenant)
    payload = (await _row(tenant))["payload"]
    assert "secret" not in payload
    assert "vendor.example" not in payload
    assert MAIL.text.encode().hex() not in payload


async def test_every_try_is_the_same_mail(post: Post) -> None:
    tenant = await ground.tenant()
    await _queue(tenant)
    post.failure = OutboundFailed("The mail relay could not be reached.")
    for _ in range(2):
        assert await outgoing.drain(tenant) == 0
        async with ground.working(tenant):
            await db.execute("UPDATE outgoing SET due_at = transaction_timestamp()")
    post.failure = None
    assert await outgoing.drain(tenant) == 1
    assert [mail for _, mail in post.sent] == [MAIL] * 3


@pytest.mark.parametrize(
    "failure", [MailRefused("refused for good (550)."), MailUnsendable("no such address")]
)
async def test_what_no_try_would_change_is_set_aside_at_once(
    post: Post, failure: Exception
) -> None:
    tenant = await ground.tenant()
    await _queue(tenant)
    post.failure = failure
    assert await outgoing.drain(tenant) == 0
    row = await _row(tenant)
    assert (row["attempts"], row["sent"], row["parked"]) == (1, False, True)
    assert str(failure) in row["last_error"]


async def test_a_mail_sealed_under_a_lost_secret_is_set_aside(post: Post) -> None:
    tenant = await ground.tenant()
    await _queue(tenant)
    installation.use(replace(SETTINGS, secret="quite another secret that opens nothing of ours"))
    assert await outgoing.drain(tenant) == 0
    assert (await _row(tenant))["parked"]
    assert post.sent == []


async def test_a_rotated_secret_opens_what_is_under_way(post: Post) -> None:
    tenant = await ground.tenant()
    await _queue(tenant)
    fresh = "quite another secret that seals from now on, ours"
    installation.use(replace(SETTINGS, secret=fresh, secret_previous=(SETTINGS.secret,)))
    assert await outgoing.drain(tenant) == 1


async def test_a_simulated_tenants_mail_reaches_no_relay_but_a_demos(post: Post) -> None:
    tenant = await ground.tenant(simulated_now=datetime(2016, 3, 1, tzinfo=UTC))
    await _queue(tenant)
    assert await outgoing.drain(tenant) == 1
    assert post.sent == []
    installation.use(replace(SETTINGS, demo=True))
    await _queue(tenant, replace(MAIL, message_id="<2@desk.example>"))
    assert await outgoing.drain(tenant) == 1
    assert [mail.message_id for _, mail in post.sent] == ["<2@desk.example>"]


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://relay.example:25", Relay("relay.example", 25, "none")),
        ("smtp://u:p%40ss@relay.example:587", Relay("relay.example", 587, "starttls", "u", "p@ss")),
        ("smtps://u:p@relay.example:465", Relay("relay.example", 465, "tls", "u", "p")),
    ],
)
def test_no_password_is_said_in_the_clear(url: str, relay: Relay) -> None:
    assert mail_channel.relay(url) == relay
