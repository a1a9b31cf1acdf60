"""A connector: one far side of ours, a vendor's or a bug tracker's, and how it is got into.

It is the provider's own. What gets in is sealed under the keyring; who administers reads everything
about one but that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from underpin.desk.channels import calling
from underpin.desk.connectors import rest
from underpin.desk.connectors.adapter import Adapter
from underpin.desk.connectors.trackers import bugzilla, jira, mantis
from underpin.kernel import db, installation
from underpin.kernel.errors import Malformed

PURPOSE: Final = "connector"
ADAPTERS: Final[dict[str, Adapter]] = {
    each.kind: each for each in (rest.ADAPTER, jira.ADAPTER, bugzilla.ADAPTER, mantis.ADAPTER)
}
SHORTEST_KEY: Final = calling.SHORTEST_KEY


class Auth(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`way`: basic by `username` and a password or token; header puts the token into `header`;
    oauth asks `token_url` for one by the client's credentials (RFC 6749, 4.4)."""

    way: Literal["none", "bearer", "basic", "header", "oauth"] = "none"
    username: str = ""
    header: str = ""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""


class Secret(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What gets in, and the key that signs what leaves, empty for neither."""

    token: str = ""
    signing_key: str = ""

    def __repr__(self) -> str:
        return "Secret(...)"


@dataclass(frozen=True, slots=True)
class Said:
    """What its keepers say of one. `vendor_id` None: a bug tracker. `look_minutes` None: nobody
    asks there, it tells us itself. `secret` None keeps the one there is."""

    name: str
    kind: str
    url: str
    settings: dict[str, Any]
    auth: Auth = field(default_factory=Auth)
    secret: Secret | None = field(default=None, repr=False)
    vendor_id: UUID | None = None
    look_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Connector:
    """`settings` are its kind's own (docs/connectors.md); `tested` is what the last try said."""

    id: UUID
    name: str
    kind: str
    vendor_id: UUID | None
    url: str
    settings: dict[str, Any]
    auth: Auth
    look_minutes: int | None
    made_at: datetime
    paused_at: datetime | None
    tested_at: datetime | None
    tested: str | None
    version: int

    @property
    def adapter(self) -> Adapter:
        return ADAPTERS[self.kind]

    @property
    def form(self) -> Any:
        """Its settings, read."""
        return msgspec.convert(self.settings, self.adapter.form)

    @property
    def proof(self) -> str:
        return str(self.settings.get("proof") or self.adapter.proof)


COLUMNS: Final = ", ".join(Connector.__slots__)


def of(row: db.Row) -> Connector:
    said = {name: row[name] for name in Connector.__slots__}
    settings = msgspec.json.decode(said["settings"])
    return Connector(
        **{**said, "settings": settings, "auth": msgspec.json.decode(said["auth"], type=Auth)}
    )


async def by_id(connector_id: UUID) -> Connector | None:
    """In whatever scope may read it."""
    row = await db.row(f"SELECT {COLUMNS} FROM connector WHERE id = $1", connector_id)
    return of(row) if row else None


async def of_vendor(vendor_id: UUID) -> Connector | None:
    row = await db.row(f"SELECT {COLUMNS} FROM connector WHERE vendor_id = $1", vendor_id)
    return of(row) if row else None


def seal(connector_id: UUID, secret: Secret) -> bytes:
    plain = msgspec.json.encode(secret)
    return installation.ring().encrypt(PURPOSE, plain, associated=connector_id.bytes)


def unseal(connector_id: UUID, sealed: bytes) -> Secret:
    """Raises keyring.Unreadable when its key is gone."""
    plain = installation.ring().decrypt(PURPOSE, sealed, associated=connector_id.bytes)
    return msgspec.json.decode(plain, type=Secret)


def check(said: Said) -> None:
    """Raises Malformed naming the field and the cure."""
    if not 1 <= len(said.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if said.kind not in ADAPTERS:
        raise Malformed(f"kind: one of {', '.join(ADAPTERS)}.", field="kind")
    wrong = calling.wrong_address(said.url)
    if wrong:
        raise Malformed(wrong, field="url")
    if said.look_minutes is not None and not 1 <= said.look_minutes <= 1440:
        raise Malformed("look_minutes: 1 to 1440, or nothing.", field="look_minutes")
    _check_auth(said.auth, said.secret)
    _check_settings(said)


def _check_auth(auth: Auth, secret: Secret | None) -> None:
    if auth.way == "basic" and not auth.username:
        raise Malformed("username: whom to sign in as.", field="auth")
    if auth.way == "header" and not (auth.header and _is_token(auth.header)):
        raise Malformed("header: the name of a header, such as X-Api-Key.", field="auth")
    if auth.way == "oauth":
        wrong = calling.wrong_address(auth.token_url) or ("" if auth.client_id else "client_id")
        if wrong:
            raise Malformed("token_url, client_id: where and as whom to ask.", field="auth")
    if secret is None:
        return
    if auth.way != "none" and not secret.token:
        raise Malformed("token: the password, token or client secret.", field="secret")
    if len(secret.token) > 4_000 or not secret.token.isprintable():
        raise Malformed("token: at most 4,000 characters, in one line.", field="secret")
    if secret.signing_key and not SHORTEST_KEY <= len(secret.signing_key) <= 500:
        raise Malformed(f"signing_key: {SHORTEST_KEY} to 500 characters.", field="secret")


def _is_token(name: str) -> bool:
    return len(name) <= 100 and all(c.isascii() and (c.isalnum() or c in "-_") for c in name)


def _check_settings(said: Said) -> None:
    if len(msgspec.json.encode(said.settings)) > 20_000:
        raise Malformed("settings: far longer than any are.", field="settings")
    adapter = ADAPTERS[said.kind]
    try:
        wrong = adapter.wrong(msgspec.convert(said.settings, adapter.form))
    except msgspec.ValidationError as problem:
        raise Malformed(f"settings: {problem}", field="settings") from problem
    if wrong:
        raise Malformed(f"settings: {wrong}", field="settings")
