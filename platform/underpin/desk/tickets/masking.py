"""Passwords and card numbers are masked in what people write (PRACTICE 5). Pure.

A card number is 13 to 19 digits, parted by single spaces or hyphens, whose check digit is right
(ISO/IEC 7812). A password is what follows its name and a colon or an equals sign; or "is", if it
has a digit: "my password is expired" gives none away.
"""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "\u2022" * 6

CARD: Final = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])", re.ASCII)
NAMED: Final = re.compile(
    r"(?P<name>\b(?:password|passwort|passphrase|passcode|pwd|kennwort|has\u0142o|haslo"
    r"|mot de passe|contrase\u00f1a|senha|heslo|wachtwoord"
    r"|\u043f\u0430\u0440\u043e\u043b\u044c)\b\s*"
    r"(?:(?:is\s*)?[:=]\s*|is\s+(?=\S*\d))"
    r"|(?:\u5bc6\u7801|\u5bc6\u78bc|\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631"
    r"|\u0643\u0644\u0645\u0629 \u0627\u0644\u0633\u0631)\s*(?::|\uff1a|=|\u662f|\u0647\u064a)\s*)"
    r"(?P<secret>\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|\S{1,200})",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """The text with each secret replaced by a mask; masked again it is the same."""
    return CARD.sub(_card, NAMED.sub(_named, text))


def _named(found: re.Match[str]) -> str:
    return found["name"] + MASK


def _card(found: re.Match[str]) -> str:
    return MASK if checks(re.sub(r"\D", "", found[0])) else found[0]


def checks(digits: str) -> bool:
    """Whether the last digit is the one that the others call for (Luhn)."""
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
