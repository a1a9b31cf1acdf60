"""Writing down what shall be changed, and rewriting it: what was approved is then asked anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from underpin.desk.approvals import ending, request
from underpin.desk.changes import change as changes
from underpin.desk.changes import course, template, waiting
from underpin.desk.changes.change import Change
from underpin.desk.changes.course import Kind
from underpin.desk.changes.risk import LEVELS, Assessment
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

REWRITTEN: Final = "The change was rewritten."
LONGEST_TEXT: Final = 20_000
LONGEST_WINDOW: Final = timedelta(days=14)


class NoChange(Conflict):
    code = "no-change-request"
    title = "Only a change request has a change: change the ticket's type first"


@dataclass(frozen=True, slots=True)
class Plan:
    """`kind` normal or emergency; a standard change is made from its template. The window is from
    `starts_at` until before `ends_at`."""

    plan: str
    assessed: Assessment
    kind: Kind = "normal"
    back_out: str = ""
    test_plan: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@write("ticket.work", STAFF)
async def draft(act: Act, number: int, plan: Plan, *, version: int | None = None) -> Change:
    """Write it, or rewrite it from the beginning: what was approved no longer is. Raises
    Malformed, NoChange, NotNow for one that is under way or over, NotFound, StaleVersion."""
    _check(act, plan)
    columns = {
        "kind": plan.kind,
        "plan": plan.plan.strip(),
        "back_out": plan.back_out.strip(),
        "test_plan": plan.test_plan.strip(),
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "template_id": None,
        **assessed(plan.assessed),
    }
    return await _keep(act, number, columns, version)


@write("ticket.work", STAFF)
async def from_template(
    act: Act, number: int, template_id: UUID, *, version: int | None = None
) -> Change:
    """A standard change: approved with its template, so that it only needs a window. Raises
    NotFound, NoChange, NotNow, StaleVersion."""
    chosen = await template.usable(act, template_id)
    columns = {
        "kind": "standard",
        "plan": chosen.plan,
        "back_out": chosen.back_out,
        "test_plan": chosen.test_plan,
        "starts_at": None,
        "ends_at": None,
        "template_id": chosen.id,
        **assessed(chosen.assessed),
    }
    made = await _keep(act, number, columns, version)
    made = await changes.move(act, made, "awaiting_approval")
    return await changes.move(act, made, "approved", f"template {chosen.name}")


def assessed(given: Assessment) -> dict[str, Any]:
    """As its columns. Raises Malformed."""
    if given.likelihood not in LEVELS or given.effect not in LEVELS:
        raise Malformed("likelihood, effect: low, medium or high.", field="likelihood")
    return {
        "likelihood": given.likelihood,
        "effect": given.effect,
        "is_tested": given.is_tested,
        "is_reversible": given.is_reversible,
        "risk": given.risk,
    }


def _check(act: Act, plan: Plan) -> None:
    if plan.kind not in ("normal", "emergency"):
        raise Malformed("kind: normal or emergency; a template makes a standard one.", field="kind")
    for field in ("plan", "back_out", "test_plan"):
        if len(getattr(plan, field)) > LONGEST_TEXT:
            raise Malformed(f"{field}: at most {LONGEST_TEXT} characters.", field=field)
    if not plan.plan.strip():
        raise Malformed("plan: what shall be done, step by step.", field="plan")
    if plan.assessed.is_reversible and not plan.back_out.strip():
        raise Malformed("back_out: say how it is taken back.", field="back_out")
    check_window(act, plan.starts_at, plan.ends_at)


def check_window(act: Act, starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Raises Malformed."""
    if starts_at is None or ends_at is None:
        if starts_at is not ends_at:
            raise Malformed("ends_at: a window has a start and an end.", field="ends_at")
        return
    if not starts_at < ends_at <= starts_at + LONGEST_WINDOW or ends_at <= act.now:
        raise Malformed("ends_at: ahead, after its start, by 14 days at most.", field="ends_at")


async def _keep(act: Act, number: int, columns: dict[str, Any], version: int | None) -> Change:
    ticket = await tickets.held(act, number)
    if ticket.type != changes.TYPE:
        raise NoChange
    before = await changes.found(act.tenant_id, ticket.id)
    if version is not None and version != (before.version if before else 0):
        raise StaleVersion
    columns["author_id"] = act.person_id
    if before is None:
        return await _first(act, ticket, columns)
    before = await _taken_back(act, ticket, before)
    kept = await changes.write(act, before, **columns)
    await events.emit(act, events.New("ticket.change_drafted", ticket.id))
    return kept


async def _first(act: Act, ticket: Ticket, columns: dict[str, Any]) -> Change:
    names = ", ".join(columns)
    places = ", ".join(f"${place}" for place, _ in enumerate(columns, 3))
    row = await db.row(
        f"INSERT INTO change_plan AS c (tenant_id, ticket_id, state, version, {names}) "
        f"VALUES ($1, $2, 'draft', 1, {places}) RETURNING {changes.COLUMNS}",
        *(act.tenant_id, ticket.id, *columns.values()),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    await events.emit(act, events.New("ticket.change_drafted", ticket.id))
    return changes.of(row)


async def _taken_back(act: Act, ticket: Ticket, change: Change) -> Change:
    """A draft again; whoever was asked need not answer any more."""
    if change.state == "awaiting_approval" and change.request_id is not None:
        asked = await request.held(act, change.request_id)
        await ending.end(act, ticket, asked, "withdrawn", REWRITTEN)
        present = await changes.found(act.tenant_id, ticket.id)
        change = present or change
    if change.state == "draft":
        return change
    course.check(change.state, "draft")
    await waiting.no_longer(act, ticket)
    return await changes.move(act, change, "draft", request_id=None, began_at=None, ended_at=None)


@write("ticket.work", STAFF)
async def cancel(act: Act, number: int, reason: str, *, version: int | None = None) -> Change:
    """It will not be done. Raises Malformed, NotNow, NotFound, StaleVersion."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: why, in 1 to 2,000 characters.", field="reason")
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, "cancelled")
    if change.state == "awaiting_approval" and change.request_id is not None:
        asked = await request.held(act, change.request_id)
        await ending.end(act, ticket, asked, "withdrawn", reason.strip())
        change = await changes.found(act.tenant_id, ticket.id) or change
    await waiting.no_longer(act, ticket)
    return await changes.move(act, change, "cancelled", reason.strip())
