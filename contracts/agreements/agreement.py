"""SLAs and their versions: drafted, approved by a second person, accepted by the client, active.

An active version is never edited: it is amended by the next one, which begins where it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import asyncpg

from contracts.agreements import (
    activation,
    agreed,
    agreement_rows,
    consent,
    difference,
    revision,
    versions,
)
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version, WrongState
from contracts.coherence import promised
from contracts.coherence.keeping import Line
from contracts.coherence.promised import Risk
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


@write("contract.write", STAFF)
async def draft(
    act: Act,
    contract_id: UUID,
    name: str,
    content: Content,
    *,
    service_id: UUID | None = None,
    commitment_percent: Decimal | None = None,
    agreement_id: UUID | None = None,
) -> Version:
    """A new SLA of a contract, or of one of its services, with its first version. Raises
    Malformed."""
    agreed.check("SLA", content)
    new = agreement_id or ids.new()
    try:
        await db.execute(
            "INSERT INTO agreement (tenant_id, id, contract_id, service_id, kind, name) "
            "VALUES ($1, $2, $3, $4, 'SLA', $5)",
            *(act.tenant_id, new, contract_id, service_id, name),
        )
        return await agreement_rows.insert(act, new, 1, content, commitment_percent)
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise versions.refused(problem) from problem


@write("contract.write", STAFF)
async def rewrite(
    act: Act,
    version_id: UUID,
    content: Content,
    *,
    commitment_percent: Decimal | None = None,
    seen: int | None = None,
) -> Version:
    """Another content for a draft; who rewrites it becomes its author. `seen` is the revision that
    was read before. Raises NotFound, WrongState, StaleVersion, Malformed."""
    agreed.check("SLA", content)
    version = await agreement_rows.held(act, version_id)
    versions.check_state(version, "draft")
    revision.check(version, seen)
    try:
        return await agreement_rows.rewrite(act, version, content, commitment_percent)
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise versions.refused(problem) from problem


@write("contract.write", STAFF)
async def amend(act: Act, agreement_id: UUID) -> Version:
    """A draft of the next version that says what the active one says. Raises NotFound, and
    WrongState while another draft waits or none is active, and for a default agreement."""
    every = await agreement_rows.of_agreement(act.tenant_id, agreement_id, lock=True)
    if not every:
        raise NotFound
    if every[-1].offered:
        raise WrongState("This is the provider's default agreement: amend its template.")
    if any(version.state in ("draft", "approved") for version in every):
        raise WrongState("Another version of this agreement waits already: rewrite that one.")
    newest = every[-1]
    return await agreement_rows.insert(
        act, agreement_id, newest.number + 1, newest.content, newest.commitment_percent
    )


@write("contract.approve", STAFF)
async def approve(act: Act, version_id: UUID, *, seen: int | None = None) -> Version:
    """By someone other than the author, as they read it. Raises NotFound, WrongState, StaleVersion,
    OwnWork."""
    version = await agreement_rows.held(act, version_id)
    versions.check_state(version, "draft")
    revision.check(version, seen)
    versions.check_not_author(version, act.person_id)
    return await agreement_rows.change(
        act, version_id, state="approved", approver_id=act.person_id, approved_at=act.now
    )


@write("contract.approve", STAFF)
async def send_back(act: Act, version_id: UUID) -> Version:
    """An approved version becomes a draft again; the client's consent, if given, is void."""
    version = await agreement_rows.held(act, version_id)
    versions.check_state(version, "approved")
    return await agreement_rows.change(
        act,
        version_id,
        state="draft",
        approver_id=None,
        approved_at=None,
        accepted_by=None,
        accepted_at=None,
        document_sha256=None,
    )


@write("contract.accept", MEMBER)
async def accept(act: Act, version_id: UUID) -> Version:
    """The client's consent, by a named client admin (PRACTICE 26). Raises NotFound, WrongState, and
    Withdrawn where it was asked for and taken back."""
    version = await agreement_rows.held(act, version_id)
    if version.state == "draft":
        raise NotFound
    versions.check_state(version, "approved")
    await consent.check(act.tenant_id, version_id)
    return await agreement_rows.change(
        act, version_id, accepted_by=act.person_id, accepted_at=act.now
    )


