"""Reading mail: what it says, within bounds, and never an error but MailUnreadable."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kernel import real_mails
from underpin.kernel import mail_compose, mail_read
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.mail_parts import Attachment
from underpin.kernel.mail_read import MailUnreadable

HEAD = b"From: Ada <ada@client.example>\r\nSubject: Printer\r\n"


def _read(*lines: str) -> mail_read.ReadMail:
    return mail_read.read(HEAD + "\r\n".join(lines).encode())


def test_the_headers_say_who_and_to_which_thread() -> None:
    mail = mail_read.read(
        b"From: =?utf-8?q?=C5=81ucja?= <lucja@client.example>\r\n"
        b"Reply-To: desk@client.example\r\n"
        b"To: Help <help@desk.example>, it@desk.example\r\nCc: bob@client.example\r\n"
        b"Subject: =?utf-8?b?RHJ1a2Fya2EgcMWCb25pZQ==?=\r\n"
        b"Message-ID: <1@client.example>\r\nIn-Reply-To: <0@desk.example>\r\n"
        b"References: <a@desk.example>\r\n <0@desk.example> <0@desk.example> junk <no spaces>\r\n"
        b"\r\nBody\r\n"
    )

    assert mail.sender == Correspondent("Łucja", "lucja@client.example")
    assert mail.reply_to == Correspondent("", "desk@client.example")
    assert [each.address for each in mail.recipients] == [
        "help@desk.example",
        "it@desk.example",
        "bob@client.example",
    ]
    assert mail.subject == "Drukarka płonie"
    assert mail.message_id == "<1@client.example>"
    assert mail.in_reply_to == ("<0@desk.example>",)
    assert mail.references == ("<a@desk.example>", "<0@desk.example>")
    assert (mail.text, mail.text_is_cut, mail.attachments) == ("Body", False, ())


def test_what_we_compose_we_read_back() -> None:
    sent = mail_compose.OutgoingMail(
        message_id="<1@desk.example>",
        date=real_mails.A_DAY,
        sender=Correspondent('Żółw, "Jan"', "case+x@desk.example"),
        to=(Correspondent("漢字", "ada@client.example"),),
        subject="Re: =?x?= zażółć " + "długi " * 30,
        text="Płonie.\n\n> tak\n",
        envelope_from="bounce@desk.example",
        references=("<a@client.example>", "<b@client.example>"),
        automatic=True,
    )

    mail = mail_read.read(mail_compose.as_bytes(sent))

    assert mail.sender == sent.sender
    assert mail.recipients == sent.to
    assert mail.subject == sent.subject.strip()
    assert mail.message_id == sent.message_id
    assert mail.references == sent.references
    assert mail.in_reply_to == ("<b@client.example>",)
    assert mail.text == sent.text.strip()
    assert mail.is_automatic


def test_plain_text_is_preferred_and_html_is_read_without_it() -> None:
    alternative = [
        "Content-Type: multipart/alternative; boundary=b", "",
        "--b", "Content-Type: text/plain", "", "{}",
        "--b", "Content-Type: text/html", "", "<p>rich<br>text</p>",
        "--b", "Content-Type: text/calendar; name=invite.ics", "", "BEGIN:VCALENDAR",
        "--b--",
    ]  # fmt: skip

    both = _read(*[line.format("plain text") for line in alternative])
    html = _read(*[line.format("  ") for line in alternative])

    assert both.text == "plain text"
    assert html.text == "rich\ntext"
    assert [each.name for each in both.attachments] == ["invite.ics"]
    assert [each.name for each in html.attachments] == ["invite.ics"]


def test_attachments_are_named_and_measured_and_mails_inside_are_not_read_as_text() -> None:
    pdf = base64.b64encode(b"%PDF" * 100).decode()
    mail = _read(
        "Content-Type: multipart/mixed; boundary=b", "",
        "--b", "", "before",
        "--b", "Content-Type: application/pdf",
        "Content-Disposition: attachment; filename*=utf-8''za%C5%BC%C3%B3.pdf",
        "Content-Transfer-Encoding: base64", "", pdf,
        "--b", 'Content-Type: text/plain; name="C:\\\\temp\\\\..\\\\notes.txt"', "", "a note",
        "--b", "Content-Type: message/rfc822", "", "Subject: Inner", "", "inner body",
        "--b", "Content-Type: image/png", "", "x",
        "--b", "", "after",
        "--b--",
    )  # fmt: skip

    assert mail.text == "before\n\nafter"
    assert [(each.name, each.media_type) for each in mail.attachments] == [
        ("zażó.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
        ("Inner", "message/rfc822"),
        ("png", "image/png"),
    ]
    assert mail.attachments[0] == Attachment("zażó.pdf", "application/pdf", 400)


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("ada@client.example", "ada@client.example"),
        ("<ada@client.example>", "ada@client.example"),
        ("ada@client.example (Ada)", "ada@client.example"),
        ("Ada ada@client.example>", "ada@client.example"),
        ('"Ada @ home" <ada@client.example>', "ada@client.example"),
        ("Ada", None),
        ("", None),
        ("undisclosed-recipients:;", None),
    ],
)
def test_a_sender_is_found_wherever_an_address_is(sender: str, address: str | None) -> None:
    found = mail_read.read(f"From: {sender}\r\nSubject: x\r\n\r\nb".encode()).sender

    assert (found and found.address) == address


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Content-Type: text/plain; charset=x-nonsense", "", "zażółć"], "zażółć"),
        (["Content-Transfer-Encoding:  Quoted-Printable ", "", "za=C5=BC"], "zaż"),
        (["Content-Transfer-Encoding: base64", "", "emHFvA"], "zaż"),
        (["Content-Transfer-Encoding: nonsense", "", "as it is"], "as it is"),
        (["Content-Type: multipart/mixed", "", "no boundary"], "no boundary"),
        (["Content-Type: ; ; ;", "", "no type"], "no type"),
        (["Subject : spaced name", "", "body"], "body"),
        (["", ""], ""),
    ],
)
def test_odd_mails_give_up_their_text(lines: list[str], text: str) -> None:
    assert _read(*lines).text == text


def test_a_text_too_long_is_cut_and_says_so() -> None:
    mail = _read("", "x" * 300_000)

    assert len(mail.text) == mail_read.LONGEST_TEXT
    assert mail.text_is_cut


def _nested(depth: int) -> bytes:
    parts = [
        f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        for level in range(depth)
    ]
    return HEAD + "".join(parts).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"no headers at all",
        b"\r\n\r\nbody only",
        HEAD + b"\r\n" + b"x" * mail_read.LARGEST,
        HEAD + b"\r\n" + b"\n" * 700_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 5000,
        _nested(5000),
    ],
    ids=["empty", "zeros", "prose", "body", "large", "lines", "parts", "nested"],
)
def test_what_is_no_mail_or_a_trap_is_unreadable(raw: bytes) -> None:
    with pytest.raises(MailUnreadable):
        mail_read.read(raw)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain" + b";" * 1_000_000,
        b"Content-Type: text/plain" + b"; a=b" * 200_000,
        b"To: " + b"(" * 900,
        b"To: " + b"a@b.example, " * 100_000,
        b"Subject: " + b"=?utf-8?q?" * 100_000,
        b"References: " + b"<" * 500_000,
        b"\r\n".join(b"X-%d: y" % number for number in range(100_000)),
    ],
    ids=["semicolons", "parameters", "comments", "addresses", "words", "ids", "headers"],
)
def test_a_header_built_to_be_slow_is_cut_before_it_is_looked_into(header: bytes) -> None:
    assert mail_read.read(header + b"\r\n" + HEAD + b"\r\nbody").text == "body"


def test_more_headers_than_anybody_sends_are_unreadable() -> None:
    with pytest.raises(MailUnreadable):
        mail_read.read(b"X-Odd: y\n" * 120_001 + HEAD + b"\r\nBody")


def test_ten_thousand_recipients_are_read() -> None:
    to = b",\r\n ".join(b"p%d@client.example" % each for each in range(10_000))
    assert mail_read.read(HEAD + b"To: " + to + b"\r\n\r\nBody").text == "Body"


def test_a_mail_inside_that_the_library_cannot_spell_is_kept_nevertheless() -> None:
    mail = _read(
        "Content-Type: multipart/mixed; boundary=b", "",
        "--b", "Content-Type: message/rfc822", "",
        "X-Odd: 1.0\x0cSubject: hidden",
        "Content-Type: multipart/mixed; boundary=c", "",
        "--c", "", "inner words", "--c--",
        "--b--",
    )  # fmt: skip
    (inner,) = mail.attachments
    assert b"inner words" in inner.content
    assert mail_read.read(inner.content).text == "inner words"


def test_a_parameter_both_whole_and_in_pieces_loses_no_attachment() -> None:
    mail = _read(
        "Content-Type: multipart/mixed; boundary=b; boundary*0*=x; boundary*=y", "",
        "--b", "", "before",
        "--b", "Content-Type: application/pdf; name*0*=utf-8''a; name*=utf-8''b.pdf", "", "%PDF",
        "--b--",
    )  # fmt: skip
    assert "before" in mail.text
    whole = _read(
        "Content-Type: multipart/mixed; boundary=b", "",
        "--b", "Content-Type: application/pdf; name*0*=utf-8''a; name*=utf-8''b.pdf", "", "%PDF",
        "--b--",
    )  # fmt: skip
    assert [(each.name, each.content) for each in whole.attachments] == [("pdf", b"%PDF")]


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_unreadable(body: bytes) -> None:
    try:
        mail = mail_read.read(HEAD + body)
    except MailUnreadable:
        return
    for text in (mail.text, mail.subject, *(each.name for each in mail.attachments)):
        assert "\x00" not in text
        text.encode()


@real_mails.needs_them
@pytest.mark.parametrize(
    "path", real_mails.eml("mime") + real_mails.eml("bounces"), ids=lambda path: path.stem
)
def test_every_real_mail_reads(path: Path) -> None:
    mail = mail_read.read(path.read_bytes())

    assert mail.subject or mail.text or mail.attachments
    "".join((mail.subject, mail.text, *(each.name for each in mail.attachments))).encode()


@real_mails.needs_them
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ks_c_5601-1987.eml", "스티해"),
        ("japanese.eml", "かきくえこ\n\n--\nhttp://lindsaar.net/\nRails, RSpec and Life blog...."),
        ("raw_email_reply.eml", "Message body"),
        ("attachment_message_rfc822.eml", "This is the first part."),
    ],
)
def test_real_mails_say_what_they_say(name: str, text: str) -> None:
    assert mail_read.read((real_mails.FOLDER / "mime" / name).read_bytes()).text == text


@real_mails.needs_them
def test_real_attachments_keep_their_names() -> None:
    def names(mail: str) -> list[str]:
        read = mail_read.read((real_mails.FOLDER / "mime" / mail).read_bytes())
        return [each.name for each in read.attachments]

    assert names("japanese_attachment.eml") == ["てすと.txt"]
    assert names("japanese_attachment_long_name.eml") == ["かきくけこ" * 5 + ".txt"]
    assert names("attachment_pdf_lf.eml") == ["broken.pdf"]
