"""A client's contract: its terms, the versions of its SLA, the targets of the one shown."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from contracts.agreements.agreed import Target
from contracts.agreements.versions import Version
from contracts.signed.contract import Contract
from underpin.console import formats, locale, views
from underpin.console.locale import N_
from underpin.console.routes.accounts import Signed
from underpin.console.routes.contracting import days_off, picture
from underpin.console.routes.contracting.course import Reading
from underpin.console.routes.contracting.picture import Shown
from underpin.console.routes.shaping import consent, money, tickets, version_steps
from underpin.console.views.account import VersionState
from underpin.console.views.clock import Metric
from underpin.console.views.contracting import Picture
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

AUTOMATIC, BY_AGREEMENT = N_("by itself"), N_("only by agreement")
DOCUMENT = N_("signed document")
UNTIL = N_("%(name)s, until %(day)s")
NEWEST = 6
ORDER = ("first_response", "next_reply", "next_update", "resolution", "availability")


def page(shell: Shell, found: Signed, asker: Principal) -> views.ContractPage:
    language, shown = shell.reader.language, found.shown
    return views.ContractPage(
        shell=shell,
        contract=_contract(found, shell),
        agreement=found.agreement.name if found.agreement else "",
        versions=tuple(_versions(found, language)),
        targets=tuple(_targets(found)) if shown else (),
        picture=_picture(found, language),
        zone=found.company.time_zone,
        invoice_path=f"/clients/{found.company.slug}/invoice" if found.draft else "",
        invoices_path=_invoices(found) if asker.may("invoice.read") else "",
        invoices=money.rows(found.company.key, _invoices(found), found.issued[:NEWEST]),
        work=version_steps.of(found, asker),
        asking=version_steps.asking(found, asker),
        changes=_changes(found, language),
        amend_path=version_steps.amending(found, asker),
        accepted_by=_accepted(found, language),
        taking_up=_taking_up(found),
        contracts_path=f"/clients/{found.company.slug}/contracts",
    )


def _taking_up(found: Signed) -> views.TakingUp | None:
    run = found.progress
    return None if run is None else views.TakingUp(run.state, run.done, run.total, run.switch_at)


def _changes(found: Signed, language: Language) -> tuple[views.Change, ...]:
    """Of the first version all is new: its targets say it better."""
    if found.shown is None or found.shown.number == 1:
        return ()
    return consent.changes(found.changes, language)


def _invoices(found: Signed) -> str:
    return f"/clients/{found.company.slug}/invoices"


def _contract(found: Signed, shell: Shell) -> views.Contract:
    contract, language = found.contract, shell.reader.language
    return views.Contract(
        number=found.company.key,
        title=contract.name,
        client=found.company.name,
        client_slug=found.company.slug,
        provider=shell.brand,
        starts=contract.starts_on,
        ends=contract.ends_on,
        notice=formats.days(contract.notice_days, language),
        renewal=_renewal(contract, language),
        plan=found.draft.plan if found.draft else "—",
        services_in=tuple(each.name for each in contract.services),
        out_of_contract=not found.in_force,
    )


def _renewal(contract: Contract, language: Language) -> str:
    message = AUTOMATIC if contract.renewal == "automatic" else BY_AGREEMENT
    return locale.gettext(language, message)


def _versions(found: Signed, language: Language) -> Sequence[views.Version]:
    """The newest first; each ends where the next one begins."""
    names = {each.id: each.name for each in found.colleagues}
    names |= {each.id: each.name for each in found.members}
    ends = _ends(found.versions)
    return [
        views.Version(
            number=each.number,
            state=typing.cast(VersionState, each.state),
            effective_from=each.effective_from,
            ends=ends.get(each.number),
            author=names.get(each.author_id, "—"),
            approver=names.get(each.approver_id, "—") if each.approver_id else "",
            consent=_consent(each, names, language),
            path=f"/clients/{found.company.slug}/contract?version={each.id}",
            shown=found.shown is not None and each.id == found.shown.id,
        )
        for each in sorted(found.versions, key=lambda version: -version.number)
    ]


def _ends(versions: Sequence[Version]) -> dict[int, datetime]:
    dated = sorted(
        ((each.effective_from, each.number) for each in versions if each.effective_from),
    )
    return {number: start for (_, number), (start, _) in itertools.pairwise(dated)}


def _consent(version: Version, names: dict[UUID, str], language: Language) -> str:
    if version.accepted_by is not None:
        return names.get(version.accepted_by, "—")
    return locale.gettext(language, DOCUMENT) if version.document_sha256 else ""


def _targets(found: Signed) -> Sequence[views.TargetTable]:
    assert found.shown is not None, "asked of a shown version only"  # noqa: S101
    content = found.shown.content
    names = {each.id: f"{each.name} v{each.number}" for each in found.calendars}
    priorities = tuple(sorted({each.priority for each in content.targets}))
    present = {each.metric for each in content.targets}
    return [
        views.TargetTable(
            typing.cast(Metric, metric),
            priorities,
            tuple(
                _row(kind, priorities, _of(content.targets, metric, kind), names, found)
                for kind in dict.fromkeys(
                    each.ticket_type for each in content.targets if each.metric == metric
                )
            ),
        )
        for metric in ORDER
        if metric in present
    ]


def _of(targets: Sequence[Target], metric: str, kind: str) -> dict[str, Target]:
    return {
        each.priority: each for each in targets if (each.metric, each.ticket_type) == (metric, kind)
    }


def _row(
    kind: str,
    priorities: Sequence[str],
    targets: dict[str, Target],
    names: dict[UUID, str],
    found: Signed,
) -> views.TargetRow:
    assert found.shown is not None, "asked of a shown version only"  # noqa: S101
    content = found.shown.content
    cells = [
        views.TargetCell(
            _span(target.allowed_us),
            names.get(content.calendar_of(target), "—"),
            target.warn_percents,
        )
        if (target := targets.get(priority)) is not None
        else None
        for priority in priorities
    ]
    return views.TargetRow(tickets.kind(kind), tuple(cells))


def _picture(found: Signed, language: Language) -> Picture:
    """As last checked, for reading: fixes are set in the editor."""
    own = found.shown.content.calendar_version_id if found.shown else None
    hours = next((each for each in found.calendars if each.id == own), None)
    off = days_off.of(hours, days_off.newest(found.behind))
    kept = found.coherence
    return picture.of(
        found.lines,
        Shown(Reading(found.company.time_zone, language, off)),
        unattended=kept.unattended if kept else (),
        checked=kept.checked_at if kept else None,
    )


def _accepted(found: Signed, language: Language) -> str:
    """Who accepts that something is not kept, and until when; empty for nobody."""
    risk = found.coherence.risk if found.coherence else None
    if risk is None:
        return ""
    names = {each.id: each.name for each in found.colleagues}
    words = {"name": names.get(risk.accepted_by, "—"), "day": formats.day(risk.ends_on, language)}
    return locale.gettext(language, UNTIL) % words


def _span(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
