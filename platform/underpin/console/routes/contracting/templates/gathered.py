"""Templates and what they propose, as their pages need them, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.agreements import difference
from contracts.agreements.difference import Difference
from contracts.signed import default_agreement, reminder
from contracts.signed.default_agreement import Choice
from contracts.signed.reminder import Reminder
from contracts.templates import template, template_proposal
from contracts.templates.template import Template
from contracts.templates.template_proposal_rows import Proposal
from contracts.templates.template_rows import TemplateVersion
from underpin.console.routes.contracting import gathered
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

Versions = Sequence[TemplateVersion]


@dataclass(frozen=True, slots=True)
class Everything:
    """Each template with its versions, the newest first; `waiting` counts what is proposed;
    `default` is what counts out of contract, None where nobody chose."""

    templates: Sequence[tuple[Template, Versions]]
    waiting: int
    default: Choice | None
    now: datetime


@read("contract.read", STAFF)
async def templates(act: Act) -> Everything:
    every = await template.of_provider(act)
    versions = await template.all_versions(act)
    writes = act.principal.may("contract.write")
    return Everything(
        [(each, versions[each.id]) for each in every],
        len(await template_proposal.waiting(act)) if writes else 0,
        await default_agreement.chosen(act),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Editing:
    """`author` is the name of who wrote it last."""

    version: TemplateVersion
    changes: Sequence[Difference]
    author: str
    now: datetime


@read("contract.write", STAFF)
async def editing(act: Act, version_id: UUID) -> Editing:
    """Raises NotFound."""
    every = await template.beside(act, version_id)
    (found,) = (each for each in every if each.id == version_id)
    author = await gathered.author(act, found.author_id)
    return Editing(found, changes(found, every), author, act.now)


def changes(version: TemplateVersion, every: Versions) -> Sequence[Difference]:
    """Against the version before it; none for the first."""
    before = next((each for each in every if each.number == version.number - 1), None)
    if before is None:
        return ()
    names = {each.id: each.name for one in (before, version) for each in one.body.calendars}
    commitments = (before.body.commitment_percent, version.body.commitment_percent)
    return difference.between(before.body.content, version.body.content, names, commitments)


@read("contract.write", STAFF)
async def newest(act: Act, template_id: UUID) -> TemplateVersion:
    """Raises NotFound."""
    found: TemplateVersion = (await template.versions(act, template_id))[0]
    return found


@dataclass(frozen=True, slots=True)
class Proposals:
    """`tenants` are the numbers of the clients by their keys."""

    waiting: Sequence[tuple[Proposal, Sequence[Difference]]]
    now: datetime


@read("contract.write", STAFF)
async def proposals(act: Act) -> Proposals:
    """What waits to be decided, the oldest first, with what each would change."""
    waiting = await template_proposal.waiting(act)
    tenants: Mapping[str, int] = act.principal.tenants
    return Proposals(
        [
            (each, await template_proposal.changes(act, tenants[each.client], each.id))
            for each in waiting
            if each.client in tenants
        ],
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Reminders:
    waiting: Sequence[Reminder]
    now: datetime


@read("contract.write", STAFF)
async def reminders(act: Act) -> Reminders:
    """The nearest day first."""
    return Reminders(await reminder.waiting(act), act.now)
