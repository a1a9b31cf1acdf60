"""The form of a what-if as a question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.what_if.what_if_question import (
    Assumptions,
    Question,
    TierCost,
    VendorFee,
    Window,
)
from underpin.console.routes import forms
from underpin.console.routes.contracting.what_if.gathered import Asking
from underpin.kernel.errors import Malformed

TIERS: Final = (1, 2, 3)


def usual(found: Asking) -> dict[str, str]:
    """The three whole months before this one, where the client is."""
    today = found.now.astimezone(ZoneInfo(found.company.time_zone)).date()
    until = today.replace(day=1)
    since = until
    for _ in range(3):
        since = (since - timedelta(days=1)).replace(day=1)
    return {"since": since.isoformat(), "until": until.isoformat()}


def read(form: Mapping[str, str]) -> Question:
    """Raises Malformed naming the field."""
    return Question(
        history=Window(forms.day(form, "since"), forms.day(form, "until")),
        uc_versions=tuple(_chosen(form, "uc.")),
        assumptions=Assumptions(
            costs=tuple(
                TierCost(tier, found)
                for tier in TIERS
                if (found := _amount(form, f"cost.{tier}")) is not None
            ),
            vendors=tuple(_fees(form)),
            monthly_fee=_amount(form, "fee"),
            draft_monthly_fee=_amount(form, "draft_fee"),
        ),
    )


def _amount(form: Mapping[str, str], name: str) -> Decimal | None:
    return forms.amount(form, name) if form.get(name, "").strip() else None


def _chosen(form: Mapping[str, str], start: str) -> list[UUID]:
    given = [name for name, value in form.items() if name.startswith(start) and value]
    return [forms.identity(form, name) for name in given]


def _fees(form: Mapping[str, str]) -> list[VendorFee]:
    found = []
    for name in form:
        amount = _amount(form, name) if name.startswith("vendor.") else None
        if amount is not None:
            found.append(VendorFee(_identity(name.removeprefix("vendor.")), amount))
    return found


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Malformed("vendor: choose one from the list.", field="vendor") from wrong
