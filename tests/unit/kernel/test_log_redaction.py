"""No secret is readable in a log, by its name or by its shape."""

from uuid import UUID

import pytest

from underpin.kernel import log_redaction, secret_token


@pytest.mark.parametrize(
    "name",
    [
        "password", "new_password", "Authorization", "cookie", "Set-Cookie", "api_key", "apiKey",
        "csrf_token", "client_secret", "X-CSRF-Token", "session_id", "database_url", "totp",
        "STRIPE_SECRET", "private_key", "credentials", "proxy-authorisation",
    ],
)  # fmt: skip
def test_what_stands_under_a_telling_name_is_removed(name: str) -> None:
    assert log_redaction.by_name({"deep": [{name: "hunter2"}]}) == {"deep": [{name: "[redacted]"}]}


def test_the_rest_is_left_as_it_was() -> None:
    ticket = UUID("0199a000-0000-7000-8000-000000000001")
    event = {"event": "timer fired", "ticket": ticket, "kind": "alarm", "attempts": 2, "ok": True}

    assert log_redaction.by_name(event) == event


def test_a_value_nested_beyond_reading_is_removed_whole() -> None:
    nested: object = "hunter2"
    for _ in range(50):
        nested = {"inner": nested}

    assert "hunter2" not in str(log_redaction.by_name(nested))


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abcdef.123-456", "abcdef.123-456"),
        ("header basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("Cookie: theme=dark; __Host-underpin=upnsession; x=y", "upnsession"),
        ("key sk_live_4eC39HqLyjWDarjtT1", "sk_live_4eC39HqLyjWDarjtT1"),
        ("signed with whsec_Zm9vYmFyYmF6", "whsec_Zm9vYmFyYmF6"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJzdWIiOiIxIn0"),
        ("postgresql://door:pa55@localhost:5432/underpin", "pa55"),
        ("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "aGFzaGhhc2g"),
        (f"to case+{'abcdefghijkl' * 4}@desk.example", "abcdefghijk"),
        ("GET /reset?token=letmein&page=2", "letmein"),
        ("-----BEGIN EC PRIVATE KEY-----\\nMHcCAQ\\n-----END EC PRIVATE KEY-----", "MHcCAQ"),
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_removed_wherever_it_stands(text: str, secret: str) -> None:
    cleaned = log_redaction.by_shape(f"before {text} after")

    assert secret not in cleaned
    assert log_redaction.REDACTED in cleaned
    assert cleaned.startswith("before")


def test_every_token_we_issue_is_recognised() -> None:
    for kind in ("session", "api", "reset", "vendor"):
        plain = secret_token.issue(kind, 42).plain
        assert log_redaction.by_shape(f"got {plain}.") == "got [redacted]."


def test_ordinary_words_are_left_alone() -> None:
    line = "ACME-1042 moved from L1 to L2 by basic rule; see https://desk.example/tickets?page=2"

    assert log_redaction.by_shape(line) == line
