"""Work on a draft of an OLA or UC before it is in force, and what it changes."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from contracts.agreements import agreed, difference, provider_rows, revision, versions
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@provide("vendor.write")
async def rewrite(
    act: Act, version_id: UUID, content: Content, *, seen: int | None = None
) -> Version:
    """Another content for a draft; who rewrites it becomes its author. `seen` is the revision that
    was read before. Raises NotFound, WrongState, StaleVersion, Malformed."""
    kind, version = await provider_rows.held(version_id)
    versions.check_state(version, "draft")
    revision.check(version, seen)
    agreed.check(kind, content)
    try:
        await provider_rows.rewrite(act, version_id, content)
    except asyncpg.IntegrityConstraintViolationError as problem:
        raise versions.refused(problem) from problem
    return (await provider_rows.with_those_before(version_id))[-1]


@provide("vendor.write")
async def send_back(act: Act, version_id: UUID) -> Version:
    """An approved version becomes a draft again. Raises NotFound, WrongState."""
    _, version = await provider_rows.held(version_id)
    versions.check_state(version, "approved")
    return await provider_rows.change(version_id, state="draft", approver_id=None, approved_at=None)


@read("contract.read", STAFF)
async def changes(act: Act, version_id: UUID) -> list[Difference]:
    """What it changes against the version before it; all of it for the first. Raises NotFound."""
    *before, version = await provider_rows.with_those_before(version_id)
    names = await provider_rows.calendar_names()
    last = before[-1].content if before else None
    return list(difference.between(last, version.content, names))
