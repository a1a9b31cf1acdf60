"""What of a contract's terms may be written, and how a change of them reads: no I/O."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from contracts.signed import term
from contracts.signed.contract_rows import Contract
from contracts.signed.term import Terms
from underpin.kernel.errors import Conflict, Malformed

LAST_YEAR = 2200


class NotBackwards(Conflict):
    code = "not-backwards"
    title = "A contract is never changed for days that have passed: name a day to come"


class NoticeGiven(Conflict):
    code = "notice-given"
    title = "Notice has been given: withdraw it before you change how the contract goes on"


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is named changes; null takes an end or an uplift away."""

    name: str | UnsetType = UNSET
    ends_on: date | UnsetType | None = UNSET
    notice_days: int | UnsetType = UNSET
    renewal: Literal["none", "automatic"] | UnsetType = UNSET
    renewal_months: int | UnsetType = UNSET
    uplift_percent: Decimal | UnsetType | None = UNSET
    uplift_on: date | UnsetType | None = UNSET

    @property
    def named(self) -> dict[str, Any]:
        every = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: value for name, value in every if value is not UNSET}


ONWARD = frozenset({"ends_on", "notice_days", "renewal", "renewal_months"})
"""How the contract goes on: fixed once notice was given."""


def check(name: str, terms: Terms) -> None:
    """Raises Malformed naming the field."""
    ends, percent = terms.ends_on, terms.uplift_percent
    problems = {
        ("name", "1 to 200 characters"): not 1 <= len(name.strip()) <= 200,
        ("starts_on", f"before {LAST_YEAR}"): terms.starts_on.year >= LAST_YEAR,
        ("ends_on", f"after starts_on, before {LAST_YEAR}"): ends is not None
        and not (terms.starts_on < ends and ends.year < LAST_YEAR),
        ("notice_days", "0 to 3660"): not 0 <= terms.notice_days <= 3660,
        ("renewal_months", "1 to 120"): not 1 <= terms.renewal_months <= 120,
        ("uplift_percent", "-100 to 100, with four decimals"): percent is not None
        and not (percent.is_finite() and -100 <= percent <= 100 and percent == round(percent, 4)),
        ("uplift_on", f"with uplift_percent, and before {LAST_YEAR}"): (percent is None)
        != (terms.uplift_on is None)
        or (terms.uplift_on is not None and terms.uplift_on.year >= LAST_YEAR),
    }
    for (field, allowed), wrong in problems.items():
        if wrong:
            raise Malformed(f"{field}: {allowed}.", field=field)


def changed(contract: Contract, changes: Changes, today: date) -> Contract:
    """Raises Malformed where nothing changes or what is named cannot be meant, NotBackwards for an
    end that has passed, NoticeGiven."""
    named = changes.named
    after = replace(contract, **named)
    if after == contract:
        raise Malformed("changes: name at least one field and another value for it.")
    check(after.name, after.terms)
    if contract.notice is not None and ONWARD & named.keys():
        raise NoticeGiven
    last = term.last_day(after.terms)
    if last is not None and last < today and ONWARD & named.keys():
        raise NotBackwards
    return after


def written(contract: Contract, names: tuple[str, ...]) -> str:
    """What these fields say, as JSON text for the amendment's record."""
    return msgspec.json.encode({name: getattr(contract, name) for name in names}).decode()
