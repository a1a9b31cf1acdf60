"""An outgoing mail: a value whose identity is fixed before it is sent, and the bytes it becomes.

The same value gives the same bytes on every try (Message-ID and Date are part of it), so what a
retry repeats is recognisably the same mail. A text that could break out of its header is refused,
never repaired: it came from somewhere.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import utils
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from uuid import UUID

from underpin.kernel import errors

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,990}>")
_TARGET = re.compile(r"(?:mailto:|https://)[!-;=?-~]{1,900}")
_REFERENCES_KEPT = 20
_PLAIN = 200
_WIDEST = 75
_NAME = 80


class MailUnsendable(errors.Malformed):
    """An address, id or subject that no mail may carry."""

    code = "mail-unsendable"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A name, which may be empty, and an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail: kept once, by `file_id`, and read when the mail leaves; until
    then `content` is empty. Without `file_id` it is made for this mail alone and kept no longer."""

    name: str
    media_type: str
    file_id: UUID | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one envelope. `message_id` has its angle brackets and never changes again;
    `date` is aware. `references` is the thread, oldest first; the last one is replied to.
    `envelope_from` is where bounces go, empty for a mail that may cause none. `automatic` is for
    what no person wrote (RFC 3834); `no_auto_reply` asks machines not to answer. `html` says the
    same as the text; `unsubscribe` is where its reader can stop such mails (RFC 2369), `one_click`
    where their program can, by a POST (RFC 8058). `calendar` is an iCalendar object of
    this `method` (RFC 6047). `enclosures` stand beside what is said (RFC 2046, 5.1.3)."""

    message_id: str
    date: datetime
    sender: Correspondent
    to: tuple[Correspondent, ...]
    subject: str
    text: str
    envelope_from: str
    reply_to: Correspondent | None = None
    references: tuple[str, ...] = ()
    automatic: bool = False
    html: str | None = None
    no_auto_reply: bool = False
    unsubscribe: str | None = None
    one_click: str | None = None
    calendar: str | None = None
    method: str = "REQUEST"
    enclosures: tuple[Enclosure, ...] = ()


class _Literal(EmailPolicy):
    """Headers leave exactly as they are spelled here. The standard policy decodes encoded words in
    what it is given, so that a subject of =?utf-8?q?=0D=0ABcc:...?= would write a header of its
    own, and it folds long message ids into encoded words, which nobody reads (Python 3.11)."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, value

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}\r\n"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii")


_POLICY = _Literal(linesep="\r\n", cte_type="7bit")


def message_id(object_id: UUID, domain: str) -> str:
    """The identity of the mail that this object (a delivery, a message) causes, and only it."""
    return f"<{object_id}@{domain}>"


def build(mail: OutgoingMail) -> EmailMessage:
    """The message. Raises MailUnsendable when an address, id or subject could not be one."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _mailbox(mail.sender)
    message["To"] = ",\r\n ".join(_mailbox(each) for each in mail.to)
    if mail.reply_to is not None:
        message["Reply-To"] = _mailbox(mail.reply_to)
    message["Subject"] = _spelled(mail.subject)
    message["Date"] = utils.format_datetime(_aware(mail.date))
    message["Message-ID"] = _identified(mail.message_id)
    _thread(message, mail.references)
    if mail.automatic:
        message["Auto-Submitted"] = "auto-generated"
    if mail.automatic or mail.no_auto_reply:
        message["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe is not None:
        targets = [each for each in (mail.one_click, mail.unsubscribe) if each]
        message["List-Unsubscribe"] = ", ".join(f"<{_target(each)}>" for each in targets)
    if mail.one_click is not None:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _say(message, mail)
    return message


def _say(message: EmailMessage, mail: OutgoingMail) -> None:
    """The text, and the same in HTML beside it, then the files; the lines between them follow from
    the mail's id, so that a retry is the same bytes."""
    message.set_content(_body(mail.text), charset="utf-8")
    if mail.html is not None:
        message.add_alternative(_body(mail.html), subtype="html", charset="utf-8")
    if mail.calendar is not None:
        how = {"method": mail.method}
        text = _body(mail.calendar)
        message.add_alternative(text, subtype="calendar", charset="utf-8", params=how)
    for each in mail.enclosures:
        _enclose(message, each)
    digest = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
    for place, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{place}_{digest}" if place else f"=_{digest}")


