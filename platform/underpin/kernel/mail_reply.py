"""What a person wrote in a reply, apart from what their program quoted below or above it.

The rules fold, they do not delete: the whole text is kept and can be shown. They cut where a
quotation announces itself (an "On ... wrote:" line, a block of From, Sent, To, Subject, a line of
dashes around "Original message"), then take off the end what nobody typed (quotations, RFC 3676
signatures, "Sent from my phone"). Answers written between quoted lines are kept with them, and
when nothing would be left, everything is shown. Cost grows with the text alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from underpin.kernel import mail_quotation
from underpin.kernel import mail_reply_words as words

_SIGNATURE = re.compile(r"(?:--|—|__)\s*")
# A line drawn by hand: a signature's where it stands apart, under a heading it does not.
_DRAWN = re.compile(r"\s*[-_=~*#+—ᐧ]{2,}\s*")
_UNSUBSCRIBE = re.compile(
    r"(?:to )?unsubscribe\b.{0,60}(?:https?://|mailto:|@).{0,300}", re.IGNORECASE
)
_PGP = "-----BEGIN PGP SIGNED MESSAGE-----"
_PGP_BEGINS_WITHIN = 5
_ANSWER_BELOW = 7
_LONGEST_SIGNATURE = 12
_MOST_ON_TOP = 10
_DEVICE = rf"(?:{words.DEVICE})(?![a-z])"
_SENT_WITH = re.compile(
    r"\W*sent (?:from|via|with|by|using)\b"
    r"|\W*this (?:e-?mail|message) was sent (?:from my|via|using)\b"
    rf"|\W*(?:{words.GET})\b.{{0,20}}\boutlook (?:\S{{1,10}} ){{1,2}}"
    r"\W*(?:ios|android|windows|mac)\b\W*(?:https?:\S*)?\W*$"
    r"|\W*outlook für .{1,20} (?:beziehen|herunterladen)\W*$"
    rf"|(?=.*{_DEVICE})\W*(?:(?:{words.SENT_WITH})|.*(?:{words.SENT_WITH})\W*$)"
    rf"|(?:\S+ )?from (?:my )?{_DEVICE}(?: \S+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """The part to show, and whether the mail held more than that."""

    visible: str
    is_folded: bool


def fold(text: str) -> Folded:
    """What the person wrote. Lines are ended by newlines and keep their order."""
    lines = [line.rstrip() for line in text.split("\n")]
    whole = _joined(lines)
    lines = _unsigned(lines)
    visible = _joined(_without_end(_without_quotation(lines))) or whole
    return Folded(visible, is_folded=visible != whole)


def _unsigned(lines: list[str]) -> list[str]:
    """Without what OpenPGP wraps around a signed text (RFC 9580, 7)."""
    if not any(line.startswith(_PGP) for line in lines[:_PGP_BEGINS_WITHIN]):
        return lines
    kept: list[str] = []
    inside = False
    for line in lines:
        is_head = line.startswith((_PGP, "Hash: ")) and not any(kept)
        inside = inside or line == "-----BEGIN PGP SIGNATURE-----"
        if not inside and not is_head:
            kept.append(line)
        inside = inside and line != "-----END PGP SIGNATURE-----"
    return kept


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def _without_quotation(lines: list[str]) -> list[str]:
    """Up to the first announced quotation; when the mail begins with one, what follows it. All
    of it where answers stand between quoted lines."""
    for _ in range(_MOST_ON_TOP):
        start, length = _first_announcement(lines)
        if not length:
            return lines
        before, after = lines[:start], lines[start + length :]
        is_on_top = not any(before)
        if _is_answered_inside(after) or (not is_on_top and _is_answered_below(after)):
            return before + after
        if not is_on_top:
            return before
        lines = _dropped(after, lambda line: not line or mail_quotation.is_quoted(line))
    return lines


def _first_announcement(lines: list[str]) -> tuple[int, int]:
    """Where the first one starts and how many lines it takes, none when there is none."""
    looked_at = [mail_quotation.bare(line) for line in lines]
    for start in range(len(lines)):
        length = mail_quotation.announced(looked_at, start)
        if length:
            return start, length
    return len(lines), 0


def _is_answered_inside(lines: list[str]) -> bool:
    """Whether text stands between two quoted blocks."""
    marks = "".join(_mark(line) for line in lines if line)
    return re.search(r"qt+q", marks) is not None


def _is_answered_below(lines: list[str]) -> bool:
    """Whether a quotation comes first and so much after it that it was typed: less is a footer."""
    below = re.fullmatch(r"q+(t*)", "".join(_mark(line) for line in lines if line))
    return below is not None and len(below[1]) >= _ANSWER_BELOW


def _mark(line: str) -> str:
    return "q" if mail_quotation.is_quoted(line) else "t"


def _without_end(lines: list[str]) -> list[str]:
    """Without what nobody typed at the end, taken off one kind after the other, twice over: a
    signature may stand above a quotation and another below it."""
    for _ in range(2):
        for take_off in _ENDS:
            lines = take_off(lines)
    return lines


def _blank_end(lines: list[str]) -> list[str]:
    return _dropped(lines[::-1], lambda line: not line)[::-1]


def _sent_with_end(lines: list[str]) -> list[str]:
    """Without "Sent from my phone", which stands apart: a last line of a paragraph was typed."""
    kept = _dropped(lines[::-1], lambda line: not line or _is_sent_with(line))[::-1]
    apart = len(kept) < len(lines) and not lines[len(kept)]
    return kept if apart else lines


def _quoted_end(lines: list[str]) -> list[str]:
    return _dropped(lines[::-1], lambda line: not line or mail_quotation.is_quoted(line))[::-1]


def _signature_end(lines: list[str]) -> list[str]:
    """Without the last signature, when it is short enough to be one and is not all there is."""
    for start in range(len(lines) - 1, max(len(lines) - _LONGEST_SIGNATURE - 2, 0), -1):
        if _SIGNATURE.fullmatch(lines[start]) or _is_drawn_apart(lines, start):
            return lines[:start]
    return lines


def _is_drawn_apart(lines: list[str], at: int) -> bool:
    return not lines[at - 1] and _DRAWN.fullmatch(lines[at]) is not None


def _unsubscribe_end(lines: list[str]) -> list[str]:
    """Without the line by which a list lets its readers go."""
    is_one = bool(lines) and len(lines[-1]) <= 400 and _UNSUBSCRIBE.fullmatch(lines[-1].strip())
    return lines[:-1] if is_one else lines


def _is_sent_with(line: str) -> bool:
    return len(line) <= 120 and _SENT_WITH.match(line) is not None


def _dropped(lines: list[str], unwanted: Callable[[str], bool]) -> list[str]:
    for start, line in enumerate(lines):
        if not unwanted(line):
            return lines[start:]
    return []


_ENDS = (_blank_end, _unsubscribe_end, _sent_with_end, _signature_end, _quoted_end)
