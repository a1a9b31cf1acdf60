"""What is read off an event: which it is and what moved, in either shape, of any year."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.payments.inbox import envelope
from billing.payments.inbox.envelope import Notice, Strange


def _said(**words: object) -> bytes:
    return msgspec.json.encode(words)


def test_an_event_names_its_object() -> None:
    about = {"id": "in_1", "object": "invoice", "status": "paid"}
    body = _said(id="evt_1", object="event", type="invoice.paid", data={"object": about})
    assert envelope.read(body) == Notice("evt_1", "invoice.paid", "", "invoice", "in_1")


def test_a_thin_event_is_read_like_the_other() -> None:
    related = {"id": "in_1", "type": "invoice", "url": "/v1/invoices/in_1"}
    words = {"id": "evt_1", "object": "v2.core.event", "related_object": related}
    read = envelope.read(_said(**words, type="v1.invoice.paid", created="2026-12-03T09:00:00Z"))
    assert read == Notice("evt_1", "invoice.paid", "", "invoice", "in_1")
    other = envelope.read(_said(**words, type="v2.core.account.updated", context="acct_1"))
    assert (other.type, other.account) == ("v2.core.account.updated", "acct_1")


def test_a_thin_event_may_be_about_nothing() -> None:
    read = envelope.read(_said(id="evt_1", object="v2.core.event", type="v2.ping", x=1))
    assert (read.object_type, read.object_id) == ("", "")


def test_old_objects_do_not_say_what_they_are() -> None:
    words = {"id": "evt_1", "object": "event"}
    for kind, about in (
        ("charge.dispute.closed", "dispute"),
        ("charge.refund.updated", "refund"),
        ("customer.deleted", "customer"),
        ("invoice.paid", "invoice"),
        ("payment_intent.succeeded", "payment_intent"),
    ):
        read = envelope.read(_said(**words, type=kind, data={"object": {"id": "x_1"}}))
        assert (read.object_type, read.object_id) == (about, "x_1")


def test_a_connected_accounts_event_says_whose_it_is() -> None:
    about = {"id": "ch_1", "object": "charge"}
    body = _said(
        id="evt_1", object="event", type="charge.captured", account="acct_9", data={"object": about}
    )
    assert envelope.read(body).account == "acct_9"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"event"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"object": {"id": "in_1", "object": "invoice"}}',
        b'{"object": "event"}',
        b'{"object": "event", "id": "evt_1", "type": "a.b", "data": []}',
        b'{"object": "event", "id": "evt_1", "type": "a.b", "data": {"object": null}}',
        b'{"object": "event", "id": 1, "type": "a.b", "data": {"object": {}}}',
        b'{"object": "event", "id": "", "type": "a.b", "data": {"object": {}}}',
        b'{"object": "event", "id": "evt\\u0000", "type": "a.b", "data": {"object": {}}}',
        b'{"object": "event", "id": "evt_1", "type": "a.b", "data": {"object": {"id": {}}}}',
        b'{"object": "v2.core.event", "id": "evt_1", "type": "a.b", "related_object": 1}',
        b'{"object": "v3.event", "id": "evt_1", "type": "a.b"}',
    ],
)
def test_what_is_no_event_says_why(body: bytes) -> None:
    with pytest.raises(Strange, match=r"^It"):
        envelope.read(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": JSON,
            "object": st.sampled_from(["event", "v2.core.event"]) | JSON,
            "type": st.just("invoice.paid") | JSON,
            "account": JSON,
            "context": JSON,
            "data": st.dictionaries(st.just("object"), JSON) | JSON,
            "related_object": JSON,
        },
    )
)
def test_any_body_is_an_event_or_strange(said: dict[str, object]) -> None:
    try:
        read = envelope.read(msgspec.json.encode(said))
    except Strange:
        return
    assert read.event_id
    assert all(len(word) <= 255 and word.isprintable() for word in (read.type, read.object_id))
