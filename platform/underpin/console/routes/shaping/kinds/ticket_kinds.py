"""What kind of ticket one is, as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.agreements import clause
from underpin.console import views
from underpin.console.routes.kinds.reading import Asked, Editing, Kinds
from underpin.console.views.shell import Shell
from underpin.desk.complaints.client_escalation import ClientEscalation
from underpin.desk.fields.field import Definition, Value
from underpin.desk.search.hits import Hit
from underpin.desk.sorting.categories import Category
from underpin.desk.tickets.states import LIVE
from underpin.kernel.principal import Audience, Principal

FOR_MEMBERS = ("incident", "service_request", "question", "complaint")


def card(found: Kinds, asker: Principal) -> views.Kinds:
    """For the ticket's own page."""
    staff = asker.audience is Audience.STAFF
    is_open = any(each.answered_at is None for each in found.escalations)
    live = found.ticket.state in LIVE
    return views.Kinds(
        category=_path(found.categories, found.ticket.category_id),
        said=tuple((each.definition.label, each.shown) for each in found.said if each.shown),
        escalations=tuple(map(_escalation, found.escalations)),
        may_escalate=live and not is_open and asker.may("ticket.reply"),
        may_answer=is_open and asker.may("client_escalation.answer"),
        stage=found.course.stage if found.course and staff else "",
        known=tuple(views.KnownError(each.name, each.subject, each.text) for each in found.known),
        part=_part(found),
        is_problem=staff and found.ticket.type == "problem",
    )


def _escalation(each: ClientEscalation) -> views.ClientEscalation:
    return views.ClientEscalation(
        each.reason,
        each.raised_at,
        each.by_us,
        each.acknowledged_name or "",
        each.answer or "",
        each.answered_at is None,
    )


def _part(found: Kinds) -> views.MajorPart | None:
    part = found.part
    if part is None:
        return None
    lead = "" if part.leads else part.lead or ""
    return views.MajorPart(part.major_id, part.title, part.over, part.leads, lead)


def _path(tree: Sequence[Category], category_id: UUID | None) -> str:
    by_id = {each.id: each for each in tree}
    found = by_id.get(category_id) if category_id else None
    if found is None:
        return ""
    above = by_id.get(found.parent_id) if found.parent_id else None
    return f"{above.name} › {found.name}" if above else found.name


def choices(tree: Sequence[Category]) -> views.Pairs:
    """Of those a ticket may be filed under."""
    return tuple((str(each.id), _path(tree, each.id)) for each in tree if not each.hidden)


def page(shell: Shell, name: str, found: Editing) -> views.TicketKindPage:
    kinds, ticket = found.kinds, found.kinds.ticket
    assert kinds.course is not None, "staff read where it stands"  # noqa: S101
    return views.TicketKindPage(
        shell=shell,
        number=name,
        subject=ticket.subject,
        version=ticket.version,
        type=ticket.type,
        stage=kinds.course.stage,
        ahead=tuple(each for each in kinds.course.allowed if each != "waiting_client"),
        types=tuple(
            each for each in clause.TYPES if each != "complaint" and ticket.type != "complaint"
        ),
        category=str(ticket.category_id or ""),
        categories=choices(found.categories),
        fields=tuple(own(each.definition, each.value, each.shown) for each in kinds.said),
        similar=tuple(map(hit, found.similar)),
    )


def own(definition: Definition, value: Value | None = None, shown: str = "") -> views.OwnField:
    several = frozenset(value) if isinstance(value, list) else frozenset[str]()
    plain = "" if value is None or isinstance(value, list) else str(value)
    said = plain.lower() if isinstance(value, bool) else plain
    return views.OwnField(
        name=f"field-{definition.id}",
        label=definition.label,
        kind=definition.kind,
        options=definition.options,
        required=definition.required == "raise",
        value=shown if definition.kind == "person" else said,
        chosen=several,
    )


def raised(
    found: Asked,
    form: Mapping[str, str],
    given: Mapping[str, Any],
    types: tuple[str, ...] = FOR_MEMBERS,
) -> views.Raised:
    """What a new ticket is asked for, with what was typed. Fields of every type that may be chosen
    are shown; those of others only are not."""
    fields = [each for each in found.fields if not each.types or set(each.types) & set(types)]
    return views.Raised(
        types,
        choices(found.categories),
        tuple(_typed(each, given.get(str(each.id))) for each in fields),
        form.get("type", "incident"),
        form.get("category", ""),
    )


def _typed(definition: Definition, said: Any) -> views.OwnField:
    several = [said] if isinstance(said, str) and definition.kind == "choices" else said
    return own(definition, several, said if isinstance(said, str) else "")


def hit(each: Hit) -> views.Hit:
    subject = "".join(part.text for part in each.subject)
    return views.Hit(each.name, each.client, subject, each.state)
