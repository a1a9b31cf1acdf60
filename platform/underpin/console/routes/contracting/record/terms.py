"""A contract's terms as fields of its form, and back as a change of what differs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from contracts.signed.contract import Contract
from contracts.signed.contract_terms import Changes
from underpin.console.routes import forms
from underpin.console.routes.contracting.sheet import clauses
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

RENEWALS: Final = ("automatic", "none")


def write(contract: Contract) -> dict[str, str]:
    percent = contract.uplift_percent
    return {
        "name": contract.name,
        "ends_on": _day(contract.ends_on),
        "notice_days": str(contract.notice_days),
        "renewal": contract.renewal,
        "renewal_months": str(contract.renewal_months),
        "uplift_percent": "" if percent is None else clauses.plain(percent),
        "uplift_on": _day(contract.uplift_on),
    }


def read(given: Mapping[str, str], contract: Contract) -> Changes:
    """What was typed otherwise than it stands. Raises Malformed."""
    stands = write(contract)
    said: dict[str, Any] = {
        name: _READ[name](given, name)
        for name, value in stands.items()
        if name in given and given[name].strip() != value
    }
    return Changes(**said)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _or_none(given: Mapping[str, str], name: str) -> date | None:
    return forms.day(given, name) if given[name].strip() else None


def _whole(given: Mapping[str, str], name: str) -> int:
    said = forms.field(given, name)
    found = digits.read(said, 5)
    if found is None:
        raise Malformed(f"{name}: write a number like 90.", field=name)
    return found


def _percent(given: Mapping[str, str], name: str) -> Any:
    return forms.amount(given, name) if given[name].strip() else None


def _renewal(given: Mapping[str, str], name: str) -> str:
    said = forms.field(given, name)
    if said not in RENEWALS:
        raise Malformed(f"{name}: choose one from the list.", field=name)
    return said


_READ: Final = {
    "name": forms.field,
    "ends_on": _or_none,
    "notice_days": _whole,
    "renewal": _renewal,
    "renewal_months": _whole,
    "uplift_percent": _percent,
    "uplift_on": _or_none,
}
