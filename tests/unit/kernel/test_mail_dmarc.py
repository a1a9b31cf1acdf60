"""Only our own relay's word, at the very top of a mail, says who wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.kernel import mail_dmarc

US, ANNA = "mx.desk.example", "anna@client.example"
PASS = (
    f"{US}; spf=pass smtp.mailfrom=client.example; dmarc=pass (p=none) header.from=client.example"
)


def test_our_relays_word_counts() -> None:
    assert mail_dmarc.passes([PASS], US, ANNA)
    assert mail_dmarc.passes([PASS], US.upper(), ANNA.upper())
    assert mail_dmarc.passes([f"{US}; dkim=pass header.d=x.example", PASS], US, ANNA)
    assert mail_dmarc.passes([f"{US} 1; dmarc=pass header.from=client.example"], US, ANNA)


@pytest.mark.parametrize(
    "results",
    [
        [],
        [PASS.replace("pass (", "fail (")],
        [PASS.replace("dmarc=pass", "dmarc=none")],
        [PASS.replace(US, "mx.evil.example")],
        [PASS.replace("header.from=client", "header.from=evil")],
        [PASS.replace("header.from=client.example", "header.from=sub.client.example")],
        ["mx.evil.example; none", PASS],
        ["rubbish (", PASS],
        [PASS.replace("dmarc=pass", "dmarc=fail"), PASS],
        [f"{US}; none"],
    ],
)
def test_nothing_else_does(results: list[str]) -> None:
    assert not mail_dmarc.passes(results, US, ANNA)


def test_without_a_relay_of_ours_nobodys_word_counts() -> None:
    for nobody in (None, ""):
        assert not mail_dmarc.passes([PASS], nobody, ANNA)
    assert not mail_dmarc.passes([f"{US}; dmarc=pass header.from="], US, "")


def test_what_stands_below_another_relays_hop_is_not_looked_at() -> None:
    headers = [
        ("Received", "from mx"),
        ("Authentication-Results", "one"),
        ("authentication-results", "two"),
        ("Received", "from elsewhere"),
        ("Authentication-Results", "forged"),
    ]

    assert mail_dmarc.topmost(headers) == ("one", "two")


@given(st.text(max_size=300))
def test_no_header_is_too_odd(value: str) -> None:
    assert mail_dmarc.passes([value], US, ANNA) in (True, False)
