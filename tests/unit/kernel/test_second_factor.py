"""One-time codes: right for their half minute, and only once."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from underpin.kernel import second_factor

# RFC 6238, appendix B, SHA-1: the last six of the eight digits given there.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2026, 11, 22, 9, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    step = second_factor.matched_step(RFC_SECRET, code, at=at, used_step=None)

    assert step == seconds // 30


def test_a_code_is_good_once() -> None:
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(AT)

    step = second_factor.matched_step(secret, code, at=AT, used_step=None)

    assert step is not None
    assert second_factor.matched_step(secret, code, at=AT, used_step=step) is None
    later = AT + timedelta(seconds=30)
    assert second_factor.matched_step(secret, code, at=later, used_step=step) is None
    fresh = pyotp.TOTP(secret).at(later)
    assert second_factor.matched_step(secret, fresh, at=later, used_step=step) == step + 1


@pytest.mark.parametrize(("steps", "accepted"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_one_step_of_drift_is_allowed(steps: int, accepted: int) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(AT + timedelta(seconds=30 * steps))

    found = second_factor.matched_step(RFC_SECRET, code, at=AT, used_step=None)

    assert (found is not None) == bool(accepted)


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "abcdef", "😀", "287 08 3"])
def test_what_is_not_the_code_is_refused(typed: str) -> None:
    at = datetime.fromtimestamp(59, UTC)

    assert second_factor.matched_step(RFC_SECRET, typed, at=at, used_step=None) is None


@pytest.mark.parametrize("typed", ["287 082", " 287082 ", "\uff12\uff18\uff17\uff10\uff18\uff12"])
def test_a_code_may_be_typed_with_spaces_or_wide_digits(typed: str) -> None:
    at = datetime.fromtimestamp(59, UTC)

    assert second_factor.matched_step(RFC_SECRET, typed, at=at, used_step=None) == 1


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        second_factor.matched_step(RFC_SECRET, "287082", at=datetime(2026, 1, 1), used_step=None)  # noqa: DTZ001 - the point of the test


def test_the_authenticator_is_told_who_and_where() -> None:
    uri = second_factor.provisioning_uri(RFC_SECRET, account="ada@msp.example", issuer="Underpin")

    assert uri.startswith("otpauth://totp/Underpin:ada%40msp.example?")
    assert parse_qs(urlsplit(uri).query)["secret"] == [RFC_SECRET]


def test_secrets_are_drawn_anew_with_160_bits() -> None:
    assert len({second_factor.new_secret() for _ in range(50)}) == 50
    assert len(second_factor.new_secret()) == 32
