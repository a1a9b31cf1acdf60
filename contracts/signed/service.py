"""Services taken into a contract and out of it: dated, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import msgspec

from contracts.signed import amendment, contract, contract_rows
from contracts.signed.contract_rows import Contract, Service
from contracts.signed.contract_terms import NotBackwards
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

ONE = (
    "SELECT contract_id, id, name, starts_on, ends_on FROM service WHERE tenant_id = $1 AND id = $2"
)


@write("contract.write", STAFF, WORKER)
async def take_in(
    act: Act,
    contract_id: UUID,
    name: str,
    starts_on: date,
    *,
    reason: str = "",
    version: int | None = None,
    service_id: UUID | None = None,
) -> Service:
    """A service that is in the contract from that day on. Raises NotFound, StaleVersion, Malformed,
    NameTaken, NotBackwards."""
    held = await contract_rows.held(act, contract_id, version)
    if starts_on < await contract_rows.today(act, act.tenant_id):
        raise NotBackwards
    new = Service(service_id or ids.new(), name.strip(), starts_on)
    made = await contract.insert_service(act, contract_id, new)
    await amendment.record(act, held, "service_in", (_said({}), _said(made)), reason)
    return made


@write("contract.write", STAFF, WORKER)
async def take_out(
    act: Act,
    service_id: UUID,
    last_day: date | None,
    *,
    reason: str = "",
    version: int | None = None,
) -> Service:
    """A service's last day in its contract: tickets after it do not come under it. None keeps one
    in that was to leave. Raises NotFound, StaleVersion, Malformed, NotBackwards."""
    row = await db.row(ONE, act.tenant_id, service_id)
    if row is None:
        raise NotFound
    held = await contract_rows.held(act, row["contract_id"], version)
    before = Service(**{name: row[name] for name in Service.__slots__})
    _check_out(before, last_day, held, await contract_rows.today(act, act.tenant_id))
    await db.execute(
        "UPDATE service SET ends_on = $3 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, service_id, last_day),
    )
    after = replace(before, ends_on=last_day)
    await amendment.record(act, held, "service_out", (_said(before), _said(after)), reason)
    return after


def _check_out(service: Service, last_day: date | None, held: Contract, today: date) -> None:
    first = service.starts_on or held.starts_on
    if last_day is not None and last_day < first:
        raise Malformed("last_day: not before the service's first day.", field="last_day")
    gone = service.ends_on is not None and service.ends_on < today
    if gone or (last_day is not None and last_day < today):
        raise NotBackwards
    if last_day == service.ends_on:
        raise Malformed("last_day: that is what stands already.", field="last_day")


def _said(what: object) -> str:
    return msgspec.json.encode(what).decode()
