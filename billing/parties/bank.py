"""Bank details: IBAN (ISO 13616) and BIC (ISO 9362), refused where they cannot be one. Pure."""

from __future__ import annotations

import re
from typing import Final

from billing.amounts import check

IBAN: Final = re.compile(r"[A-Z]{2}\d\d[0-9A-Z]{11,30}")
BIC: Final = re.compile(r"[A-Z]{4}[A-Z]{2}[0-9A-Z]{2}([0-9A-Z]{3})?")


def iban(written: str) -> str:
    """Without spaces. Raises `check.Invalid` where its check digits do not fit."""
    given = "".join(written.split()).upper()
    if not IBAN.fullmatch(given) or _remainder(given) != 1:
        raise check.Invalid(
            "iban", f"{written!r} is none: its check digits do not fit", "copy it from the bank"
        )
    return given


def bic(written: str) -> str:
    """Empty stays empty: within SEPA it is not needed."""
    given = "".join(written.split()).upper()
    if given and not BIC.fullmatch(given):
        raise check.Invalid("bic", f"{written!r} is none", "it has 8 or 11 letters and digits")
    return given


def spaced(iban: str) -> str:
    """As people read it: in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _remainder(given: str) -> int:
    turned = given[4:] + given[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97
