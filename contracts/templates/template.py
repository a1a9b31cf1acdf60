"""Templates (Bronze, Silver, Gold) and their versions: drafted, approved by a second person, then
current. Contracts made from a template stay as they are: a new version is proposed to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from contracts.agreements import revision
from contracts.agreements.versions import OwnWork, WrongState
from contracts.templates import template_body, template_rows
from contracts.templates.template_body import TemplateBody
from contracts.templates.template_rows import TemplateVersion
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class NameTaken(Conflict):
    code = "template-name-taken"
    title = "Another template has this name: choose another, or amend that one"


@dataclass(frozen=True, slots=True)
class Template:
    """`current` is the number of the version contracts are made from, `waiting` of the one that is
    a draft or approved; None where there is none."""

    id: UUID
    name: str
    current: int | None
    waiting: int | None


@provide("contract.write")
async def create(
    act: Act, name: str, body: TemplateBody, *, template_id: UUID | None = None
) -> TemplateVersion:
    """With its first draft. Raises Malformed, NameTaken."""
    template_body.check(body)
    new = template_id or ids.new()
    try:
        await db.execute("INSERT INTO template (id, name) VALUES ($1, $2)", new, name.strip())
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters.", field="name") from wrong
    return await _insert(act, new, 1, body)


@provide("contract.write")
async def amend(act: Act, template_id: UUID, body: TemplateBody) -> TemplateVersion:
    """A draft of the next version. Raises NotFound, Malformed, WrongState while another waits."""
    template_body.check(body)
    row = await db.row(
        "SELECT id, (SELECT max(number) FROM template_version WHERE template_id = $1) AS last, "
        "EXISTS (SELECT FROM template_version WHERE template_id = $1 "
        "AND state IN ('draft', 'approved')) AS waits FROM template WHERE id = $1 FOR UPDATE",
        template_id,
    )
    if row is None:
        raise NotFound
    if row["waits"]:
        raise WrongState("Another version of this template waits already: rewrite that one.")
    return await _insert(act, template_id, row["last"] + 1, body)


@provide("contract.write")
async def rewrite(
    act: Act, version_id: UUID, body: TemplateBody, *, seen: int | None = None
) -> TemplateVersion:
    """Another body for a draft; who rewrites it becomes its author. `seen` is the revision that was
    read before. Raises NotFound, WrongState, StaleVersion, Malformed."""
    template_body.check(body)
    version = await _held(version_id)
    _check_state(version, "draft")
    revision.check(version, seen)
    written, anew = template_rows.written(body), version.revision + 1
    return await _change(version_id, body=written, author_id=act.person_id, revision=anew)


@provide("contract.approve")
async def approve(act: Act, version_id: UUID, *, seen: int | None = None) -> TemplateVersion:
    """By someone other than the author, as they read it. Raises NotFound, WrongState, StaleVersion,
    OwnWork."""
    version = await _held(version_id)
    _check_state(version, "draft")
    revision.check(version, seen)
    if version.author_id == act.person_id:
        raise OwnWork
    return await _change(
        version_id, state="approved", approver_id=act.person_id, approved_at=act.now
    )


@provide("contract.approve")
async def send_back(act: Act, version_id: UUID) -> TemplateVersion:
    """An approved version becomes a draft again. Raises NotFound, WrongState."""
    _check_state(await _held(version_id), "approved")
    return await _change(version_id, state="draft", approver_id=None, approved_at=None)


@provide("contract.approve")
async def publish(act: Act, version_id: UUID) -> TemplateVersion:
    """The one contracts are made from, from now on; it is proposed to each that was made from an
    earlier one. Raises NotFound, WrongState."""
    version = await _held(version_id)
    _check_state(version, "approved")
    await db.execute(
        "UPDATE template_version SET state = 'superseded' "
        "WHERE template_id = $1 AND state = 'current'",
        version.template_id,
    )
    return await _change(version_id, state="current", current_from=act.now)


@read("contract.read", STAFF)
async def of_provider(act: Act) -> list[Template]:
    """By name."""
    rows = await db.rows(
        "SELECT t.id, t.name, max(v.number) FILTER (WHERE v.state = 'current') AS current, "
        "max(v.number) FILTER (WHERE v.state IN ('draft', 'approved')) AS waiting "
        "FROM template t JOIN template_version v ON v.template_id = t.id "
        "GROUP BY t.id, t.name ORDER BY t.name, t.id"
    )
    return [Template(**row) for row in rows]


@read("contract.read", STAFF)
async def versions(act: Act, template_id: UUID) -> list[TemplateVersion]:
    """The newest first. Raises NotFound."""
    rows = await db.rows(
        f"{template_rows.SELECT} WHERE v.template_id = $1 ORDER BY v.number DESC", template_id
    )
    if not rows:
        raise NotFound
    return [template_rows.of(row) for row in rows]


@read("contract.read", STAFF)
async def all_versions(act: Act) -> dict[UUID, list[TemplateVersion]]:
    """Of every template, the newest first."""
    found: dict[UUID, list[TemplateVersion]] = {}
    for row in await db.rows(f"{template_rows.SELECT} ORDER BY v.template_id, v.number DESC"):
        found.setdefault(row["template_id"], []).append(template_rows.of(row))
    return found


@read("contract.write", STAFF)
async def beside(act: Act, version_id: UUID) -> list[TemplateVersion]:
    """All versions of the template that this one is of, the newest first. Raises NotFound."""
    rows = await db.rows(
        f"{template_rows.SELECT} WHERE v.template_id = (SELECT template_id FROM template_version "
        "WHERE id = $1) ORDER BY v.number DESC",
        version_id,
    )
    if not rows:
        raise NotFound
    return [template_rows.of(row) for row in rows]


async def _one(version_id: UUID) -> TemplateVersion:
    found = await template_rows.among([version_id])
    if version_id not in found:
        raise NotFound
    return found[version_id]


async def _held(version_id: UUID) -> TemplateVersion:
    """With its template locked. Raises NotFound."""
    await db.row(
        "SELECT t.id FROM template t JOIN template_version v ON v.template_id = t.id "
        "WHERE v.id = $1 FOR UPDATE",
        version_id,
    )
    return await _one(version_id)


async def _insert(act: Act, template_id: UUID, number: int, body: TemplateBody) -> TemplateVersion:
    version_id = ids.new()
    await db.execute(
        "INSERT INTO template_version (id, template_id, number, state, body, author_id, "
        "created_at) VALUES ($1, $2, $3, 'draft', $4::text::jsonb, $5, $6)",
        *(version_id, template_id, number, template_rows.written(body), act.person_id, act.now),
    )
    return await _one(version_id)


CASTS = {"body": "::text::jsonb"}


async def _change(version_id: UUID, **columns: Any) -> TemplateVersion:
    names = ", ".join(
        f"{name} = ${place}{CASTS.get(name, '')}" for place, name in enumerate(columns, 2)
    )
    await db.execute(
        f"UPDATE template_version SET {names} WHERE id = $1", version_id, *columns.values()
    )
    return await _one(version_id)


def _check_state(version: TemplateVersion, wanted: str) -> None:
    if version.state != wanted:
        raise WrongState(f"This version is {version.state}; it would have to be {wanted}.")
