"""Who may tell us of payments: only who signs with a secret of ours, and only now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from billing.payments.inbox import signature
from billing.payments.inbox.signature import NotSigned

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)
OLD, NEW = "whsec_old_secret", "whsec_new_secret"
BODY = '{"id": "evt_1", "object": "event", "name": "Łódź"}'.encode()


def test_what_we_sign_the_providers_own_library_takes() -> None:
    header = signature.sign(NEW, BODY, NOW)
    assert stripe.WebhookSignature.verify_header(BODY.decode(), header, NEW, None)


def test_while_secrets_are_exchanged_either_will_do() -> None:
    for secret in (OLD, NEW):
        assert signature.stamp((NEW, OLD), signature.sign(secret, BODY, NOW), BODY) == NOW
    both = signature.sign(OLD, BODY, NOW) + "," + signature.sign("x", BODY, NOW).partition(",")[2]
    assert signature.stamp((OLD,), both, BODY) == NOW


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1",
        "v1=00",
        "t=1,v1=",
        "t=-1,v1=00",
        "t=1,t=2,v1=00",
        "t=99999999999999,v1=00",
        "t=١,v1=00",
        "t=1,v1=é",
        signature.sign("whsec_somebody_elses", BODY, NOW),
        signature.sign(NEW, BODY + b" ", NOW),
        signature.sign(NEW, BODY, NOW).replace("v1=", "v0="),
        signature.sign(NEW, BODY, NOW).replace("t=1", "t=2", 1),
        signature.sign(NEW, BODY, NOW) + "," * 5000,
    ],
)
def test_anything_else_is_refused(header: str) -> None:
    with pytest.raises(NotSigned):
        signature.stamp((NEW,), header, BODY)


def test_without_a_secret_nothing_is_signed() -> None:
    with pytest.raises(NotSigned):
        signature.stamp((), signature.sign(NEW, BODY, NOW), BODY)


@given(st.integers(-600, 600))
def test_a_stamp_is_of_now_give_or_take_five_minutes(seconds: int) -> None:
    signed_at = NOW + timedelta(seconds=seconds)
    if abs(seconds) <= 300:
        signature.is_fresh(signed_at, NOW)
    else:
        with pytest.raises(NotSigned):
            signature.is_fresh(signed_at, NOW)


@given(st.text(max_size=60), st.binary(max_size=60))
def test_no_header_breaks_the_door(header: str, body: bytes) -> None:
    with pytest.raises(NotSigned):
        signature.stamp((NEW,), header, body)
