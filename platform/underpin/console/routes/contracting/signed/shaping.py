"""A client's contracts as their page shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from contracts.agreements.versions import Version
from contracts.coherence.coherence_warning import Warned
from contracts.signed import term
from underpin.console.routes.contracting import days_off, form
from underpin.console.routes.contracting.signed.of_client import Contracts, Signed
from underpin.console.views.contracts import (
    AgreementRow,
    ContractCard,
    ContractsPage,
    OfferedRow,
    ProposedRow,
    WarnedRow,
    WishedRow,
)
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal


def page(
    shell: Shell,
    found: Contracts,
    asker: Principal,
    typed: Mapping[str, str],
    problem: str = "",
) -> ContractsPage:
    base, writes = f"/clients/{found.company.slug}", asker.may("contract.write")
    return ContractsPage(
        shell=shell,
        client=found.company.name,
        path=f"{base}/contracts",
        cards=tuple(_card(base, each, found) for each in found.signed),
        templates=tuple((str(each.id), each.name) for each in found.templates) if writes else (),
        wishes=tuple(
            WishedRow(
                each.subject,
                f"/tickets/{found.company.key}-{each.number}",
                each.change.state,
                each.change.matter,
                f"{base}/wishes/{each.number}/amendment",
            )
            for each in found.wishes
        ),
        amendable=tuple(_amendable(found)),
        may_write=writes,
        typed={"starts_on": found.today.isoformat(), **typed},
        problem=problem,
        calendars_path=f"{base}/calendars",
        hours=form.choices(days_off.newest(found.hours)) if writes else (),
        proposed=tuple(
            ProposedRow(each.template, each.after, each.agreement, each.state, each.proposed_at)
            for each in found.proposed
        ),
        warned=tuple(_warned(base, each) for each in found.warned),
        propose_path=f"{base}/template-proposals" if writes else "",
        offered=tuple(
            OfferedRow(each.number, each.effective_from, f"{base}/contract?version={each.id}")
            for each in found.offered
        ),
        choice_path=f"{base}/agreement-choice",
    )


def _warned(base: str, each: Warned) -> WarnedRow:
    path = f"{base}/contract?version={each.version_id}"
    return WarnedRow(each.kind, each.about, each.warned_at, path)


def _card(base: str, each: Signed, found: Contracts) -> ContractCard:
    signed = each.contract
    dates = signed.dates or term.dates(signed.terms, found.today)
    return ContractCard(
        name=signed.name,
        path=f"{base}/contract?contract={signed.id}",
        in_force=dates.in_force,
        starts=signed.starts_on,
        ends=dates.term_ends_on,
        renews=dates.renews_on,
        notice_by=dates.last_notice_day,
        uplift_on=dates.next_uplift_on,
        uplift=signed.uplift_percent,
        services=tuple(service.name for service in signed.services),
        agreements=tuple(_rows(base, each.versions, found.names)),
        draft_path=f"{base}/contracts/{signed.id}/agreements",
        record_path=f"{base}/contracts/{signed.id}/record",
    )


def _rows(
    base: str, versions: Sequence[Version], names: Mapping[UUID, str]
) -> Iterable[AgreementRow]:
    """Each SLA with the version in force and the one that waits."""
    for about in dict.fromkeys(each.agreement_id for each in versions):
        own = [each for each in versions if each.agreement_id == about]
        active = next((each for each in own if each.state == "active"), None)
        waits = next((each for each in own if each.state in ("draft", "approved")), None)
        shown = waits or active or own[-1]
        yield AgreementRow(
            name=names.get(about, "—"),
            path=f"{base}/contract?version={shown.id}",
            active=active.number if active else None,
            since=active.effective_from if active else None,
            waits=waits.number if waits else None,
            waits_state=waits.state if waits else "",
        )


def _amendable(found: Contracts) -> Iterable[tuple[str, str]]:
    """SLAs of which no version waits."""
    for signed in found.signed:
        for about in dict.fromkeys(each.agreement_id for each in signed.versions):
            states = {each.state for each in signed.versions if each.agreement_id == about}
            if not states & {"draft", "approved"} and "active" in states:
                yield str(about), found.names.get(about, "—")
