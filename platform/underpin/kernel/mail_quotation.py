"""Where a mail program announces that it quotes: lines we look for, in many languages.

An "On ... wrote:" line, a block of From, Sent, To and Subject, dashes around "Original message".
Every pattern looks at one short line at a time, so that no text makes it slow.
"""

import re

from underpin.kernel import mail_reply_words as words

# Some programs put the author's initials or name in front of the mark.
_QUOTED = re.compile(r"\s*(?:[^\W\d_]{0,10}>|\|(?:$| (?!.*\|$)))")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASH = re.compile("[\u2010-\u2015\u2500\u2501]")
# NetEase writes the head of what it quotes as a table.
_ROW = re.compile(r"\| ?([^|:\d]{1,24}?) ?\| ?([^|]{1,300}?) ?\|")
_RULE = re.compile(r"\s*[-_=*]{5,}\s*")
_ORIGINAL = re.compile(words.ORIGINAL, re.IGNORECASE)
_DASHES = re.compile(r"[^\w<>]*[-_=*]{2}")
_FORWARDED = re.compile(rf"(?:{words.FORWARDED})\s?[:：]", re.IGNORECASE)
_WROTE_IN_DASHES = re.compile(
    rf"[-_=*]{{2,}}\s.{{1,150}}\s(?:wrote|{words.WROTE})\s[-_=*]{{2,}}", re.IGNORECASE
)
_NAME = r"\*?\s?(?:{})\s?\*?\s?[:：]\*?(?:\s|$)"
_FROM = re.compile(_NAME.format(words.FROM), re.IGNORECASE)
_ANY_NAME = re.compile(r"\*?\s?[^\W\d_][^\d\n:：]{0,24}[:：]\*?(?:\s|$)")
_SUBJECT = re.compile(_NAME.format(words.SUBJECT), re.IGNORECASE)
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d年")
_ADDRESS = re.compile(r"<[^<>\s@]{0,100}@?|[\w.+-]{1,64}@[\w-]")
_OPENS = re.compile(rf"\W*(?:(?:{words.ON})[\s,]|\d)", re.IGNORECASE)
# An English verb ends the line; others may have the author or the date after them.
_WROTE = re.compile(
    rf"(?:^|[\s>\"])(?:(?:wrote|writes)\s?[:：]$|(?:{words.WROTE})(?=[\s:：]|$).{{0,120}}[:：]$)",
    re.IGNORECASE,
)
_WROTE_AT_LAST = re.compile(r".{1,300}<[^<>\s@]+@[^<>\s]+>\W{0,3}\s?wrote", re.IGNORECASE)
_WROTE_WHEN = re.compile(
    rf".{{1,100}}\s(?:{words.WROTE})\s.{{0,60}}(?:\d[:.h]\d\d|\d[-/.]\d|\d年).{{0,40}}[:：]",
    re.IGNORECASE,
)
_FULL_ADDRESS = re.compile(r"<[^<>\s@]{1,100}@[^<>\s]{1,200}>")
_QUOTING = re.compile(r"(?:quoting|zitat von|citando a)\s.{1,150}:", re.IGNORECASE)
_DATED_AUTHOR = re.compile(
    r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s.{0,150}<[^<>]{0,20}\s?[^<>\s@]+@[^<>\s]+>:?"
)
_LONGEST_LINE = 500
_INTRODUCTION_LINES = 6
_HEADER_LINES = 12


def bare(line: str) -> str:
    """The line as it is looked at: without the unseen characters that set its direction, one
    kind of dash, and a row of two cells as the header that some programs write so."""
    plain = _DASH.sub("-", _UNSEEN.sub("", line)).replace("\u00a0", " ").rstrip()
    row = _ROW.fullmatch(plain)
    return f"{row[1]}: {row[2]}" if row else plain


def is_quoted(line: str) -> bool:
    """Whether the line is marked as quoted, by > or by a bar (but is no row of a table)."""
    return _QUOTED.match(line) is not None


def announced(lines: list[str], start: int) -> int:
    """How many lines from here announce a quotation; 0 when these do not."""
    line = lines[start]
    if not line or is_quoted(line) or len(line) > _LONGEST_LINE:
        return 0
    if _is_original(line) or _WROTE_IN_DASHES.fullmatch(line.strip()):
        return 1 + _headers(lines, start + 1)
    if _RULE.fullmatch(line):
        headers = _headers(lines, start + 1)
        return headers and 1 + headers
    return _headers(lines, start) or _introduction(lines, start)


def _is_original(line: str) -> bool:
    """A line of dashes around "Original message", or "Begin forwarded message:"."""
    if _FORWARDED.fullmatch(line):
        return True
    named = _ORIGINAL.search(line)
    if named is None:
        return False
    before, after = line[: named.start()], line[named.end() :]
    between_dashes = after.endswith(("--", "==", "__")) or not any(map(str.isalnum, after))
    return (
        between_dashes and _DASHES.match(before) is not None and not any(map(str.isalnum, before))
    )


def _headers(lines: list[str], start: int) -> int:
    """How many lines a block of From, Subject and others takes from here, blank ones before it
    included."""
    first = start
    while first < len(lines) and not lines[first] and first - start < 3:
        first += 1
    if first >= len(lines) or not _ANY_NAME.match(lines[first].lstrip()):
        return 0
    end = first + 1
    while end < len(lines) and end - first < _HEADER_LINES and _goes_on(lines, end):
        end += 1
    block = [line.lstrip() for line in lines[first:end] if line]
    return end - start if _is_head(block) else 0


def _is_head(block: list[str]) -> bool:
    """Whether these lines are a mail's head: from somebody, about something; or three headers at
    least, one of them from an address. Else it may be a form that somebody filled in (from, to,
    date)."""
    if _FROM.match(block[0]) and any(_SUBJECT.match(line) for line in block):
        return True
    named = [line for line in block if _ANY_NAME.match(line)]
    told = any(_FROM.match(line) and "@" in line for line in block[:4])
    return told and len(named) >= 3 and block[:3] == named[:3]


def _goes_on(lines: list[str], at: int) -> bool:
    """A block of headers goes on until a blank line, or past it to another header's name."""
    if lines[at]:
        return True
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return _ANY_NAME.match(after.lstrip()) is not None


def _introduction(lines: list[str], start: int) -> int:
    """How many lines "On <date> <somebody> wrote:" takes from here. It has a date or an address
    on its first line, and programs break it anywhere, even with blank lines."""
    if not (_WHEN.search(lines[start]) or _ADDRESS.search(lines[start])):
        return 0
    told = ""
    for length, line in enumerate(lines[start : start + _INTRODUCTION_LINES], 1):
        told = f"{told} {line}".strip()
        if len(told) > _LONGEST_LINE:
            return 0
        if _introduces(told):
            return length
    return 0


def _introduces(told: str) -> bool:
    if any(each.fullmatch(told) for each in (_DATED_AUTHOR, _QUOTING, _WROTE_WHEN)):
        return True
    if _WHEN.search(told) and _FULL_ADDRESS.search(told):
        return told.endswith((":", "：")) or _WROTE_AT_LAST.fullmatch(told) is not None
    begins = _OPENS.match(told) or _ADDRESS.search(told)
    return bool(begins) and told.endswith((":", "：")) and _WROTE.search(told) is not None
