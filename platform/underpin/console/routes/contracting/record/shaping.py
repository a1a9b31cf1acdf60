"""A contract itself as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.signed import term
from contracts.signed.amendment import Amendment
from contracts.signed.contract import Service
from contracts.templates.template_use import Use
from underpin.console.routes.contracting.record import terms
from underpin.console.routes.contracting.record.gathered import Recorded
from underpin.console.views import record as shown
from underpin.console.views.shell import Shell
from underpin.desk.cases import shared
from underpin.kernel.principal import Principal


def page(
    shell: Shell,
    found: Recorded,
    asker: Principal,
    typed: Mapping[str, str],
    problem: str = "",
) -> shown.RecordPage:
    contract, base = found.contract, f"/clients/{found.company.slug}"
    path = f"{base}/contracts/{contract.id}/record"
    dates = contract.dates or term.dates(contract.terms, found.today)
    writes = asker.may("contract.write")
    return shown.RecordPage(
        shell=shell,
        client=found.company.name,
        name=contract.name,
        contracts_path=f"{base}/contracts",
        path=path if writes else "",
        version=contract.version,
        starts=contract.starts_on,
        ends=dates.term_ends_on,
        last_notice=dates.last_notice_day,
        notice=_notice(found),
        services=tuple(_service(each, found, path) for each in contract.services),
        amendments=tuple(_amendment(each, found) for each in found.amendments),
        templates=tuple(_used(base, each) for each in found.uses),
        parts=shared.PARTS,
        ucs=tuple((str(each.id), each.name) for each in found.ucs),
        older_path=f"{path}?before={found.amendments[-1].version}" if found.more else "",
        policy_path=f"{base}/contracts/{contract.id}/escalation",
        typed={"given_on": found.today.isoformat(), **terms.write(contract), **typed},
        problem=problem,
    )


def _notice(found: Recorded) -> shown.NoticeGiven | None:
    given = found.contract.notice
    return None if given is None else shown.NoticeGiven(given.given_on, given.by, given.last_day)


def _service(each: Service, found: Recorded, path: str) -> shown.ServiceRow:
    return shown.ServiceRow(
        id=str(each.id),
        name=each.name,
        starts=each.starts_on,
        ends=each.ends_on,
        over=each.ends_on is not None and each.ends_on < found.today,
        covers=tuple(
            shown.CoverRow(str(one.vendor_id), one.vendor, one.agreement)
            for one in found.coverage
            if one.service_id == each.id
        ),
        told=tuple(found.shared.get(each.id, ())),
        path=f"{path}/services/{each.id}",
    )


def _amendment(each: Amendment, found: Recorded) -> shown.AmendmentRow:
    return shown.AmendmentRow(
        version=each.version,
        kind=each.what,
        fields=tuple(_fields(each.before, each.after)),
        reason=each.reason,
        by=found.names.get(each.made_by, "—") if each.made_by else "",
        at=each.made_at,
    )


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[shown.AmendedField]:
    """Each that differs; what stands in another is told by its parts."""
    old, new = _flat(before), _flat(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name) and name != "id":
            yield shown.AmendedField(name, old.get(name), new.get(name))


def _flat(said: Mapping[str, Any]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, value in said.items():
        if isinstance(value, Mapping):
            found |= _flat(value)
        else:
            found[name] = None if value is None else str(value)
    return found


def _used(base: str, each: Use) -> shown.FromTemplate:
    path = f"{base}/contract?version={each.version_id}"
    return shown.FromTemplate(each.template, each.number, each.used_at, path)