def _enclose(message: EmailMessage, each: Enclosure) -> None:
    """A mail within a mail, or what has parts, goes as plain bytes: nobody is to read its inside as
    ours."""
    kind, _, subtype = each.media_type.partition("/")
    if kind in ("message", "multipart") or not subtype.isascii():
        kind, subtype = "application", "octet-stream"
    message.add_attachment(each.content, kind, subtype, filename=_short(each.name))


def _short(name: str) -> str:
    """Printable, and short enough for one line whatever script it is in; its end stays."""
    shown = "".join(each if each.isprintable() else " " for each in name).strip() or "file"
    base, dot, end = shown.rpartition(".")
    return (
        f"{base[: _NAME - 10]}.{end[:9]}" if dot and base and len(shown) > _NAME else shown[:_NAME]
    )


def as_bytes(mail: OutgoingMail) -> bytes:
    """What goes over the wire: seven-bit, lines ended by CRLF, the same for the same mail."""
    envelope(mail)
    return build(mail).as_bytes()


def envelope(mail: OutgoingMail) -> tuple[str, tuple[str, ...]]:
    """The envelope's sender and recipients, checked. Raises MailUnsendable without a recipient."""
    sender = mail.envelope_from and _address(mail.envelope_from)
    recipients = tuple(_address(each.address) for each in mail.to)
    if not recipients:
        raise MailUnsendable("A mail needs somebody to go to.")
    return sender, recipients


def _thread(message: EmailMessage, references: tuple[str, ...]) -> None:
    """The first and the latest of a long thread, as RFC 5322, 3.6.4 lets a client shorten it."""
    kept = references
    if len(references) > _REFERENCES_KEPT:
        kept = (references[0], *references[1 - _REFERENCES_KEPT :])
    if kept:
        message["In-Reply-To"] = _identified(kept[-1])
        message["References"] = "\r\n ".join(_identified(each) for each in kept)


def stopping_at(page: str) -> str | None:
    """The page where its reader can stop such mails, as `unsubscribe` takes it. None where it is
    served without TLS, as on a machine of one's own: the mail's words lead there all the same."""
    return page if page.startswith("https:") else None


def _target(where: str) -> str:
    if not _TARGET.fullmatch(where):
        raise MailUnsendable("Where to unsubscribe is a plain mailto: or https: address.")
    return where


def _mailbox(who: Correspondent) -> str:
    address = _address(who.address)
    name = _spelled(who.name)
    if name == who.name:
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{address}>" if who.name else address


def _address(address: str) -> str:
    """An international domain goes out in its ASCII form (RFC 5890)."""
    local_part, at, domain = address.rpartition("@")
    try:
        address = f"{local_part}{at}{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise MailUnsendable("An address has a domain that cannot exist: correct it.") from error
    if not _ADDRESS.fullmatch(address):
        raise MailUnsendable("An address is not one that mail can be sent to: correct it.")
    return address


def _spelled(text: str) -> str:
    """As it is when it is short and plain, else in encoded words (RFC 2047)."""
    if any(not each.isprintable() for each in text):
        raise MailUnsendable("A name or subject holds a line break or control character.")
    if text.isascii() and "=?" not in text and len(text) <= _PLAIN and text == text.strip():
        return text
    return Header(text, "utf-8", maxlinelen=_WIDEST, header_name="Reply-To").encode(linesep="\r\n")


def _body(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MailUnsendable("A text holds half a character (a lone surrogate).") from error
    return text


def _identified(identity: str) -> str:
    if not MESSAGE_ID.fullmatch(identity):
        raise MailUnsendable("A message id is <something@somewhere>, without spaces.")
    return identity


def _aware(date: datetime) -> datetime:
    if date.tzinfo is None:
        raise MailUnsendable("A mail's date is an instant: give a time with its zone.")
    return date
