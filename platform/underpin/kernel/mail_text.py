"""Turning the bytes of other people's mail into text that can be stored, whatever they claim.

Nothing here raises: a charset that lies or does not exist costs wrong letters, never the message.
What comes out has no NUL and no lone surrogate, which PostgreSQL would refuse.
"""

import codecs
import re
from email import errors
from email import header as stdlib

_ALIASES = {
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac-roman",
}
# Codecs of Python that no mail uses, and that are slow or do something else than decode letters.
_NOT_FOR_MAIL = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_CARRIED = re.compile(r"[\ud800-\udc7f\udd00-\udfff]")
_FOLDS = re.compile(r"[\r\n]+")
_SPACES = re.compile(r"\s+")
_HEADER = 4_000


def decode(raw: bytes, charset: str | None) -> str:
    """The text in the charset it claims; else in UTF-8 if it is that; else in Western letters,
    replacing what cannot be read."""
    for each in (_codec(charset), "utf-8"):
        if each is not None:
            try:
                return raw.decode(each)
            except ValueError:
                continue
    return raw.decode(_codec(charset) or "cp1252", "replace")


def unescaped(value: object) -> str:
    """A header as it came, the bytes that the parser could only carry along decoded; at most
    4,000 characters count."""
    carried = _NOT_CARRIED.sub("\ufffd", str(value)[:_HEADER])
    return decode(carried.encode("utf-8", "surrogateescape"), None)


def header(value: object) -> str:
    """A header's text on one line, its encoded words decoded; at most 4,000 characters count."""
    unfolded = _FOLDS.sub(" ", unescaped(value))
    try:
        pieces = stdlib.decode_header(unfolded)
    except (errors.HeaderParseError, ValueError):
        pieces = [(unfolded, None)]
    return line("".join(_word(text, charset) for text, charset in pieces))


def line(text: str) -> str:
    """Text on one line: every run of white space or control characters becomes one space."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()


def block(text: str) -> str:
    """Text of several lines: ended by newlines, without control characters or trailing space."""
    unified = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(each.rstrip() for each in unified.split("\n")).strip("\n")


def _word(text: str | bytes, charset: str | None) -> str:
    return text if isinstance(text, str) else decode(text, charset)


def _codec(charset: str | None) -> str | None:
    """The codec for a claimed charset, or None when there is none that decodes letters."""
    claimed = (charset or "").strip(" \"'").lower()
    try:
        name = codecs.lookup(_ALIASES.get(claimed, claimed)).name
        if name.replace("_", "-") in _NOT_FOR_MAIL:
            return None
        b"0".decode(name, "ignore")
    except (LookupError, ValueError):
        return None
    return name
