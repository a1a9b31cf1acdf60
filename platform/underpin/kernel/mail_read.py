"""Reading a mail that somebody sent us: bounded, and never surprised.

The standard library's parser, held on three sides: how many lines and parts there may be, and how
long a header may get before it is looked into (its own handling of long parameters is quadratic).
Reading 25 MB takes a second or so: do it in a thread.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import utils
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from typing import Any

from underpin.kernel import errors, mail_automatic, mail_bounce, mail_dmarc, mail_parts, mail_text
from underpin.kernel.mail_automatic import Automatic
from underpin.kernel.mail_bounce import Bounce
from underpin.kernel.mail_compose import MESSAGE_ID, Correspondent
from underpin.kernel.mail_parts import Attachment

LARGEST = 25 * 1024 * 1024
LONGEST_TEXT = 200_000
_MOST_LINES = 600_000
_MOST_PARTS = 500
_MOST_HEAD_LINES = 120_000
_MOST_IDS = 100
_LONG_HEADER = 50_000
_LONGEST_HEAD = 100_000
# What no relay changes on the way, beside the body itself.
_SAME = ("from", "to", "cc", "date", "subject", "content-type", "content-transfer-encoding")
_LONG_CONTENT_HEADER = 2_000
_SPACED_NAME = re.compile(rb"^([!-9;-~]{1,70})[ \t]{1,70}:", re.MULTILINE)
_NO_ADDRESS = re.compile(r"<[^<>]*>|\"")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\x00-\x1f]{1,64}@[^\s<>@,;:\"()\[\]\x00-\x1f]{1,253}")


class MailUnreadable(errors.Malformed):
    """Bytes that are no mail, or one built to exhaust whoever reads it. Keep it for a person."""

    code = "mail-unreadable"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says. Ids have their angle brackets; `references` is oldest first. `text` ends
    after 200,000 characters, then `text_is_cut`. `automatic` is None when a person wrote it.
    `authors` counts the addresses in From; `results` are the topmost Authentication-Results;
    `markup` is the HTML as it came; `bounce` is what a report on a mail of ours says."""

    subject: str
    sender: Correspondent | None
    reply_to: Correspondent | None
    recipients: tuple[Correspondent, ...]
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    text_is_cut: bool
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None
    authors: int = 1
    results: tuple[str, ...] = ()
    markup: str = field(default="", repr=False)
    bounce: Bounce | None = None

    @property
    def author(self) -> str:
        """The address of the one author in lower case, empty when there is none or several: a
        mail of several is nobody's."""
        return self.sender.address.lower() if self.sender and self.authors == 1 else ""

    @property
    def is_automatic(self) -> bool:
        """Whether anything but a person sent it."""
        return self.automatic is not None


def read(raw: bytes, *, envelope_from: str | None = None) -> ReadMail:
    """What the mail says. `envelope_from` is the SMTP sender when it is known, empty for the null
    one; else the topmost Return-Path counts. Raises MailUnreadable, and nothing else."""
    try:
        message = _parsed(raw)
        return _told(message, envelope_from)
    except RecursionError as error:
        raise MailUnreadable("The mail is nested deeper than anybody nests mails.") from error


@dataclass(frozen=True, slots=True)
class Glance:
    """What the head of a mail says, for finding out whose it is before it is read. `content` is
    the same for two deliveries of one mail, whatever its way added to it. `return_path` is what the
    last server wrote of the envelope's sender, empty for the null one."""

    author: str
    author_name: str
    subject: str
    message_id: str | None
    recipients: tuple[str, ...]
    content: bytes
    return_path: str | None = None


def glance(raw: bytes) -> Glance:
    """A look at the first 100,000 bytes of the head; never raises: who is not known is empty."""
    head, body = _split(raw[:_LONGEST_HEAD])
    try:
        message = BytesParser(policy=_Bounded()).parsebytes(head, headersonly=True)
        authors = list(_mailboxes(message, "from"))
        named = {each.address.lower() for each in authors}
        written_to = [each.address.lower() for each in _mailboxes(message, "to", "cc")]
    except (RecursionError, ValueError):
        return Glance("", "", "", None, (), hashlib.sha256(raw).digest())
    only = authors[0] if len(named) == 1 else None
    identity = next(iter(_ids(message, "message-id")), None)
    said = [str(message.get(name, "")) for name in _SAME]
    told = "\0".join([identity or "", *said]).encode("utf-8", "surrogateescape")
    rest = raw[len(raw[:_LONGEST_HEAD]) - len(body) :]
    return Glance(
        only.address.lower() if only else "",
        only.name if only else "",
        mail_text.header(message.get("subject", "")),
        identity,
        tuple(dict.fromkeys(written_to))[:_MOST_IDS],
        hashlib.sha256(told + b"\0" + rest.rstrip()).digest(),
        _return_path(message),
    )


