"""A form is ours when its token is the session's and its origin is one of ours."""

import pytest

from underpin.kernel import csrf, keyring

OLD = "an-old-secret-that-is-long-enough-000"
NEW = "a-new-secret-that-is-long-enough-1111"
RING = keyring.of(NEW, [OLD])
SESSION = b"digest of a session"
DESK = "https://desk.example.com"


def test_a_token_is_good_for_its_session_alone_and_spelled_anew_each_time() -> None:
    first, second = csrf.token(RING, SESSION), csrf.token(RING, SESSION)

    assert first != second
    assert csrf.verify(RING, SESSION, first)
    assert csrf.verify(RING, SESSION, second)
    assert not csrf.verify(RING, b"digest of another", first)


def test_a_token_survives_the_rotation_of_the_secret() -> None:
    assert csrf.verify(RING, SESSION, csrf.token(keyring.of(OLD), SESSION))
    assert not csrf.verify(keyring.of(OLD), SESSION, csrf.token(RING, SESSION))


@pytest.mark.parametrize("presented", [None, "", "A" * 64, "é" * 64, "\x00" * 64, "A" * 63 + "="])
def test_what_is_no_token_is_refused(presented: str | None) -> None:
    assert not csrf.verify(RING, SESSION, presented)


def test_a_changed_token_is_refused() -> None:
    good = csrf.token(RING, SESSION)
    for place in (0, 20, 40, 63):
        other = "A" if good[place] != "A" else "B"
        assert not csrf.verify(RING, SESSION, good[:place] + other + good[place + 1 :])


@pytest.mark.parametrize(
    ("origin", "referer", "fetch_site", "expected"),
    [
        (DESK, None, None, True),
        (DESK, "https://evil.example/", "same-origin", True),
        (None, f"{DESK}/tickets?page=2", None, True),
        (None, None, None, False),
        (None, None, "same-origin", False),
        ("null", f"{DESK}/tickets", None, False),
        ("https://evil.example", f"{DESK}/tickets", None, False),
        ("https://desk.example.com.evil.example", None, None, False),
        ("http://desk.example.com", None, None, False),
        (f"{DESK}:8443", None, None, False),
        (None, "https://desk.example.com@evil.example/", None, False),
        (None, "https://[broken", None, False),
        (DESK, None, "cross-site", False),
        (DESK, None, "same-site", False),
        (DESK, None, "none", True),
    ],
)
def test_the_origin_decides(
    origin: str | None, referer: str | None, fetch_site: str | None, *, expected: bool
) -> None:
    answer = csrf.comes_from_us({DESK}, origin=origin, referer=referer, fetch_site=fetch_site)

    assert answer is expected


def test_only_reading_methods_are_safe() -> None:
    assert all(csrf.is_safe(method) for method in ("GET", "head", "OPTIONS"))
    assert not any(csrf.is_safe(method) for method in ("POST", "PUT", "PATCH", "DELETE", "BREW"))
