"""A contract's terms are changed, and notice of it is given or withdrawn: from today on, never
backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal
from uuid import UUID

import asyncpg

from contracts.signed import amendment, contract_rows, contract_terms, term
from contracts.signed.contract import NameTaken
from contracts.signed.contract_rows import Contract, Notice
from contracts.signed.contract_terms import Changes, NotBackwards
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class NothingToEnd(Conflict):
    code = "nothing-to-end"
    title = "This contract ends by itself, or notice of it was given already"


class NoNotice(Conflict):
    code = "no-notice"
    title = "No notice was given of this contract"


@write("contract.write", STAFF)
async def change_terms(
    act: Act,
    contract_id: UUID,
    changes: Changes,
    *,
    reason: str = "",
    version: int | None = None,
) -> Contract:
    """From today on, what is named and nothing else. Raises NotFound, StaleVersion, Malformed,
    NameTaken, NotBackwards, NoticeGiven."""
    before = await contract_rows.held(act, contract_id, version)
    after = contract_terms.changed(before, changes, await contract_rows.today(act, act.tenant_id))
    names = tuple(changes.named)
    said = (contract_terms.written(before, names), contract_terms.written(after, names))
    try:
        return await amendment.record(act, after, "terms", said, reason)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken


@write("contract.write", STAFF)
async def give_notice(
    act: Act,
    contract_id: UUID,
    by: Literal["client", "provider"],
    *,
    given_on: date | None = None,
    reason: str = "",
    version: int | None = None,
) -> Contract:
    """It ends with the term for whose end the notice comes in time; one that runs until notice
    ends when its days have passed. `given_on`: the day it reached the other side, today where
    nothing else is said. Raises NotFound, StaleVersion, Malformed, NothingToEnd."""
    before = await contract_rows.held(act, contract_id, version)
    today = await contract_rows.today(act, act.tenant_id)
    day = given_on or today
    if day > today:
        raise Malformed("given_on: today or a day that has passed.", field="given_on")
    last = term.earliest_end(before.terms, day)
    if last is None:
        raise NothingToEnd
    if last < today:
        raise NotBackwards
    after = replace(before, notice=Notice(day, by, last))
    return await amendment.record(act, after, "notice", _notices(before, after), reason)


@write("contract.write", STAFF)
async def withdraw_notice(
    act: Act, contract_id: UUID, *, reason: str = "", version: int | None = None
) -> Contract:
    """Both sides go on. Raises NotFound, StaleVersion, NoNotice, NotBackwards once it ended."""
    before = await contract_rows.held(act, contract_id, version)
    if before.notice is None:
        raise NoNotice
    if before.notice.last_day < await contract_rows.today(act, act.tenant_id):
        raise NotBackwards
    after = replace(before, notice=None)
    return await amendment.record(act, after, "notice_withdrawn", _notices(before, after), reason)


def _notices(before: Contract, after: Contract) -> tuple[str, str]:
    names = ("notice",)
    return contract_terms.written(before, names), contract_terms.written(after, names)
