"""A gateway: what sends text messages, makes calls or pushes for us, by one HTTP call each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import msgspec

from underpin.desk.channels import calling
from underpin.desk.connectors import template
from underpin.desk.connectors.connector import Auth, Secret
from underpin.kernel import db, installation
from underpin.kernel.errors import Malformed
from underpin.kernel.outbound_http import Header

PURPOSE: Final = "page-gateway"
KINDS: Final = ("sms", "voice", "push")
Form = Literal["fields", "json", "ntfy"]
KNOWN: Final = frozenset({"address", "subject", "text", "spoken", "link", "identity"})
NTFY: Final[Mapping[str, Any]] = {
    "topic": "{address}",
    "title": "{subject}",
    "message": "{text}",
    "priority": 5,
    "click": "{link}",
}
SHORTEST, LONGEST = 3, 200


@dataclass(frozen=True, slots=True)
class Said:
    """`form`: `fields` posts a form (as Twilio takes it), `json` an object, `ntfy` what ntfy takes
    at its root. `template` are its fields with placeholders; `{spoken}` is the text as it may stand
    in XML. `an_hour`: more calls within an hour go another way. `secret` None keeps the one there
    is."""

    form: Form
    url: str
    template: dict[str, Any] = field(default_factory=dict)
    auth: Auth = field(default_factory=Auth)
    secret: Secret | None = field(default=None, repr=False)
    an_hour: int = 60


@dataclass(frozen=True, slots=True)
class Gateway:
    carrier: str
    form: Form
    url: str
    template: dict[str, Any]
    auth: Auth
    an_hour: int
    changed_at: datetime
    paused_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a call says to somebody at `address`; `link` is where it is accepted, empty for none."""

    address: str
    subject: str
    text: str
    link: str = field(default="", repr=False)


COLUMNS: Final = ", ".join(Gateway.__slots__)


def of(row: db.Row) -> Gateway:
    said = {name: row[name] for name in Gateway.__slots__}
    said["template"] = msgspec.json.decode(said["template"])
    return Gateway(**{**said, "auth": msgspec.json.decode(said["auth"], type=Auth)})


def check(said: Said) -> None:
    """Raises Malformed naming the field and the cure."""
    wrong = calling.wrong_address(said.url)
    if wrong:
        raise Malformed(wrong, field="url")
    if not 1 <= said.an_hour <= 10_000:
        raise Malformed("an_hour: 1 to 10,000.", field="an_hour")
    why = template.wrong(said.template, KNOWN)
    if why:
        raise Malformed(f"template: {why}", field="template")
    if said.form == "ntfy":
        return
    used = set(template.PLACE.findall(str(said.template)))
    if "address" not in used or not used & {"text", "spoken", "subject"}:
        raise Malformed("template: where {address} and {text} go.", field="template")
    flat = all(isinstance(each, str | int) for each in said.template.values())
    if said.form == "fields" and not flat:
        raise Malformed("template: a form's fields are texts.", field="template")


def body(found: Gateway, words: Words, identity: str) -> tuple[Header, bytes]:
    """What is posted, and as what."""
    said = {
        "address": words.address,
        "subject": words.subject,
        "text": words.text,
        "spoken": escape(words.text),
        "link": words.link,
        "identity": identity,
    }
    usual = NTFY if found.form == "ntfy" else {}
    filled = template.filled({**usual, **found.template}, said)
    if found.form == "fields":
        return calling.FORM, urlencode(filled).encode()
    return calling.JSON, msgspec.json.encode(filled)


def seal(carrier: str, secret: Secret) -> bytes:
    plain = msgspec.json.encode(secret)
    return installation.ring().encrypt(PURPOSE, plain, associated=carrier.encode())


def unseal(carrier: str, sealed: bytes) -> Secret:
    plain = installation.ring().decrypt(PURPOSE, sealed, associated=carrier.encode())
    return msgspec.json.decode(plain, type=Secret)
