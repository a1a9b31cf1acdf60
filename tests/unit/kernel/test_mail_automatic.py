"""What no person wrote is told by the marks that the standards define, and by nothing else."""

import pytest

from tests.unit.kernel import real_mails
from underpin.kernel import mail_read
from underpin.kernel.mail_automatic import Automatic

PERSON = "From: Ada <ada@client.example>\r\nSubject: Printer\r\n"


def _judged(headers: str, *, envelope_from: str | None = None) -> Automatic | None:
    raw = f"{headers}\r\nBody\r\n".encode()
    return mail_read.read(raw, envelope_from=envelope_from).automatic


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"),
        ("Content-Type: multipart/report; boundary=x", "bounce"),
        ("Content-Type: message/delivery-status", "bounce"),
        ("X-Failed-Recipients: bob@client.example", "bounce"),
        ("Return-Path: <MAILER-DAEMON>", "bounce"),
        ("Return-Path: <MAILER-DAEMON@mx.client.example>", "bounce"),
        ("Content-Type: multipart/report; report-type=disposition-notification", "receipt"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", "receipt"),
        ("Auto-Submitted: auto-replied", "auto-reply"),
        ("Auto-Submitted: Auto-Replied (vacation); owner=x", "auto-reply"),
        ("Return-Path: <>", "auto-reply"),
        ("X-Autoreply: yes", "auto-reply"),
        ("X-Autorespond: Away", "auto-reply"),
        ("Precedence: auto_reply", "auto-reply"),
        ("Auto-Submitted: auto-generated", "generated"),
        ("Auto-Submitted: auto-notified", "generated"),
        ("Auto-Submitted: something-new", "generated"),
        ("X-Auto-Response-Suppress: All", "generated"),
        ("X-Auto-Response-Suppress: OOF, AutoReply", "generated"),
        ("X-Cron-Env: <SHELL=/bin/sh>", "generated"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: LIST", "bulk"),
        ("Precedence: junk", "bulk"),
        ("List-Id: <all.client.example>", "bulk"),
    ],
)
def test_every_mark_is_seen(headers: str, kind: str) -> None:
    assert _judged(f"{PERSON}{headers}\r\n") == Automatic(kind)


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@mx.example", "Mailer-Daemon <mailer-daemon@mx.example>", "MAILER-DAEMON <>",
        "MAILER-DAEMON", "postmaster@mx.example", "MailerDaemon@mx.example",
        "Mail Delivery System <x@mx.example>", '"Mail Delivery Subsystem" <nobody@mx.example>',
        "Internet Mail Delivery <postmaster@mx.example>",
    ],
)  # fmt: skip
def test_mail_systems_are_known_by_their_names(sender: str) -> None:
    assert _judged(f"From: {sender}\r\nSubject: failure notice\r\n") is Automatic.BOUNCE


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Printer", "Out of Office: Printer", "Auto: Printer", "AutoReply: Printer",
        "Automatische Antwort: Drucker", "=?utf-8?q?R=C3=A9ponse_automatique_=3A_Imprimante?=",
        "Odpowiedź automatyczna: Drukarka", "自动答复：打印机", "رد تلقائي: طابعة",
    ],
)  # fmt: skip
def test_automatic_replies_are_known_by_the_start_of_their_subject(subject: str) -> None:
    assert _judged(f"From: a@b.example\r\nSubject: {subject}\r\n") is Automatic.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No ; x=y",
        "X-Auto-Response-Suppress: None",
        "X-Autoreply: no",
        "Precedence: normal",
        "Precedence: first-class",
        "Return-Path: <ada@client.example>",
        "Content-Type: multipart/mixed; boundary=report",
        "List-Unsubscribe: <mailto:x@y.example>",
    ],
)
def test_a_person_stays_a_person(headers: str) -> None:
    assert _judged(f"{PERSON}{headers}\r\n") is None


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office replies do not work", "Re: Mail delivery failed", "Automatic doors broken",
        "Undelivered Mail Returned to Sender - please help", "auto parts invoice",
        "Fwd: failure notice", "Delivery failure: boxes missing at reception",
        "Mail delivery failure",
        "Delivery status of our order", "Mail delivery delayed since Monday",
    ],
)  # fmt: skip
def test_a_person_may_write_about_bounces_and_replies(subject: str) -> None:
    assert _judged(f"From: Ada Postmaster <ada@client.example>\r\nSubject: {subject}\r\n") is None


def test_a_bounce_forwarded_by_a_person_is_the_persons_mail() -> None:
    raw = (
        PERSON.encode() + b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nWhy?\r\n"
        b"--o\r\nContent-Type: message/rfc822\r\n\r\nFrom: MAILER-DAEMON@x.example\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=i\r\n\r\n"
        b"--i\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n--i--\r\n--o--\r\n"
    )

    assert mail_read.read(raw).automatic is None


def test_what_the_envelope_says_beats_what_a_header_claims() -> None:
    claimed = f"Return-Path: <ada@client.example>\r\n{PERSON}"

    assert _judged(claimed, envelope_from="") is Automatic.AUTO_REPLY
    assert _judged(claimed, envelope_from="ada@client.example") is None
    assert _judged(f"Return-Path: <>\r\n{PERSON}", envelope_from="ada@client.example") is None


@real_mails.needs_them
def test_every_real_bounce_is_known_for_one() -> None:
    judged = {path.name: mail_read.read(path.read_bytes()) for path in real_mails.eml("bounces")}

    assert len(judged) > 40
    assert [name for name, mail in judged.items() if not mail.is_automatic] == []


@real_mails.needs_them
def test_real_mails_of_people_are_theirs() -> None:
    expected = {
        "bad_date_header.eml": Automatic.BULK,
        "multi_address_bounce2.eml": Automatic.BOUNCE,
        "raw_email_with_mimepart_without_content_type.eml": Automatic.BOUNCE,
        "report_422.eml": Automatic.BOUNCE,
        "report_530.eml": Automatic.BOUNCE,
    }

    judged = {path.name: mail_read.read(path.read_bytes()) for path in real_mails.eml("mime")}

    for name, mail in judged.items():
        known = expected.get(name)
        assert known is None or mail.automatic is known, name
    of_machines = [name for name, mail in judged.items() if mail.automatic]
    assert len(of_machines) < len(judged) / 4, of_machines


@pytest.mark.parametrize(
    "subject",
    ["Undelivered Mail Returned to Sender", "Undeliverable: Printer", "failure notice",
     "Returned mail: see transcript for details", "DELIVERY FAILURE: User a@b.example unknown",
     "DELIVERY FAILURE: Maximum hop count exceeded", "Unzustellbar: Drucker", "未送达：打印机",
     "Niedostarczone: Drukarka", "Non remis : Imprimante", 'Undeliverable Mail: "Printer"',
     "FAILURE NOTICE :", "[BOUNCE]", "Permanent Delivery Failure",
     "[Postmaster] Email Delivery Failure",
     "Delivery status notification: error", "Delayed Mail (still being retried)",
     "Warning: could not send message for past 4 hours"],
)  # fmt: skip
def test_what_mail_systems_write_is_known_by_its_whole_subject(subject: str) -> None:
    assert _judged(f"From: no-reply@x.example\r\nSubject: {subject}\r\n") is Automatic.BOUNCE
    assert _judged(f"From: a@x.example\r\nSubject: Fwd: {subject}\r\n") is None
    assert _judged(f"From: a@x.example\r\nSubject: Why: {subject}?\r\n") is None
