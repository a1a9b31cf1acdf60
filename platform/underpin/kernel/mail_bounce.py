"""What a report about our own mail says: whether it will never arrive, and why (RFC 3464, 3463)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from underpin.kernel import mail_text

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<!\d)(5[05]\d|4[2-5]\d)(?:[ -]|$)")
_LONGEST = 300
_LOOKED_THROUGH = 20_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """`status` is of the form 5.1.1, its first digit 5 when the mail will never arrive; `reason`
    is the other side's own words, empty without any."""

    status: str
    reason: str

    @property
    def is_final(self) -> bool:
        return self.status.startswith("5")


UNKNOWN = Bounce("4.0.0", "")


def read(message: Message, text: str) -> Bounce:
    """What the report says of its first recipient that did not get it; from the words of the mail
    where it has no fields; temporary when it says nothing."""
    for fields in _fields(message):
        action = str(fields.get("action", "")).strip().lower()
        status = _STATUS.search(str(fields.get("status", "")))
        if action in {"delayed", "relayed", "expanded", "delivered"}:
            continue
        if status or action == "failed":
            said = mail_text.line(mail_text.unescaped(fields.get("diagnostic-code", "")))
            return Bounce(status[1] if status else "5.0.0", said[:_LONGEST])
    return _from_words(text[:_LOOKED_THROUGH])


def _fields(message: Message) -> Iterator[Message]:
    """The blocks of fields of the report's machine-readable part."""
    for part in message.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            payload = part.get_payload()
            yield from (each for each in payload if isinstance(each, Message))


def _from_words(text: str) -> Bounce:
    for line in text.splitlines():
        status, code = _STATUS.search(line), _CODE.search(line)
        if status or code:
            found = status[1] if status else f"{code[1][0]}.0.0" if code else ""
            return Bounce(found, mail_text.line(line)[:_LONGEST])
    return UNKNOWN