@write("contract.write", STAFF)
async def attach_document(act: Act, version_id: UUID, sha256: str) -> Version:
    """The client's consent as a signed document, by its SHA-256 in hex. Raises Malformed,
    NotFound, WrongState."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        digest = b""
    if len(digest) != 32:
        raise Malformed("sha256: 64 hexadecimal digits.", field="sha256")
    versions.check_state(await agreement_rows.held(act, version_id), "approved")
    return await agreement_rows.change(act, version_id, document_sha256=digest)


@write("contract.write", STAFF)
async def check(act: Act, version_id: UUID, effective_from: datetime | None = None) -> list[Line]:
    """Whether what stands behind it keeps each promise, written down with the version. Raises
    NotFound."""
    version = await agreement_rows.held(act, version_id)
    return list(await promised.check(act, version, effective_from or act.now))


@write("contract.write", STAFF)
async def activate(
    act: Act,
    version_id: UUID,
    effective_from: datetime,
    *,
    risk: Risk | None = None,
    open_tickets: bool = False,
) -> Version:
    """From then on for tickets raised; those that are open keep theirs, unless `open_tickets`: then
    they go on under it from that instant, with the time used kept. Never backwards.

    Raises WrongState without approval or consent, Malformed for an instant before now or before
    the version it follows, NotKept where a promise is not kept and nobody but the author accepts
    that risk until a date.
    """
    version = await agreement_rows.held(act, version_id)
    versions.check_state(version, "approved")
    if not version.consented:
        raise WrongState("The client has not accepted this version: ask a client admin.")
    every = await agreement_rows.of_agreement(act.tenant_id, version.agreement_id, lock=True)
    versions.check_effective(_newest_start(every), effective_from, act.now)
    await promised.settle(act, version, effective_from, risk)
    await _supersede(act, version.agreement_id)
    active = await agreement_rows.change(
        act, version_id, state="active", effective_from=effective_from
    )
    await events.emit(act, _activated(active, open_tickets=open_tickets))
    if open_tickets:
        await activation.begin(act, "sla", version_id, max(effective_from, act.now))
    return active


def _newest_start(every: Sequence[Version]) -> datetime | None:
    starts = [version.effective_from for version in every if version.effective_from is not None]
    return max(starts, default=None)


async def _supersede(act: Act, agreement_id: UUID) -> None:
    await db.execute(
        "UPDATE agreement_version SET state = 'superseded' "
        "WHERE tenant_id = $1 AND agreement_id = $2 AND state = 'active'",
        act.tenant_id,
        agreement_id,
    )


def _activated(version: Version, *, open_tickets: bool) -> events.New:
    body = {
        "version_id": str(version.id),
        "number": version.number,
        "effective_from": str(version.effective_from),
        "open_tickets": open_tickets,
    }
    return events.New("agreement.activated", version.agreement_id, body)


@read("contract.read", STAFF, MEMBER)
async def of_contract(act: Act, tenant: int, contract_id: UUID) -> list[Version]:
    """All versions of its SLAs, oldest first; a member is shown what is or was active, a client
    admin also what waits for their consent."""
    _own(act, tenant)
    return await agreement_rows.of_contract(tenant, contract_id)


@read("contract.read", STAFF, MEMBER)
async def by_contract(act: Act, tenant: int) -> dict[UUID, list[Version]]:
    """What `of_contract` tells, of all a client's contracts at once; one without any is absent."""
    _own(act, tenant)
    return await agreement_rows.by_contract(tenant)


@read("contract.read", STAFF)
async def one(act: Act, tenant: int, version_id: UUID) -> Version:
    """A version in any state. Raises NotFound."""
    return await agreement_rows.one(tenant, version_id)


@read("contract.read", STAFF, MEMBER)
async def changes(act: Act, tenant: int, version_id: UUID) -> list[Difference]:
    """What it changes against the version before it; all of it for the first. Raises NotFound."""
    _own(act, tenant)
    version = await agreement_rows.one(tenant, version_id)
    every = await agreement_rows.of_agreement(tenant, version.agreement_id)
    before = [each for each in every if each.number < version.number]
    last = before[-1] if before else None
    names = await agreement_rows.calendar_names(tenant)
    commitments = (last.commitment_percent if last else None, version.commitment_percent)
    content = last.content if last else None
    return list(difference.between(content, version.content, names, commitments))


@read("contract.read", STAFF)
async def verdicts(act: Act, tenant: int, version_id: UUID) -> list[Line]:
    """What was found when it was last checked; empty when it never was."""
    return await promised.of_version(tenant, version_id)


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
