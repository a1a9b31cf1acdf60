"""Templates, their proposals and reminders as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from contracts.agreements import clause
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.signed.reminder import Reminder
from contracts.templates.template import Template
from contracts.templates.template_body import TemplateBody
from contracts.templates.template_proposal_rows import Proposal
from contracts.templates.template_rows import TemplateVersion
from underpin.console.locale import N_
from underpin.console.routes.contracting import form, meanwhile
from underpin.console.routes.contracting.page import Typed
from underpin.console.routes.contracting.sheet import draft, fields, merging
from underpin.console.routes.contracting.sheet.draft import Drafted
from underpin.console.routes.contracting.sheet.merging import Said
from underpin.console.routes.contracting.templates import gathered, terms
from underpin.console.routes.contracting.templates.gathered import (
    Editing,
    Everything,
    Proposals,
    Reminders,
    Versions,
)
from underpin.console.routes.shaping import consent
from underpin.console.views.contracting import EditorPage
from underpin.console.views.shell import Shell
from underpin.console.views.templates import (
    ProposalCard,
    ProposalsPage,
    ReminderRow,
    RemindersPage,
    TemplateCard,
    TemplatesPage,
    TemplateVersionRow,
)
from underpin.kernel.principal import Principal

BASE = "/templates"
PLACE = N_("Templates")
WAITING = ("draft", "approved")


def days(found: Editing) -> dict[UUID, int]:
    """A calendar of a template may leave out its zone: a day is as long in any."""
    body = found.version.body
    return fields.days(
        {each.id: {"time_zone": "UTC", **each.definition} for each in body.calendars}
    )


def said(body: TemplateBody) -> Said:
    return Said(Drafted(body.content, body.commitment_percent), terms.write(body.terms))


def stored(found: Editing) -> Typed:
    own = said(found.version.body)
    hidden = meanwhile.began(own, found.version.revision)
    return Typed({**draft.write("SLA", own.drafted), **own.more, **hidden})


def typed(found: Editing, given: Mapping[str, str], mine: TemplateBody) -> Typed:
    """What was typed, beside what somebody else stored meanwhile. Raises Malformed."""
    version = found.version
    names = {each.id: each.name for each in version.body.calendars}
    stored = (version.revision, said(version.body))
    clashes = meanwhile.clashes("SLA", given, stored, said(mine), names)
    return Typed(meanwhile.seen(given, version.revision), clashes=clashes)


def merged(found: Editing, given: Mapping[str, str], mine: TemplateBody) -> TemplateBody:
    """What was typed, with what is taken over of what is stored."""
    both = merging.merged(given, said(found.version.body), said(mine))
    return replace(
        mine,
        content=both.drafted.content,
        commitment_percent=both.drafted.commitment_percent,
        terms=terms.read(both.more),
    )


def editor(shell: Shell, found: Editing, typed: Typed) -> EditorPage:
    calendars = tuple((str(each.id), each.name) for each in found.version.body.calendars)
    base = f"{BASE}/versions/{found.version.id}"
    return EditorPage(
        shell=shell,
        title=found.version.name,
        number=found.version.number,
        client="",
        form=form.of("SLA", typed.given, calendars, typed.errors),
        path=f"{base}/content",
        check_path=f"{base}/check",
        back=BASE,
        zone=shell.reader.zone,
        changes=consent.changes(found.changes, shell.reader.language),
        problem=typed.problem,
        clashes=meanwhile.rows(typed.clashes, typed.given, shell.reader.language),
        clashes_by=found.author,
        place=PLACE,
        terms=True,
    )


def listed(
    shell: Shell,
    found: Everything,
    asker: Principal,
    typed: Mapping[str, str],
    problem: str = "",
) -> TemplatesPage:
    writes = asker.may("contract.write")
    return TemplatesPage(
        shell=shell,
        cards=tuple(_card(shell, each, every, asker) for each, every in found.templates),
        path=BASE,
        like=tuple((str(each.id), each.name) for each, _ in found.templates),
        writes=writes,
        proposed=found.waiting,
        default=str(found.default.template_id or "") if found.default else "",
        default_name=(found.default.name or "") if found.default else "",
        defaults=_defaults(found) if asker.may("vendor.write") else (),
        typed=typed,
        problem=problem,
    )


def _defaults(found: Everything) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.id), each.name) for each, _ in found.templates if each.current)


def _card(shell: Shell, about: Template, every: Versions, asker: Principal) -> TemplateCard:
    writes = asker.may("contract.write")
    current = next((each for each in every if each.state == "current"), None)
    waits = every[0].state in WAITING
    return TemplateCard(
        name=about.name,
        promised=_promised(current.body.content) if current else (),
        commitment=current.body.commitment_percent if current else None,
        amend_path=f"{BASE}/{about.id}/versions" if writes and not waits else "",
        versions=tuple(_version(shell, each, every, asker) for each in every),
    )


def _promised(content: Content) -> tuple[tuple[str, timedelta | None, timedelta | None], ...]:
    """By priority, how soon incidents are answered and resolved."""
    allowed = {each.about: timedelta(microseconds=each.allowed_us) for each in content.targets}
    rows = [
        (
            priority,
            allowed.get(("first_response", "incident", priority)),
            allowed.get(("resolution", "incident", priority)),
        )
        for priority in clause.PRIORITIES
    ]
    return tuple(row for row in rows if any(row[1:]))


def _version(
    shell: Shell, version: TemplateVersion, every: Versions, asker: Principal
) -> TemplateVersionRow:
    base, own = f"{BASE}/versions/{version.id}", version.author_id == asker.person_id
    is_draft, writes = version.state == "draft", asker.may("contract.write")
    approves = asker.may("contract.approve")
    return TemplateVersionRow(
        number=version.number,
        state=version.state,
        since=version.current_from,
        changes=consent.changes(gathered.changes(version, every), shell.reader.language),
        edit_path=f"{base}/edit" if is_draft and writes else "",
        approve_path=f"{base}/approval" if is_draft and approves and not own else "",
        publish_path=f"{base}/publication" if version.state == "approved" and approves else "",
        back_path=f"{base}/approval/end" if version.state == "approved" and approves else "",
        own=own and is_draft,
        revision=version.revision,
    )


def proposals(shell: Shell, found: Proposals, problem: str = "") -> ProposalsPage:
    return ProposalsPage(
        shell,
        tuple(_proposal(shell, each, changes) for each, changes in found.waiting),
        "/template-proposals/drafts",
        problem,
    )


def _proposal(shell: Shell, each: Proposal, changes: Sequence[Difference]) -> ProposalCard:
    return ProposalCard(
        client=each.client,
        agreement=each.agreement,
        contract=each.contract,
        template=each.template,
        before=each.before,
        after=each.after,
        proposed=each.proposed_at,
        changes=consent.changes(changes, shell.reader.language),
        path=f"/clients/{each.client}/template-proposals/{each.id}",
    )


def reminders(shell: Shell, found: Reminders) -> RemindersPage:
    return RemindersPage(shell, tuple(_reminder(each) for each in found.waiting))


def _reminder(each: Reminder) -> ReminderRow:
    return ReminderRow(
        client=each.client,
        contract=each.contract,
        contract_path=f"/clients/{each.client.lower()}/contract?contract={each.contract_id}",
        occasion=each.occasion,
        due=each.due_on,
        path=f"/clients/{each.client}/reminders/{each.id}/completion",
    )
