"""What waits for somebody's yes, as its pages show it."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from underpin.console import views
from underpin.console.routes.approvals.gathered import Ahead, One, Waiting
from underpin.console.views.approvals import (
    ApprovalDecision,
    ApprovalGroup,
    ApprovalPage,
    ApprovalRow,
    ApprovalsPage,
    ChangeCard,
    ChangesPage,
    EstimateCard,
    PlannedDay,
    PlannedLine,
)
from underpin.console.views.glance import AskedGlance, PlanGlance, Sensitive, Which
from underpin.desk.approvals.glance import Glance
from underpin.desk.approvals.request import Asked
from underpin.desk.changes.change import Change
from underpin.desk.changes.reading import Planned
from underpin.desk.chargeable.estimate import Estimate
from underpin.kernel.principal import Audience, Principal

WAITING = "waiting"


def page(shell: views.Shell, found: Waiting, asker: Principal, which: Which) -> ApprovalsPage:
    older = f"/approvals?which={which}&before={found.mine.more}" if found.mine.more else ""
    rows = tuple(row(each, asker) for each in found.mine.requests)
    return ApprovalsPage(shell, asker.audience is Audience.STAFF, which, rows, older)


def row(asked: Asked, asker: Principal) -> ApprovalRow:
    key = next(key for key, id_ in asker.tenants.items() if id_ == asked.request.tenant_id)
    given = asked.request
    return ApprovalRow(
        path=f"/approvals/{key}/{given.id}",
        name=f"{key}-{given.ticket_number}",
        about=given.subject,
        title=given.title,
        state=given.state,
        asked_by=given.asked_by_name,
        asked=given.asked_at,
        deadline=given.deadline,
        groups=tuple(
            ApprovalGroup(each.side, each.approved, each.quorum, each.size) for each in asked.groups
        ),
        amount=given.amount,
        currency=given.currency or "",
    )


def one(
    shell: views.Shell,
    found: One,
    asker: Principal,
    *,
    typed: Mapping[str, str],
    problem: str = "",
) -> ApprovalPage:
    asked, staff = found.asked, asker.audience is Audience.STAFF
    shown = row(asked, asker)
    is_waiting = asked.request.state == WAITING
    contract = found.contract
    return ApprovalPage(
        shell=shell,
        is_staff=staff,
        row=shown,
        detail=asked.request.detail if found.change is None else "",
        decisions=tuple(
            ApprovalDecision(d.decided_by_name, d.side, d.decision, d.reason, d.decided_at)
            for d in asked.decisions
        ),
        reason=asked.request.reason or "",
        change=card(found.change, found.zone) if found.change else None,
        estimate=estimated(found.estimate) if found.estimate else None,
        per=contract.per if contract else None,
        ticket=f"/tickets/{shown.name}" if found.is_seen else "",
        may_decide=is_waiting and found.is_mine,
        may_refer=not staff and asked.request.amount is not None,
        may_withdraw=is_waiting and staff and asker.may("approval.ask"),
        typed=typed,
        problem=problem,
    )


def card(change: Change, zone: str) -> ChangeCard:
    return ChangeCard(
        kind=change.kind,
        state=change.state,
        risk=change.risk,
        likelihood=change.likelihood,
        effect=change.effect,
        is_tested=change.is_tested,
        is_reversible=change.is_reversible,
        plan=change.plan,
        back_out=change.back_out,
        test_plan=change.test_plan,
        zone=zone,
        version=change.version,
        starts=change.starts_at,
        ends=change.ends_at,
    )


def estimated(given: Estimate) -> EstimateCard:
    return EstimateCard(
        given.state,
        given.amount,
        given.currency,
        given.text,
        given.made_at,
        given.minutes,
        given.rate,
        given.po_number or "",
    )


def glance(found: Glance, name: str, *, may_open: bool, is_staff: bool) -> PlanGlance | None:
    """None where there is nothing to say to a member; staff have a way to all of it."""
    if not (is_staff or found.asked or found.change):
        return None
    key = name.rpartition("-")[0]
    return PlanGlance(
        asked=tuple(
            AskedGlance(
                each.subject,
                each.state,
                f"/approvals/{key}/{each.id}" if may_open else "",
                each.amount,
                each.currency or "",
            )
            for each in found.asked
        ),
        change=found.change,
        risk=found.risk,
        starts=found.starts_at,
        ends=found.ends_at,
        sensitive=typing.cast(Sensitive | None, found.sensitive),
        is_verified=found.is_verified,
        path=f"/tickets/{name}/approvals" if is_staff else "",
    )


def calendar(shell: views.Shell, found: Ahead, ends: datetime) -> ChangesPage:
    """By the reader's days; what has begun before stands under the first."""
    zone = ZoneInfo(shell.reader.zone)

    def day(each: Planned) -> datetime:
        return max(each.starts_at, found.begins).astimezone(zone)

    lines = sorted(found.planned, key=day)
    days = tuple(
        PlannedDay(day(each[0]), tuple(_planned(line) for line in each))
        for each in (list(group) for _, group in itertools.groupby(lines, lambda e: day(e).date()))
    )
    span = ends - found.begins
    earlier = f"/changes?begins={(found.begins - span).astimezone(zone).date()}"
    later = f"/changes?begins={ends.astimezone(zone).date()}"
    return ChangesPage(shell, found.begins, ends, days, earlier, later)


def _planned(each: Planned) -> PlannedLine:
    return PlannedLine(
        each.what,
        each.number or "",
        each.client,
        each.name,
        each.service,
        each.kind,
        each.risk,
        each.state,
        each.starts_at,
        each.ends_at,
        each.time_zone,
    )
