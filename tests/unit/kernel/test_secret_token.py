"""Secrets handed out once; what is stored is a digest."""

import hashlib

import pytest

from underpin.kernel import keyring, secret_token

RING = keyring.of("a-secret-that-is-long-enough-for-tests")


def test_a_token_carries_its_kind_and_tenant_and_is_stored_as_a_digest() -> None:
    issued = secret_token.issue("api", 42)

    assert issued.plain.startswith("upn_api_42_")
    assert issued.digest == hashlib.sha256(issued.plain.encode()).digest()
    assert secret_token.read(issued.plain, "api") == secret_token.Claimed("api", 42, issued.digest)
    assert issued.plain not in repr(issued)


def test_a_token_of_no_tenant_says_none() -> None:
    issued = secret_token.issue("session")

    assert secret_token.read(issued.plain, "session") == secret_token.Claimed(
        "session", None, issued.digest
    )


def test_no_two_tokens_are_alike() -> None:
    assert len({secret_token.issue("api", 1).plain for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "presented",
    [
        "",
        "upn_api_42_short",
        "upn_api_-1_" + "a" * 43,
        "upn_api_042_" + "a" * 43,
        "upn_api_42_" + "a" * 44,
        "upn_api_42_" + "a" * 43 + "\n",
        "upn_reset_42_" + "a" * 43,
        "Upn_api_42_" + "a" * 43,
        "upn_api_\u0664_" + "a" * 43,
    ],
)
def test_what_is_no_token_of_this_kind_is_nothing(presented: str) -> None:
    assert secret_token.read(presented, "api") is None


@pytest.mark.parametrize(("kind", "tenant"), [("", 1), ("a_b", 1), ("API", 1), ("api", -3)])
def test_a_token_that_could_not_be_read_back_is_never_issued(kind: str, tenant: int) -> None:
    with pytest.raises(ValueError):
        secret_token.issue(kind, tenant)


def test_codes_are_digits_of_the_asked_length() -> None:
    codes = [secret_token.code(6) for _ in range(300)]

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(set(codes)) > 250


def test_a_code_is_good_for_its_subject_only_and_its_digest_needs_the_keyring() -> None:
    stored = secret_token.code_digest(RING, "person 7 reset", "012345")

    assert secret_token.code_matches(RING, "person 7 reset", "012345", stored)
    assert not secret_token.code_matches(RING, "person 8 reset", "012345", stored)
    assert not secret_token.code_matches(RING, "person 7 reset", "12345", stored)
    other = keyring.of("another-secret-that-is-long-enough-00")
    assert not secret_token.code_matches(other, "person 7 reset", "012345", stored)
