"""Outgoing mail: one identity, right in every script, and no way out of a header."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.kernel import ids, mail_compose
from underpin.kernel.mail_compose import (
    Correspondent,
    MailUnsendable,
    OutgoingMail,
    stopping_at,
)

MAIL = OutgoingMail(
    message_id="<0199a000@desk.example>",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    sender=Correspondent("Underpin desk", "case+abc@desk.example"),
    to=(Correspondent("Ada", "ada@vendor.example"),),
    subject="Printer on fire",
    text="It burns.\n",
    envelope_from="bounce@desk.example",
)


def _sent(mail: OutgoingMail) -> EmailMessage:
    raw = mail_compose.as_bytes(mail)
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    raw.decode("ascii")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _decoded(raw: bytes, name: str) -> str:
    """Decoded once, by the rules of RFC 2047 alone."""
    return str(make_header(decode_header(email.message_from_bytes(raw)[name])))


def test_the_same_mail_is_the_same_bytes_on_every_try() -> None:
    assert mail_compose.as_bytes(MAIL) == mail_compose.as_bytes(replace(MAIL))
    assert _sent(MAIL)["Message-ID"] == "<0199a000@desk.example>"
    assert _sent(MAIL)["Date"] == "Sun, 22 Nov 2026 09:30:00 +0000"


def test_a_thread_names_what_it_answers() -> None:
    mail = replace(MAIL, references=("<one@vendor.example>", "<two@vendor.example>"))

    message = _sent(mail)

    assert message["In-Reply-To"] == "<two@vendor.example>"
    assert message["References"].split() == ["<one@vendor.example>", "<two@vendor.example>"]


def test_a_long_thread_keeps_its_first_and_latest_and_is_never_garbled() -> None:
    thread = tuple(f"<{'x' * 120}.{number}@vendor.example>" for number in range(50))

    raw = mail_compose.as_bytes(replace(MAIL, references=thread))
    references = email.message_from_bytes(raw)["References"].split()

    assert references == [thread[0], *thread[-19:]]
    assert b"=?" not in raw


def test_only_what_no_person_wrote_says_so() -> None:
    assert _sent(replace(MAIL, automatic=True))["Auto-Submitted"] == "auto-generated"
    assert _sent(replace(MAIL, automatic=True))["X-Auto-Response-Suppress"] == "All"
    assert "Auto-Submitted" not in _sent(MAIL)


@pytest.mark.parametrize(
    "text",
    ["Zażółć gęślą jaźń", "漢字かな交じり文", "مرحبا بالعالم", "naïve — “quoted” … 😀", "a" * 5000,
     ". leading dot\n.\n", "From the start\n", "trailing  \n\n\n", "tab\tand =equals= \u2028"],
)  # fmt: skip
def test_every_script_arrives_as_it_was_written(text: str) -> None:
    message = _sent(replace(MAIL, text=text))

    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    "name",
    ["", "Ada", "Müller, Hans", 'Łucja "Lu" Żak', "漢字太郎", "مريم", "a@b.example", "(comment)",
     "Ż" * 120, "=?utf-8?q?x=0D=0ABcc:_e@x.y?=", "x" * 300, "back\\slash", "=?utf-8?q?fake?="],
)  # fmt: skip
def test_a_name_arrives_as_it_was_written_beside_the_one_address(name: str) -> None:
    who = Correspondent(name, "ada@vendor.example")

    message = _sent(replace(MAIL, to=(who, Correspondent("", "bob@vendor.example"))))

    addresses = message["To"].addresses
    display = "".join(addresses[0].display_name.split(" "))
    assert display == "".join(name.split(" "))
    assert [each.addr_spec for each in addresses] == ["ada@vendor.example", "bob@vendor.example"]


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?q?x=0D=0ABcc:_evil@x.example?=", "Re: =?utf-8?b?DQpCY2M6IGVAeC55?= ż", "=?fake", "",
     "=?utf-8?q?=3D=3Futf-8=3Fq=3Ffake=3F=3D?=", "Zażółć gęślą jaźń " * 20, "x" * 3000, " padded "],
)  # fmt: skip
def test_a_subject_is_text_even_when_it_looks_encoded(subject: str) -> None:
    message = _sent(replace(MAIL, subject=subject))

    assert message.keys() == _sent(MAIL).keys()
    assert _decoded(mail_compose.as_bytes(replace(MAIL, subject=subject)), "Subject") == subject


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300))
def test_any_subject_is_one_header_or_refused(subject: str) -> None:
    try:
        message = _sent(replace(MAIL, subject=subject))
    except MailUnsendable:
        assert not subject.isprintable()
        return
    assert message.keys() == _sent(MAIL).keys()
    assert _decoded(mail_compose.as_bytes(replace(MAIL, subject=subject)), "Subject") == subject


@pytest.mark.parametrize(
    "bad",
    [
        replace(MAIL, subject="Hi\r\nBcc: all@example.com"),
        replace(MAIL, subject="Hi\nthere"),
        replace(MAIL, subject="Hi\u2028there"),
        replace(MAIL, subject="half \ud83d"),
        replace(MAIL, text="half \ud83d"),
        replace(MAIL, sender=Correspondent("A\r\nBcc: x@y.example", "a@b.example")),
        replace(MAIL, to=(Correspondent("", "a@b.example\r\nBcc: x@y.example"),)),
        replace(MAIL, to=(Correspondent("", "a@b.example, x@y.example"),)),
        replace(MAIL, to=(Correspondent("", "a@b.example> SIZE=1"),)),
        replace(MAIL, to=(Correspondent("", "ż@b.example"),)),
        replace(MAIL, to=(Correspondent("", "a@" + "ż" * 80 + ".example"),)),
        replace(MAIL, to=(Correspondent("", "nobody"),)),
        replace(MAIL, to=()),
        replace(MAIL, envelope_from="a@b.example>\r\nRCPT TO:<x@y.example"),
        replace(MAIL, reply_to=Correspondent("", "a b@c.example")),
        replace(MAIL, message_id="no-brackets@desk.example"),
        replace(MAIL, message_id="<a@b>\r\nBcc: <c@d>"),
        replace(MAIL, references=("<a@b> <c@d>",)),
        replace(MAIL, references=("<a@b\n>",)),
        replace(MAIL, date=datetime(2026, 11, 22, 9, 30)),  # noqa: DTZ001 - the point of the test
    ],
)
def test_what_could_break_out_of_its_header_is_refused(bad: OutgoingMail) -> None:
    with pytest.raises(MailUnsendable):
        mail_compose.as_bytes(bad)


def test_an_international_domain_goes_out_in_ascii() -> None:
    mail = replace(MAIL, to=(Correspondent("", "ada@żółw.example"),))

    assert mail_compose.envelope(mail) == (
        "bounce@desk.example",
        ("ada@xn--w-uga1v8h.example",),
    )
    assert "xn--w-uga1v8h" in str(_sent(mail)["To"])


def test_a_mail_that_may_cause_no_bounce_has_an_empty_sender() -> None:
    assert mail_compose.envelope(replace(MAIL, envelope_from=""))[0] == ""


def test_replies_go_where_they_are_told() -> None:
    mail = replace(MAIL, reply_to=Correspondent("Case 12", "case+xyz@desk.example"))

    assert str(_sent(mail)["Reply-To"]) == "Case 12 <case+xyz@desk.example>"
    assert "Reply-To" not in _sent(MAIL)


def test_the_identity_follows_from_what_caused_the_mail() -> None:
    delivery = ids.new()

    assert mail_compose.message_id(delivery, "desk.example") == f"<{delivery}@desk.example>"
    assert _sent(replace(MAIL, message_id=mail_compose.message_id(delivery, "desk.example")))


def test_the_same_is_said_in_html_beside_it() -> None:
    mail = replace(MAIL, html="<p>It burns. Ż</p>")
    message = _sent(mail)
    plain, page = message.get_body(("plain",)), message.get_body(("html",))

    assert mail_compose.as_bytes(mail) == mail_compose.as_bytes(replace(mail))
    assert plain is not None and plain.get_content().strip() == "It burns."
    assert page is not None and page.get_content().strip() == "<p>It burns. Ż</p>"


def test_a_reader_and_their_program_are_told_how_to_stop() -> None:
    mail = replace(MAIL, unsubscribe="mailto:leave+x@desk.example", one_click="https://p.example/x")

    assert _sent(mail)["List-Unsubscribe"] == "<https://p.example/x>, <mailto:leave+x@desk.example>"
    assert _sent(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert _sent(MAIL)["List-Unsubscribe"] is None
    assert stopping_at("https://p.example/x") == "https://p.example/x"
    assert stopping_at("http://portal.localhost:8000/x") is None
    for wrong in ("mailto:x@y>\r\nBcc: <z@z", "http://p.example/x", "x"):
        with pytest.raises(MailUnsendable):
            mail_compose.as_bytes(replace(mail, one_click=wrong))