def _return_path(message: Message) -> str | None:
    value = message.get("return-path")
    return None if value is None else mail_text.header(value).strip("<> ")[:320]


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """The head, its names mended, and what of the body follows."""
    head, blank, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    return _SPACED_NAME.sub(rb"\1:", head) + blank, body


class _Bounded(Compat32):
    """Cuts a header before anything looks into it, and hands it out with the bytes it came in."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        is_content = name.lower().startswith("content-")
        return name, value[: _LONG_CONTENT_HEADER if is_content else _LONG_HEADER]


class _Part(Message):
    """A parameter both whole and in numbered pieces (RFC 2231) is as good as none; the library
    fails at it, and asks for a boundary while it parses."""

    def get_param(
        self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True
    ) -> Any:
        try:
            return super().get_param(param, failobj, header, unquote)
        except TypeError:
            return failobj


def _parsed(raw: bytes) -> Message:
    if len(raw) > LARGEST or raw.count(b"\n") > _MOST_LINES:
        raise MailUnreadable("The mail is too large to be read.")
    left = _MOST_PARTS

    def part(policy: Compat32 | None = None) -> Message:
        nonlocal left
        left -= 1
        if left < 0:
            raise MailUnreadable("The mail has more parts than anybody sends.")
        return _Part() if policy is None else _Part(policy=policy)

    head, body = _split(raw)
    if head.count(b"\n") > _MOST_HEAD_LINES:
        raise MailUnreadable("The mail has more headers than anybody sends.")
    message = BytesParser(part, policy=_Bounded()).parsebytes(head + body)
    if not message.keys():
        raise MailUnreadable("This is no mail: it has no headers.")
    return message


def _told(message: Message, envelope_from: str | None) -> ReadMail:
    bodies: list[str] = []
    attachments: list[Attachment] = []
    for leaf in mail_parts.leaves(message):
        if leaf.text is None:
            attachments.append(mail_parts.attachment(leaf.part))
        else:
            bodies.append(leaf.text)
    text = mail_text.block("\n\n".join(each for each in bodies if each.strip()))
    authors = list(_mailboxes(message, "from"))
    sender = authors[0] if authors else None
    automatic = mail_automatic.judge(_marks(message, sender, envelope_from))
    is_bounce = automatic is Automatic.BOUNCE
    return ReadMail(
        subject=mail_text.header(message.get("subject", "")),
        sender=sender,
        reply_to=next(_mailboxes(message, "reply-to"), None),
        recipients=tuple(_mailboxes(message, "to", "cc")),
        message_id=next(iter(_ids(message, "message-id")), None),
        in_reply_to=_ids(message, "in-reply-to"),
        references=_ids(message, "references"),
        text=text[:LONGEST_TEXT],
        text_is_cut=len(text) > LONGEST_TEXT,
        attachments=tuple(attachments),
        automatic=automatic,
        authors=len({each.address.lower() for each in authors}),
        results=mail_dmarc.topmost((name, str(value)) for name, value in message.items()),
        markup=mail_parts.markup(message),
        bounce=mail_bounce.read(message, text) if is_bounce else None,
    )


def _ids(message: Message, name: str) -> tuple[str, ...]:
    """The message ids in a header, each once; what is not one is left out."""
    found = re.findall(r"<[^<>\s]{1,990}>", str(message.get(name, "")))
    good = dict.fromkeys(each for each in found if MESSAGE_ID.fullmatch(each))
    return tuple(good)[-_MOST_IDS:]


def _mailboxes(message: Message, *names: str) -> Iterator[Correspondent]:
    """Who stands in these headers; a header nobody can parse still gives up its addresses."""
    for name in names:
        value = mail_text.unescaped(", ".join(message.get_all(name, [])))
        parsed = [
            Correspondent(mail_text.header(shown), mail_text.line(address))
            for shown, address in _pairs(value)
            if _ADDRESS.fullmatch(address)
        ]
        found = [Correspondent("", mail_text.line(each)) for each in _ADDRESS.findall(value)]
        yield from parsed or found


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        return utils.getaddresses([value])
    except RecursionError:
        return []  # comments inside comments, hundreds deep: the addresses are found without it


def _marks(
    message: Message, sender: Correspondent | None, envelope_from: str | None
) -> mail_automatic.Marks:
    headers: dict[str, str] = {}
    for name, value in message.items():
        if name.lower() in mail_automatic.LOOKED_AT:
            headers.setdefault(name.lower(), mail_text.header(value))
    returned = headers.get("return-path")
    if envelope_from is None and returned is not None:
        envelope_from = returned.strip("<> ")
    return mail_automatic.Marks(
        headers=headers,
        media_type=message.get_content_type(),
        report_type=mail_parts.parameter(message, "report-type").lower(),
        sender=sender.address if sender else "",
        sender_name=sender.name if sender else _NO_ADDRESS.sub("", headers.get("from", "")),
        envelope_from=envelope_from,
    )
