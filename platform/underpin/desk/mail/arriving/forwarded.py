"""Whose mail it was that somebody forwarded: the first author in the header block they sent on.

Anybody can write such a block, so it is asked, never believed.
"""

from __future__ import annotations

import re

from underpin.kernel import mail_read
from underpin.kernel import mail_reply_words as words
from underpin.kernel.mail_read import MailUnreadable, ReadMail

_FROM = re.compile(
    rf"^[\s>*]{{0,10}}(?:{words.FROM})\s?\*?\s?[:：]\*?\s?(.{{1,300}})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,253}")
_LOOKED_THROUGH = 20_000


def author(mail: ReadMail) -> str | None:
    """The address of the forwarded mail's author, in lower case: of the mail that is attached,
    else of the first block of headers in the text; None when there is neither."""
    for each in mail.attachments:
        if each.media_type == "message/rfc822" and each.content:
            return _attached(each.content) or None
    for line in _FROM.findall(mail.text[:_LOOKED_THROUGH]):
        found = _ADDRESS.search(line)
        if found:
            return found[0].lower()
    return None


def _attached(content: bytes) -> str:
    try:
        return mail_read.read(content).author
    except MailUnreadable:
        return ""
