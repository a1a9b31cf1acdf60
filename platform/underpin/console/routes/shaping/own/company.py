"""A client's people, seats, contracts and audit trail, in words; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from contracts.agreements.versions import Version
from contracts.signed.contract import Contract
from tenants import own_audit, role
from tenants.own_audit import Line
from tenants.own_people import Kept, People
from tenants.seal import Head, Verdict
from underpin.console import views, words
from underpin.console.routes.own.company_gathered import Contracts, Seats
from underpin.console.routes.shaping.own import audit_words
from underpin.console.views.own_people import (
    AuditLine,
    AuditPage,
    Checked,
    OwnAgreement,
    OwnContract,
    OwnContractsPage,
    OwnPeoplePage,
    OwnPerson,
    OwnVersion,
    Seat,
    SeatListRow,
    SeatsPage,
)
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

PEOPLE, AUDIT = "/people", "/audit-trail"
ROLES = tuple(role.MEMBER)
TICKET = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]+")


def people(shell: Shell, found: People, asker: Principal, **more: str) -> OwnPeoplePage:
    return OwnPeoplePage(
        shell,
        tuple(person(each, asker) for each in found.people),
        tuple(views.Choice(str(each.id), each.name) for each in found.sites),
        ROLES,
        asker.may("seats.confirm"),
        **more,
    )


def person(each: Kept, asker: Principal) -> OwnPerson:
    return OwnPerson(
        *(each.name, each.email, each.state, each.roles, each.reach, each.site, each.limits),
        locale=each.locale,
        path=f"{PEOPLE}/{each.id}",
        is_self=each.id == asker.person_id,
    )


def seats(shell: Shell, found: Seats, *, problem: str = "") -> SeatsPage:
    names = {each.id: each.name for each in found.people}
    current = next((each for each in found.lists if each.from_day <= found.today), None)
    seated = set(current.people) if current else set()
    return SeatsPage(
        shell,
        tuple(
            Seat(str(each.id), each.name, each.email, each.id in seated)
            for each in found.people
            if each.state == "active"
        ),
        tuple(
            SeatListRow(
                each.from_day,
                len(each.people),
                names.get(each.confirmed_by, ""),
                each.confirmed_at,
            )
            for each in found.lists
        ),
        found.today,
        found.today.replace(day=1),
        problem,
    )


def contracts(shell: Shell, found: Contracts) -> OwnContractsPage:
    return OwnContractsPage(
        shell, tuple(_contract(each, found, found.today) for each in found.contracts)
    )


def _contract(each: Contract, found: Contracts, today: date) -> OwnContract:
    versions = found.versions.get(each.id, ())
    ids = dict.fromkeys(version.agreement_id for version in versions)
    return OwnContract(
        name=each.name,
        starts=each.starts_on,
        ends=each.ends_on,
        notice_days=each.notice_days,
        renewal_months=each.renewal_months if each.renewal == "automatic" else None,
        last_day=each.notice.last_day if each.notice else None,
        in_force=each.in_force(today),
        services=tuple(service.name for service in each.services),
        agreements=tuple(
            OwnAgreement(
                found.names.get(one, ""),
                _versions([version for version in versions if version.agreement_id == one]),
            )
            for one in ids
        ),
    )


def _versions(found: Sequence[Version]) -> tuple[OwnVersion, ...]:
    return tuple(
        OwnVersion(
            each.number,
            each.state,
            each.effective_from,
            each.accepted_at,
            each.state == "approved" and not each.consented,
            f"/consent/{each.id}",
        )
        for each in sorted(found, key=lambda one: -one.number)
    )


def audit(shell: Shell, found: Sequence[Line], *, later: bool) -> AuditPage:
    return AuditPage(
        shell,
        tuple(_line(each, shell.reader.language) for each in found),
        next_path=f"{AUDIT}?before={found[-1].position}" if len(found) == own_audit.PAGE else "",
        first_path=AUDIT if later else "",
    )


def _line(each: Line, language: Language) -> AuditLine:
    deed = words.word(each.verb, "own_deed", language) if each.verb else ""
    number = each.subject if TICKET.fullmatch(each.subject) else ""
    return AuditLine(
        *(each.position, each.hash, each.at, each.actor_kind, each.actor),
        *(deed, number, audit_words.said(each.said, language)),
    )


def checked(found: Verdict, known: Head | None) -> Checked:
    return Checked(
        intact=found.intact,
        broken_at=found.broken_at,
        altered=found.details_altered,
        erased=found.details_erased,
        count=found.head.count,
        hash=found.head.hash,
        kept=None if known is None else not found.head_lost,
    )
