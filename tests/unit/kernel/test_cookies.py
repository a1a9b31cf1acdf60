"""The session cookie: set so that no other host can set it, read so that two are none."""

import pytest

from underpin.kernel import cookies, secret_token


def test_the_cookie_is_bound_to_this_host_and_hidden_from_scripts() -> None:
    header = cookies.build("upn_session_0_abc", max_age=3600)

    assert header == (
        "__Host-underpin=upn_session_0_abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600"
    )
    assert "Domain" not in header


def test_what_was_set_is_read_back_among_others() -> None:
    plain = secret_token.issue("session").plain
    sent = cookies.build(plain).split(";")[0]

    assert cookies.parse(f"theme=dark; {sent}; other=1") == plain


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "theme=dark",
        "__Host-underpin=",
        "__Host-underpin",
        "__host-underpin=abc",
        "x__Host-underpin=abc",
        "__Host-underpin=one; __Host-underpin=two",
        "__Host-underpin=abc; __Host-underpin=",
        '__Host-underpin="abc"',
        "__Host-underpin=a b",
        "__Host-underpin=" + "a" * 513,
    ],
)
def test_what_we_cannot_have_set_is_no_session(header: str | None) -> None:
    assert cookies.parse(header) is None


@pytest.mark.parametrize("value", ["", "a;b", "a\r\nSet-Cookie: x=y", "a b", "é", "a\n"])
def test_a_value_cannot_smuggle_another_header(value: str) -> None:
    with pytest.raises(ValueError):
        cookies.build(value)


def test_signing_out_forgets_the_cookie_under_the_same_attributes() -> None:
    assert cookies.clear() == (
        "__Host-underpin=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    )
