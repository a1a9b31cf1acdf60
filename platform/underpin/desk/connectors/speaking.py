"""Speaking to a far side: who we are there, our signature, and what the answer means. Never inside
a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.channels import calling
from underpin.desk.connectors import answers, connector, entering
from underpin.desk.connectors.adapter import Asked, Call, Side
from underpin.desk.connectors.connector import Connector, Secret
from underpin.kernel import db, ids
from underpin.kernel.outbound import AddressRefused, HttpCall, Outbound
from underpin.kernel.outbound_http import Header
from underpin.kernel.outgoing import NeverTaken

ACCEPT: Final = ("Accept", "application/json")


@dataclass(frozen=True, slots=True)
class Known:
    """A connector, with what gets in; `now` is the moment that is signed."""

    connector: Connector
    secret: Secret = field(repr=False)
    now: datetime


async def known(connector_id: UUID) -> Known:
    """In an open transaction. Raises NeverTaken where it is gone or paused."""
    row = await db.row(
        f"SELECT {connector.COLUMNS}, secret FROM connector WHERE id = $1", connector_id
    )
    if row is None or row["paused_at"] is not None:
        raise NeverTaken("Its connector is paused.")
    secret = connector.unseal(connector_id, bytes(row["secret"]))
    return Known(connector.of(row), secret, await db.now())


def side(outbound: Outbound, who: Known) -> Side:
    """Its far side, as an adapter speaks to it."""
    return Side(who.connector.form, _calling(outbound, who))


def _calling(outbound: Outbound, who: Known) -> Call:
    async def call(asked: Asked) -> Any:
        identity = asked.identity or str(ids.new())
        try:
            words = (who.connector.auth, who.secret, _place(who))
            entered = await entering.headers(outbound, *words)
            headers = (ACCEPT, *entered, *_signed(who, asked, identity))
            url = who.connector.url.rstrip("/") + asked.path if asked.path else who.connector.url
            answer = await outbound.call(HttpCall(identity, asked.method, url, headers, asked.body))
        except AddressRefused as problem:
            raise NeverTaken(str(problem)) from problem
        if answer.status == 401:
            entering.forget(_place(who))
        return answers.taken(answer, who.now)

    return call


def _signed(who: Known, asked: Asked, identity: str) -> tuple[Header, ...]:
    if asked.method == "GET":
        return ()
    if not who.secret.signing_key:
        return (calling.JSON,)
    keys = [who.secret.signing_key]
    return (calling.JSON, *calling.signed(keys, identity, asked.body, who.now))


def _place(who: Known) -> tuple[UUID, int]:
    return (who.connector.id, who.connector.version)
