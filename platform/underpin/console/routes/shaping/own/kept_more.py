"""One clock behind the figures, credits, availability and evidence, for the client; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts.compliance.apart.exclusion import Exclusion
from contracts.compliance.apart.objection import Objection
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement
from contracts.compliance.frozen import compliance_month
from contracts.compliance.outages.availability_reading import Reading
from underpin.console.routes.own.kept_gathered import (
    Availability,
    Credits,
    DecidedClock,
    Evidence,
    Month,
)
from underpin.console.routes.shaping import clocks
from underpin.console.routes.shaping.own import kept
from underpin.console.routes.shaping.own.kept import AT, CLOCKS, address
from underpin.console.views.kept import (
    AvailabilityPage,
    CorrectionRow,
    CreditRow,
    CreditsPage,
    DecidedClockPage,
    EvidencePage,
    OutageRow,
    Said,
    ServiceTime,
)
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

# What a client would say of a clock that came to this.
WANTS = {"met": "missed", "withdrawn": "missed", "excluded": "counted", "apart": "counted"}


def clock(
    shell: Shell, found: DecidedClock, *, typed: str = "", problem: str = ""
) -> DecidedClockPage:
    one, month = found.one, (found.one.year, found.one.month)
    is_open = any(each.state == "open" for each in one.objections)
    may = one.may_object and not is_open
    say = clocks.reason("portal_state", shell.reader.language)
    shown = clocks.promised([found.clock], say) if found.clock else ()
    return DecidedClockPage(
        shell=shell,
        row=kept.row(found.company.key, one.decided, found.named),
        month=date(*month, 1),
        month_path=address(AT, month),
        state=one.state,
        until=one.provisional_until,
        clock=shown[0] if shown else None,
        said=tuple(sorted(_said(one.exclusions, one.objections), key=lambda each: each.at)),
        path=f"{CLOCKS}/{one.decided.clock_id}/objections",
        wants=WANTS.get(one.decided.outcome, "") if may else "",
        typed=typed,
        problem=problem,
    )


def _said(exclusions: Iterable[Exclusion], objections: Iterable[Objection]) -> Iterable[Said]:
    for each in exclusions:
        yield Said(
            *("exclusion", each.state, each.explanation, each.proposed_at, "support"),
            wants=each.reason,
            answer=each.answer or "",
            answered=each.decided_at,
        )
    for one in objections:
        yield Said(
            *("objection", one.state, one.words, one.raised_at, "client"),
            wants=one.wants,
            answer=one.answer or "",
            answered=one.decided_at,
        )


def credits_due(shell: Shell, found: Credits, asker: Principal, *, later: bool) -> CreditsPage:
    may, last = asker.may("entitlement.claim"), found.rows[-1].id if found.rows else None
    at = f"{AT}/credits"
    return CreditsPage(
        shell,
        tuple(_credit(each, shell, may_claim=may) for each in found.rows),
        f"{at}?before={last}" if len(found.rows) == entitlement.PAGE else "",
        at if later else "",
    )


def _credit(each: Entitlement, shell: Shell, *, may_claim: bool) -> CreditRow:
    in_time = each.claim_by is None or shell.now <= each.claim_by
    claimable = may_claim and each.state == "claimable" and in_time
    return CreditRow(
        month=date(each.year, each.month, 1),
        month_path=address(AT, (each.year, each.month)),
        percent=Fraction(each.percent) / 100,
        basis=each.basis,
        nature=each.nature,
        state=each.state,
        due=each.due_at,
        claim_by=each.claim_by,
        claim_path=f"{AT}/credits/{each.id}/claim" if claimable else "",
        answer=each.answer or "",
        settled_with=each.settled_with or "",
        settled_at=each.settled_at,
    )


def availability(shell: Shell, found: Availability, *, sees_credits: bool) -> AvailabilityPage:
    at = f"{AT}/availability"
    month: Month = found.month
    return AvailabilityPage(
        shell=shell,
        month=date(*month, 1),
        previous_path=address(at, compliance_month.moved(*month, -1)),
        next_path=address(at, compliance_month.moved(*month, 1)) if month < found.present else "",
        services=tuple(_service(name, each) for name, each in found.readings if each),
        silent=tuple(name for name, each in found.readings if each is None),
        sees_credits=sees_credits,
    )


def _service(name: str, read: Reading) -> ServiceTime:
    return ServiceTime(
        service=name,
        starts=read.starts,
        ends=read.ends,
        is_over=read.is_over,
        state=read.state if read.is_over else "running",
        service_time=_span(read.service_us),
        down=_span(read.down_us),
        excused=_span(read.excused_us),
        share=_share(read),
        promised=Fraction(read.commitment) / 100,
        kept=read.kept,
        outages=tuple(OutageRow(each.starts_at, each.ends_at, each.note) for each in read.outages),
        maintenance=tuple(OutageRow(each.starts, each.ends, "") for each in read.maintenance),
        corrected=None if read.corrected_down_us is None else _span(read.corrected_down_us),
    )


def _share(read: Reading) -> Fraction | None:
    """To the two decimals that are told, so that the page says what the contract's figure says."""
    return None if read.shown is None else Fraction(Decimal(read.shown)) / 100


def _span(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)


def evidence(shell: Shell, found: Evidence, month: Month) -> EvidencePage:
    checked = found.verified
    return EvidencePage(
        shell=shell,
        month=date(*month, 1),
        month_path=address(AT, month),
        counted=checked.counted,
        seen=checked.seen,
        altered=checked.altered,
        holds=checked.holds,
        hash=checked.hash,
        corrections=tuple(
            CorrectionRow(
                number=f"{found.company.key}-{named.number}" if named else "",
                path=f"{CLOCKS}/{each.clock_id}",
                metric=each.metric,
                was=each.was,
                outcome=each.outcome,
                reason=each.reason,
                at=each.noticed_at,
            )
            for each in found.corrections
            for named in [found.named.get(each.ticket_id)]
        ),
    )
