"""OLAs of the tiers and UCs of vendors, and their versions: the provider's own, so that nobody
outside has to accept them; approved by a second person all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.agreements import agreed, provider_rows, revision, version_store, versions
from contracts.agreements.agreed import Content
from contracts.agreements.versions import COLUMNS, Version, WrongState
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

SELECT = f"SELECT {COLUMNS}, {version_store.OF_PROVIDER} FROM provider_agreement_version v"


@dataclass(frozen=True, slots=True)
class Behind:
    """An OLA names a tier, a UC a vendor."""

    id: UUID
    kind: str
    name: str
    tier: int | None
    vendor_id: UUID | None
    versions: tuple[Version, ...] = ()


@provide("vendor.write")
async def draft_ola(
    act: Act, tier: int, name: str, content: Content, *, agreement_id: UUID | None = None
) -> Version:
    """Raises Malformed."""
    if tier not in (1, 2, 3):
        raise Malformed("tier: 1, 2 or 3; an outside vendor has a UC.", field="tier")
    return await _draft(act, Behind(agreement_id or ids.new(), "OLA", name, tier, None), content)


@provide("vendor.write")
async def draft_uc(
    act: Act, vendor_id: UUID, name: str, content: Content, *, agreement_id: UUID | None = None
) -> Version:
    """Raises Malformed."""
    return await _draft(
        act, Behind(agreement_id or ids.new(), "UC", name, None, vendor_id), content
    )


@provide("vendor.write")
async def amend(act: Act, agreement_id: UUID, content: Content) -> Version:
    """A draft of the next version. Raises NotFound, Malformed, WrongState while another waits."""
    row = await db.row("SELECT kind FROM provider_agreement WHERE id = $1 FOR UPDATE", agreement_id)
    if row is None:
        raise NotFound
    agreed.check(row["kind"], content)
    every = await _versions("v.agreement_id = $1", agreement_id)
    if any(version.state in ("draft", "approved") for version in every):
        raise WrongState("Another version of this agreement waits already.")
    try:
        return await _insert(act, agreement_id, len(every) + 1, content)
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise versions.refused(problem) from problem


@provide("vendor.write")
async def approve(act: Act, version_id: UUID, *, seen: int | None = None) -> Version:
    """By someone other than the author, as they read it. Raises NotFound, WrongState, StaleVersion,
    OwnWork."""
    version = await _held(version_id)
    versions.check_state(version, "draft")
    revision.check(version, seen)
    versions.check_not_author(version, act.person_id)
    return await _change(
        version_id, state="approved", approver_id=act.person_id, approved_at=act.now
    )


@provide("vendor.write")
async def activate(act: Act, version_id: UUID, effective_from: datetime) -> Version:
    """Governs every hand-over from then on; visits and cases under way keep theirs. Raises
    NotFound, WrongState, Malformed."""
    version = await _held(version_id)
    versions.check_state(version, "approved")
    every = await _versions("v.agreement_id = $1", version.agreement_id)
    starts = [each.effective_from for each in every if each.effective_from is not None]
    versions.check_effective(max(starts, default=None), effective_from, act.now)
    await db.execute(
        "UPDATE provider_agreement_version SET state = 'superseded' "
        "WHERE agreement_id = $1 AND state = 'active'",
        version.agreement_id,
    )
    return await _change(version_id, state="active", effective_from=effective_from)


@read("contract.read", STAFF)
async def of_provider(act: Act) -> list[Behind]:
    """Every OLA by tier and UC by name, each with its versions in order."""
    rows = await db.rows(
        "SELECT id, kind, name, tier, vendor_id FROM provider_agreement ORDER BY kind, tier, name"
    )
    every = await _versions("true")
    return [
        Behind(**row, versions=tuple(each for each in every if each.agreement_id == row["id"]))
        for row in rows
    ]


async def _draft(act: Act, new: Behind, content: Content) -> Version:
    agreed.check("OLA" if new.kind == "OLA" else "UC", content)
    try:
        await db.execute(
            "INSERT INTO provider_agreement (id, kind, name, tier, vendor_id) "
            "VALUES ($1, $2, $3, $4, $5)",
            *(new.id, new.kind, new.name, new.tier, new.vendor_id),
        )
        return await _insert(act, new.id, 1, content)
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise versions.refused(problem) from problem


async def _insert(act: Act, agreement_id: UUID, number: int, content: Content) -> Version:
    await provider_rows.check_calendars(content)
    version_id = ids.new()
    await db.execute(
        "INSERT INTO provider_agreement_version (id, agreement_id, number, state, author_id, "
        "calendar_version_id, terms, created_at) "
        "VALUES ($1, $2, $3, 'draft', $4, $5, $6::text::jsonb, $7)",
        *(version_id, agreement_id, number, act.person_id, content.calendar_version_id),
        *(version_store.terms_of(content), act.now),
    )
    await db.many(
        "INSERT INTO provider_target (version_id, metric, ticket_type, priority, allowed_us, "
        "pausing_states, warn_percents, calendar_version_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(version_id, *row) for row in version_store.rows_of(content)],
    )
    return await _one(version_id)


async def _held(version_id: UUID) -> Version:
    """With its agreement locked. Raises NotFound."""
    await db.row(
        "SELECT a.id FROM provider_agreement a JOIN provider_agreement_version v "
        "ON v.agreement_id = a.id WHERE v.id = $1 FOR UPDATE",
        version_id,
    )
    return await _one(version_id)


async def _one(version_id: UUID) -> Version:
    found = await _versions("v.id = $1", version_id)
    if not found:
        raise NotFound
    return found[0]


async def _versions(condition: str, *args: Any) -> list[Version]:
    rows = await db.rows(f"{SELECT} WHERE {condition} ORDER BY v.agreement_id, v.number", *args)
    return [versions.of(row) for row in rows]


async def _change(version_id: UUID, **columns: Any) -> Version:
    await db.update("provider_agreement_version", {"id": version_id}, columns)
    return await _one(version_id)
