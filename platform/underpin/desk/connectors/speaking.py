"""Speaking to a far side: who we are there, our signature, and what the answer means. Never inside
a transaction."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.channels import calling
from underpin.desk.connectors import answers, connector
from underpin.desk.connectors.adapter import Asked, Call, Side
from underpin.desk.connectors.connector import Connector, Secret
from underpin.kernel import db, ids, oauth
from underpin.kernel.oauth import Grant, GrantRefused
from underpin.kernel.outbound import AddressRefused, HttpCall, Outbound, OutboundFailed
from underpin.kernel.outbound_http import Header
from underpin.kernel.outgoing import NeverTaken

MARGIN_SECONDS: Final = 60
ACCEPT: Final = ("Accept", "application/json")
_tokens: dict[tuple[UUID, int], tuple[str, float]] = {}


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
            entered = await _entered(outbound, who)
            headers = (ACCEPT, *entered, *_signed(who, asked, identity))
            url = who.connector.url.rstrip("/") + asked.path if asked.path else who.connector.url
            answer = await outbound.call(HttpCall(identity, asked.method, url, headers, asked.body))
        except AddressRefused as problem:
            raise NeverTaken(str(problem)) from problem
        if answer.status == 401:
            _tokens.pop((who.connector.id, who.connector.version), None)
        return answers.taken(answer, who.now)

    return call


def _signed(who: Known, asked: Asked, identity: str) -> tuple[Header, ...]:
    if asked.method == "GET":
        return ()
    if not who.secret.signing_key:
        return (calling.JSON,)
    keys = [who.secret.signing_key]
    return (calling.JSON, *calling.signed(keys, identity, asked.body, who.now))


async def _entered(outbound: Outbound, who: Known) -> tuple[Header, ...]:
    """The header that says who we are; Mantis wants a bare token, Bugzilla one of its own."""
    auth, token = who.connector.auth, who.secret.token
    if auth.way == "bearer":
        return (("Authorization", f"Bearer {token}"),)
    if auth.way == "basic":
        both = base64.b64encode(f"{auth.username}:{token}".encode()).decode()
        return (("Authorization", f"Basic {both}"),)
    if auth.way == "header":
        return ((auth.header, token),)
    if auth.way == "oauth":
        return (("Authorization", f"Bearer {await _token(outbound, who)}"),)
    return ()


async def _token(outbound: Outbound, who: Known) -> str:
    """Kept by this process alone, until it ends or the connector changes."""
    place = (who.connector.id, who.connector.version)
    held, ends = _tokens.get(place, ("", 0.0))
    if held and time.monotonic() < ends - MARGIN_SECONDS:
        return held
    auth = who.connector.auth
    grant = Grant(auth.token_url, auth.client_id, auth.scope, who.secret.token)
    try:
        fresh = await oauth.token(outbound, grant)
    except GrantRefused as problem:
        raise OutboundFailed(str(problem)) from problem
    _tokens[place] = (fresh.access_token, time.monotonic() + fresh.expires_in)
    return fresh.access_token
