"""The rates of tax that hold where the provider sells, by class, each from a day on
(PRACTICE 35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from billing.amounts import check, exact, tax
from billing.amounts.tax import DatedRate, Rules
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

FINEST: Final = Decimal("0.0001")
LONGEST: Final = 40
ALL: Final = "SELECT tax_class, percent, starts_on FROM tax_rate ORDER BY tax_class, starts_on"
UNTIL: Final = """
SELECT tax_class, percent, starts_on FROM tax_rate WHERE starts_on <= $1
ORDER BY tax_class, starts_on
"""
SET: Final = """
INSERT INTO tax_rate (tax_class, starts_on, percent, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tax_class, starts_on) DO UPDATE
SET percent = excluded.percent, set_by = excluded.set_by, set_at = excluded.set_at
"""


@provide("party.write")
async def set_rate(act: Act, tax_class: str, starts_on: date, percent: Decimal) -> DatedRate:
    """What lines of that class are taxed at from that day until the next rate; the same day again
    replaces it. What is issued keeps what it carries. Raises Malformed."""
    if tax_class == tax.EXEMPT or len(tax_class) > LONGEST:
        raise check.Invalid("tax_class", "no rate is kept for it", "another name, of 40 letters")
    made = DatedRate(tax_class, percent, starts_on)
    if exact.rounded(percent, FINEST) != percent:
        raise check.Invalid("percent", "it is too long", "give at most 4 places")
    await db.execute(SET, tax_class, starts_on, percent, act.principal.person_id, act.now)
    return made


@read("invoice.read", STAFF)
async def rates(act: Act) -> list[DatedRate]:
    """All, by class, the oldest first."""
    return _rates(await db.rows(ALL))


async def beside(own: Rules, until: date) -> Rules:
    """A client's rules with the provider's rates of all classes up to that day. Of two for a class
    the one that starts later holds; on one day what the client agreed."""
    agreed = {(each.tax_class, each.start) for each in own.rates}
    listed = _rates(await db.rows(UNTIL, until))
    more = (each for each in listed if (each.tax_class, each.start) not in agreed)
    return replace(own, rates=(*own.rates, *more))


def _rates(rows: list[db.Row]) -> list[DatedRate]:
    return [DatedRate(row["tax_class"], row["percent"], row["starts_on"]) for row in rows]
