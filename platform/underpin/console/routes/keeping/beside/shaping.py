"""What stands beside a client's compliance, as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from contracts.compliance.apart.counted_ticket import StandsApart
from contracts.compliance.counted.later_due import Moved
from contracts.compliance.counted.two_truths import PAGE, Truths
from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.outages.availability_reading import Reading
from contracts.compliance.recoveries.recovery import Recovery
from underpin.console.routes.keeping import shaping
from underpin.console.routes.keeping.beside.gathered import Beside
from underpin.console.views import beside_months as views
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

US = timedelta(microseconds=1)


def page(
    shell: Shell,
    found: Beside,
    asker: Principal,
    typed: Mapping[str, str],
    problem: str = "",
) -> views.BesidePage:
    key, month = found.company.key, date(found.year, found.month, 1)
    back = f"{shaping.AT}/{key}"
    path, decides = f"{back}/beside", asker.may("compliance.decide")
    return views.BesidePage(
        shell=shell,
        client=found.company.name,
        back=f"{back}?month={month:%Y-%m}",
        path=path,
        month=month,
        months=tuple(_month(each, back) for each in found.periods),
        apart=tuple(_apart(each, found, path if decides else "") for each in found.apart),
        truths=tuple(_truth(each, found) for each in found.truths),
        moved=None
        if found.moved is None
        else tuple(_moved(each, found) for each in found.moved.moved),
        vendors=tuple(_vendor(name, each, found) for name, each in found.readings),
        owed=None if found.owed is None else tuple(_owed(each, found) for each in found.owed),
        object_days=found.terms.provisional_days,
        confirm_days=found.terms.confirmation_days,
        apart_path=f"{path}/apart" if decides else "",
        terms_path=f"{path}/terms" if asker.may("contract.write") else "",
        older_path=_more(path, month, "before", found.moved.before if found.moved else None),
        more_truths=_more(path, month, "after", _last(found)),
        typed=typed,
        problem=problem,
    )


def _last(found: Beside) -> UUID | None:
    return found.truths[-1].clock_id if len(found.truths) == PAGE else None


def _more(path: str, month: date, name: str, last: UUID | None) -> str:
    if last is None:
        return ""
    return f"{path}?{urlencode({'month': f'{month:%Y-%m}', name: str(last)})}"


def _ticket(ticket_id: UUID, found: Beside) -> tuple[str, str]:
    """Its name and where it is opened; neither for one that the asker may not see."""
    named = found.tickets.get(ticket_id)
    name = f"{found.company.key}-{named.number}" if named else "—"
    return name, f"/tickets/{name}" if named else ""


def _month(each: Period, back: str) -> views.MonthRow:
    month = date(each.year, each.month, 1)
    seal = (each.hash or "")[:12]
    path = f"{back}?month={month:%Y-%m}"
    return views.MonthRow(month, path, each.state, each.counted, each.frozen_at, seal)


def _apart(each: StandsApart, found: Beside, path: str) -> views.ApartRow:
    return views.ApartRow(
        *_ticket(each.ticket_id, found),
        kind=each.apart,
        reason=each.reason,
        by=found.names.get(each.by, "—") if each.by else "",
        at=each.at,
        back_path=f"{path}/apart/{each.ticket_id}/end" if path else "",
    )


def _truth(each: Truths, found: Beside) -> views.TruthRow:
    return views.TruthRow(
        *_ticket(each.ticket_id, found),
        priority=each.priority,
        at=each.breached_at,
        allowed=each.allowed_us * US,
        used=None if each.used_us is None else each.used_us * US,
        otherwise=None if each.other_us is None else each.other_us * US,
        missed_otherwise=each.missed_otherwise,
    )


def _moved(each: Moved, found: Beside) -> views.MovedRow:
    return views.MovedRow(
        *_ticket(each.ticket_id, found),
        metric=each.metric,
        priority=each.priority,
        kind=each.what,
        by=found.names.get(each.by, "—") if each.by else "",
        at=each.recorded_at,
        reason=each.reason or "",
        before=each.due_before,
        after=each.due_after,
    )


def _vendor(name: str, each: Reading, found: Beside) -> views.VendorKept:
    vendor = found.vendors.get(each.vendor_id, "—") if each.vendor_id else "—"
    promised = f"{each.commitment.normalize():f}"
    return views.VendorKept(vendor, name, each.shown, promised, each.kept)


def _owed(each: Recovery, found: Beside) -> views.OwedRow:
    return views.OwedRow(
        month=date(each.year, each.month, 1),
        vendor=found.vendors.get(each.vendor_id, "—"),
        missed=each.missed,
        counted=each.counted,
        state=each.state,
        claim_by=each.claim_by,
    )
