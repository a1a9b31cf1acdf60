"""Access tokens for mailboxes (RFC 6749): by a refresh token a person granted, or by the client's
own credentials where a provider gave the application access to a mailbox."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from underpin.kernel import errors, ids
from underpin.kernel.outbound import HttpCall, Outbound, OutboundFailed


class GrantRefused(errors.Problem):
    """The provider does not honour the grant any more: somebody must give a new one."""

    code = "grant-refused"


@dataclass(frozen=True, slots=True)
class Grant:
    """What tokens are asked for with. Without a refresh token the client asks in its own name."""

    token_url: str
    client_id: str
    scope: str
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)


class Token(msgspec.Struct, frozen=True):
    """What the provider answers; a new refresh token replaces the one it was asked with."""

    access_token: str
    expires_in: int = 300
    refresh_token: str | None = None


async def token(outbound: Outbound, grant: Grant) -> Token:
    """A fresh access token. Raises GrantRefused, OutboundFailed, AddressRefused."""
    call = HttpCall(
        str(ids.new()),
        "POST",
        grant.token_url,
        (("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")),
        urlencode(_form(grant)).encode(),
    )
    answer = await outbound.call(call)
    if answer.status in (400, 401, 403):
        raise GrantRefused(f"The provider refuses the grant ({answer.status}): give a new one.")
    try:
        if answer.status == 200:
            return msgspec.json.decode(answer.body, type=Token)
    except msgspec.DecodeError as wrong:
        raise OutboundFailed("The token endpoint answered with something else.") from wrong
    raise OutboundFailed(f"The token endpoint answered {answer.status}.")


def _form(grant: Grant) -> dict[str, str]:
    asked = {"client_id": grant.client_id, "scope": grant.scope}
    if grant.client_secret:
        asked["client_secret"] = grant.client_secret
    if grant.refresh_token:
        return {**asked, "grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    return {**asked, "grant_type": "client_credentials"}


def xoauth2(username: str, access_token: str) -> bytes:
    """What a mail server is told instead of a password, before base64."""
    return f"user={username}\1auth=Bearer {access_token}\1\1".encode()
