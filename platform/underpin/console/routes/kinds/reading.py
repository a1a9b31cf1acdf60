"""What the pages about kinds of tickets need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import company
from tenants.company import Company
from underpin.desk.complaints import client_escalation
from underpin.desk.complaints.client_escalation import ClientEscalation
from underpin.desk.fields import definitions, filling
from underpin.desk.fields.field import Definition
from underpin.desk.fields.filling import Said
from underpin.desk.kinds import advancing
from underpin.desk.kinds.advancing import Course
from underpin.desk.major import reading as majors
from underpin.desk.major.reading import Lines, Part, Whole
from underpin.desk.problems import hinting, known_errors, listing, problem, similar
from underpin.desk.problems.known_errors import KnownError
from underpin.desk.problems.listing import Problems
from underpin.desk.problems.problem import Problem
from underpin.desk.problems.trend import Hint
from underpin.desk.queues.filtering import Filter
from underpin.desk.search import finding
from underpin.desk.search.hits import Hit
from underpin.desk.sorting import categories, matrices
from underpin.desk.sorting.categories import Category
from underpin.desk.sorting.matrix import Matrix
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of one ticket; what only staff may know is empty for members."""

    ticket: Ticket
    categories: Sequence[Category]
    said: Sequence[Said]
    escalations: Sequence[ClientEscalation]
    course: Course | None = None
    known: Sequence[KnownError] = ()
    part: Part | None = None


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> Kinds:
    """Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    filed = await categories.of_client(act, tenant) if ticket.category_id else []
    said = await filling.of_ticket(act, tenant, number)
    escalated = await client_escalation.of_ticket(act, tenant, number)
    if act.audience is Audience.MEMBER:
        return Kinds(ticket, filed, said, escalated)
    return Kinds(
        *(ticket, filed, said, escalated),
        advancing.of(ticket),
        await known_errors.beside(act, tenant, number),
        await majors.of_ticket(act, tenant, number),
    )


@dataclass(frozen=True, slots=True)
class Editing:
    kinds: Kinds
    categories: Sequence[Category]
    similar: Sequence[Hit]
    now: datetime


@read("ticket.work", STAFF)
async def editing(act: Act, tenant: int, number: int) -> Editing:
    """Raises NotFound."""
    return Editing(
        await of_ticket(act, tenant, number),
        await categories.of_client(act, tenant),
        await similar.of_ticket(act, tenant, number),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form for a new ticket asks for."""

    categories: Sequence[Category]
    fields: Sequence[Definition]


@read("ticket.raise", MEMBER)
async def asked(act: Act) -> Asked:
    tenant = act.principal.own_tenant
    return Asked(await categories.of_client(act, tenant), await definitions.of_client(act, tenant))


@dataclass(frozen=True, slots=True)
class ProblemList:
    found: Problems
    companies: Sequence[Company]
    hints: Sequence[Hint]
    now: datetime


@read("ticket.read", STAFF)
async def problems(act: Act, tenant: int | None, after: str | None) -> ProblemList:
    """Of all clients, or of one with what looks like a problem there."""
    wanted = Filter(() if tenant is None else (tenant,))
    return ProblemList(
        await listing.page(act, wanted, after),
        await company.companies(act),
        [] if tenant is None else await hinting.hints(act, tenant),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class OneProblem:
    ticket: Ticket
    problem: Problem
    now: datetime


@read("ticket.read", STAFF)
async def one_problem(act: Act, tenant: int, number: int) -> OneProblem:
    """Raises NotFound, NoProblem."""
    ticket = await tickets.seen(act, tenant, number)
    return OneProblem(ticket, await problem.of_ticket(act, tenant, number), act.now)


@dataclass(frozen=True, slots=True)
class Majors:
    found: Lines
    now: datetime


@read("ticket.read", STAFF)
async def listed_majors(act: Act, after: str | None) -> Majors:
    return Majors(await majors.listed(act, after), act.now)


@dataclass(frozen=True, slots=True)
class OneMajor:
    whole: Whole
    hits: Sequence[Hit]
    now: datetime


@read("ticket.read", STAFF)
async def one_major(act: Act, major_id: UUID, q: str) -> OneMajor:
    """With open tickets that `q` finds, to be joined. Raises NotFound."""
    whole = await majors.one(act, major_id)
    return OneMajor(whole, await _found(act, q) if q.strip() else [], act.now)


async def _found(act: Act, q: str) -> Sequence[Hit]:
    try:
        found = await finding.find(act, q, finding.Narrowed(live=True))
    except Malformed:
        return []
    return list(found.hits)


@dataclass(frozen=True, slots=True)
class Sorting:
    categories: Sequence[Category]
    fields: Sequence[Definition]
    matrix: Matrix
    own: bool
    companies: Sequence[Company]
    now: datetime


@read("ticket.read", STAFF)
async def sorting(act: Act, tenant: int | None) -> Sorting:
    """Of the provider, or of one client."""
    companies = await company.companies(act)
    if tenant is None:
        found = await categories.everything(act), await definitions.everyones(act)
        return Sorting(*found, await matrices.of_provider(act), False, companies, act.now)
    shown = await matrices.of_client(act, tenant)
    found = await categories.of_client(act, tenant), await definitions.of_client(act, tenant)
    return Sorting(*found, shown.matrix, shown.own, companies, act.now)
