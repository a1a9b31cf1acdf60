"""Vendors as their pages show them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from urllib.parse import urlencode

from contracts.agreements.provider_agreement import Behind
from contracts.agreements.versions import Version
from contracts.compliance.recoveries.recovery_of_vendor import Owes
from underpin.console import formats, locale
from underpin.console.routes.vendors.gathering import Every, One
from underpin.console.views.shell import Shell
from underpin.console.views.vendors import (
    CaseLine,
    OurVendorPage,
    OwedLine,
    Reached,
    ScoreLine,
    Uc,
    UcTarget,
    UcVersion,
    UseLine,
    VendorRow,
    VendorsPage,
)
from underpin.desk.cases.scorecard import Scorecard

US = timedelta(microseconds=1)


def every(shell: Shell, found: Every) -> VendorsPage:
    names: dict[object, list[str]] = {}
    for each in found.agreements:
        names.setdefault(each.vendor_id, []).append(each.name)
    return VendorsPage(
        shell,
        tuple(
            VendorRow(
                f"/vendors/{each.id}",
                each.name,
                each.email,
                each.connector,
                tuple(names.get(each.id, ())),
                None if found.cases is None else found.cases.get(each.id, 0),
            )
            for each in found.vendors
        ),
        may_write="vendor.write" in shell.reader.may,
        languages=tuple(locale.NAMES.items()),
    )


def one(shell: Shell, found: One) -> OurVendorPage:
    may = shell.reader.may
    desk, vendor, score = found.desk, found.vendor, found.score
    zone = shell.reader.zone
    return OurVendorPage(
        shell,
        name=vendor.name,
        email=vendor.email,
        connector=vendor.connector,
        language=vendor.locale or "",
        languages=tuple(locale.NAMES.items()),
        speaks=f"/vendors/{vendor.id}/language" if "vendor.write" in may else "",
        case_cost=vendor.case_cost,
        currency=vendor.currency,
        phone=desk.phone,
        customer_number=desk.customer_number,
        entitlement=desk.entitlement,
        contacts=tuple(
            Reached(each.name, each.email, each.phone, _spoken(each.locale))
            for each in desk.contacts
        ),
        agreements=tuple(_uc(each) for each in found.agreements),
        uses=tuple(
            UseLine(each.client, f"/clients/{each.slug}", each.service, each.agreement)
            for each in found.uses
        ),
        since=formats.local(found.since, zone).date(),
        until=formats.local(found.now, zone).date(),
        opened=score.opened if score else 0,
        score=_score(score, found, shell) if score else None,
        costs=tuple((each.amount, each.currency) for each in score.costs) if score else (),
        cases=_cases(found),
        owed=None
        if found.owed is None
        else tuple(_owed(each, found, shell) for each in found.owed),
        keeps=f"/vendors/{vendor.id}" if "vendor.write" in may else "",
        typed=_typed(found) if "vendor.write" in may else {},
    )


def _typed(found: One) -> dict[str, str]:
    """The fields of its forms, as they stand."""
    vendor, desk = found.vendor, found.desk
    own = {"email": vendor.email, "connector": vendor.connector, "currency": vendor.currency}
    names = ("phone", "customer_number", "pin", "entitlement")
    contacts = {
        f"contact.{place}.{name}": getattr(each, name) or ""
        for place, each in enumerate(desk.contacts)
        for name in ("name", "email", "phone", "locale")
    }
    said = {name: getattr(desk, name) for name in names}
    cost = f"{vendor.case_cost:.2f}"
    return {**own, "case_cost": cost, "locale": vendor.locale or "", **said, **contacts}


def _spoken(code: str | None) -> str:
    known = locale.known(code)
    return locale.NAMES[known] if known else ""


def _uc(of: Behind) -> Uc:
    newest = sorted(of.versions, key=lambda each: -each.number)
    shown = _shown(newest)
    targets = shown.content.targets if shown else ()
    return Uc(
        of.name,
        tuple(UcVersion(each.number, each.state, each.effective_from) for each in newest),
        tuple(
            UcTarget(each.metric, each.ticket_type, each.priority, each.allowed_us * US)
            for each in targets
        ),
    )


def _shown(newest: Iterable[Version]) -> Version | None:
    listed = list(newest)
    active = [each for each in listed if each.state == "active"]
    return next(iter([*active, *listed]), None)


def _score(score: Scorecard, found: One, shell: Shell) -> tuple[ScoreLine, ...]:
    since, until = (
        formats.local(each, shell.reader.zone).date() for each in (found.since, found.now)
    )
    path = _behind(found, since, until)
    return tuple(
        ScoreLine(
            each.metric,
            each.met,
            each.breached,
            "—" if each.shown is None else _percent(Fraction(each.shown), shell),
            None if each.median_us is None else each.median_us * US,
            path,
        )
        for each in score.targets
    )


def _behind(found: One, since: date, until: date) -> str:
    """The report of this vendor's targets, down to the tickets."""
    query = {"vendor": str(found.vendor.id), "from": since, "to": until, "by": "client"}
    return f"/reports/vendors?{urlencode(query)}"


def _percent(percent: Fraction, shell: Shell) -> str:
    return formats.percent(percent / 100, shell.reader.language)


def _cases(found: One) -> tuple[CaseLine, ...] | None:
    if found.cases is None:
        return None
    return tuple(
        CaseLine(
            each.ticket,
            f"/tickets/{each.ticket}",
            each.subject,
            each.priority,
            each.state,
            each.reference or "",
            each.opened_at,
        )
        for each in found.cases
    )


def _owed(of: Owes, found: One, shell: Shell) -> OwedLine:
    first = date(of.year, of.month, 1)
    last = first.replace(day=monthrange(of.year, of.month)[1])
    percent = "" if of.percent is None else _percent(Fraction(of.percent), shell)
    return OwedLine(
        first,
        of.client,
        f"/clients/{of.slug}/credits",
        _behind(found, first, last),
        of.missed,
        of.counted,
        percent,
        of.basis or "",
        of.holder,
        of.state,
        of.claim_by,
        of.answer or of.reference or "",
    )
