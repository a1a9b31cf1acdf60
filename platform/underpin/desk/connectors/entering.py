"""The header that says who we are at a far side."""

from __future__ import annotations

import base64
import time
from collections.abc import Hashable
from typing import Final

from underpin.desk.connectors.connector import Auth, Secret
from underpin.kernel import oauth
from underpin.kernel.oauth import Grant, GrantRefused
from underpin.kernel.outbound import Outbound, OutboundFailed
from underpin.kernel.outbound_http import Header

MARGIN_SECONDS: Final = 60
_tokens: dict[Hashable, tuple[str, float]] = {}


async def headers(
    outbound: Outbound, auth: Auth, secret: Secret, place: Hashable
) -> tuple[Header, ...]:
    """`place` names what gets in, at its version: an access token is kept under it."""
    token = secret.token
    if auth.way == "bearer":
        return (("Authorization", f"Bearer {token}"),)
    if auth.way == "basic":
        both = base64.b64encode(f"{auth.username}:{token}".encode()).decode()
        return (("Authorization", f"Basic {both}"),)
    if auth.way == "header":
        return ((auth.header, token),)
    if auth.way == "oauth":
        return (("Authorization", f"Bearer {await _token(outbound, auth, secret, place)}"),)
    return ()


def forget(place: Hashable) -> None:
    """It was not taken: ask for another next time."""
    _tokens.pop(place, None)


async def _token(outbound: Outbound, auth: Auth, secret: Secret, place: Hashable) -> str:
    """Kept by this process alone, until it ends or what gets in changes."""
    held, ends = _tokens.get(place, ("", 0.0))
    if held and time.monotonic() < ends - MARGIN_SECONDS:
        return held
    grant = Grant(auth.token_url, auth.client_id, auth.scope, secret.token)
    try:
        fresh = await oauth.token(outbound, grant)
    except GrantRefused as problem:
        raise OutboundFailed(str(problem)) from problem
    _tokens[place] = (fresh.access_token, time.monotonic() + fresh.expires_in)
    return fresh.access_token
