"""What stands beside a ticket, as its page shows it."""

from __future__ import annotations

import typing
from collections.abc import Mapping

from underpin.console import views
from underpin.console.routes.approvals import shaping
from underpin.console.routes.approvals.gathered import Plan
from underpin.console.views import Choice
from underpin.console.views.approvals import (
    CallerLine,
    ClashLine,
    ContractLine,
    TicketPlanPage,
    TimeLine,
)
from underpin.console.views.glance import Coverage, Sensitive, Why
from underpin.desk.changes import change as changes
from underpin.desk.changes.change import Change
from underpin.desk.changes.reading import Clash
from underpin.desk.contract_changes.contract_change import ContractChange
from underpin.desk.verification.verification import Verification
from underpin.kernel.principal import Principal

RIGHTS = {
    "work": "ticket.work",
    "ask": "approval.ask",
    "post": "time.post",
    "contract": "contract.write",
    "answer": "contract_change.reply",
    "waive": "verification.waive",
}
STEPS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"draft", "ask", "cancel"}),
    "awaiting_approval": frozenset({"draft", "cancel"}),
    "approved": frozenset({"draft", "schedule", "cancel"}),
    "scheduled": frozenset({"draft", "begin", "cancel"}),
    "in_progress": frozenset({"finish"}),
    "done": frozenset({"review"}),
    "failed": frozenset({"review", "draft"}),
    "backed_out": frozenset({"review", "draft"}),
    "reviewed": frozenset(),
    "cancelled": frozenset({"draft"}),
}


def page(
    shell: views.Shell,
    found: Plan,
    asker: Principal,
    *,
    typed: Mapping[str, str],
    problem: str = "",
) -> TicketPlanPage:
    names, worked = found.names, found.worked
    may = frozenset(name for name, right in RIGHTS.items() if asker.may(right))
    return TicketPlanPage(
        shell=shell,
        number=f"{names.key}-{found.ticket.number}",
        subject=found.ticket.subject,
        client=names.client,
        zone=names.time_zone,
        is_change=found.ticket.type == changes.TYPE and found.contract is None,
        out_of_contract=worked.standing in ("no_contract", "default_agreement"),
        approvals=tuple(shaping.row(each, asker) for each in found.approvals),
        steps=_steps(found.change) if "work" in may else frozenset(),
        may=may,
        change=shaping.card(found.change, names.time_zone) if found.change else None,
        clashes=tuple(_clash(each) for each in found.clashes),
        templates=tuple(Choice(str(each.id), each.name) for each in found.templates),
        estimates=tuple(shaping.estimated(each) for each in found.estimates),
        times=_times(found),
        allowance=worked.allowance.minutes,
        allowed_by=worked.allowance.source,
        short_of=worked.short_of,
        po_number=worked.po_number or "",
        sensitive=typing.cast(Sensitive | None, found.ticket.sensitive),
        callers=tuple(_caller(each) for each in found.callers),
        approvers=tuple(Choice(str(each.id), each.name) for each in found.approvers),
        contract=_contract(found.contract, found.slug),
        members=tuple(Choice(str(e.id), e.name) for e in found.members if e.state == "active"),
        colleagues=tuple(Choice(str(each.id), each.name) for each in found.colleagues),
        typed=typed,
        problem=problem,
    )


def _steps(change: Change | None) -> frozenset[str]:
    if change is None:
        return frozenset({"draft"})
    more = {"begin"} if change.kind == "emergency" and change.state == "approved" else set[str]()
    return STEPS[change.state] | more


def _clash(each: Clash) -> ClashLine:
    person: Why = "person" if each.same_person else ""
    why: Why = "service" if each.same_service else person
    return ClashLine(each.what, each.name, each.starts_at, each.ends_at, why)


def _times(found: Plan) -> tuple[TimeLine, ...]:
    return tuple(
        TimeLine(
            str(each.id),
            each.staff,
            each.billable_minutes,
            typing.cast(Coverage, each.coverage),
            each.text,
            each.happened_at,
            each.posted_at is not None,
            each.waits,
        )
        for each in found.worked.entries
    )


def _caller(each: Verification) -> CallerLine:
    return CallerLine(
        str(each.id) if each.standing == "waiting" else "",
        each.person,
        each.method,
        each.standing,
        each.begun_at,
        each.attempts_left,
        each.by or "",
        each.approver or "",
        each.valid_until if each.standing == "verified" else None,
    )


def _contract(given: ContractChange | None, slug: str) -> ContractLine | None:
    if given is None:
        return None
    return ContractLine(
        given.matter,
        given.wish,
        given.state,
        f"/clients/{slug}/contract",
        given.amount,
        given.currency or "",
        given.per,
        given.reference or "",
    )
