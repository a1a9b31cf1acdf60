"""Microsoft Teams: an outgoing webhook in, the Bot Framework out. One team's one channel.

The webhook is signed with the team's own key. Answers go to the Bot Framework's address in our
settings, never to the `serviceUrl` that came with a message.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from underpin.desk.alerts import words
from underpin.desk.channels import calling, phrases
from underpin.desk.channels.adapter import (
    LONGEST_TEXT,
    Adapter,
    Answer,
    Call,
    Immediate,
    NotForUs,
    Said,
    Setup,
    Unreadable,
)
from underpin.kernel.outbound import HttpCall
from underpin.kernel.outgoing import NeverTaken

LOGIN: Final = "https://login.microsoftonline.com"
SERVICE: Final = "https://smba.trafficmanager.net/teams"
SCOPE: Final = "https://api.botframework.com/.default"
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_AT: Final = re.compile(r"<at[^<>]{0,200}>[^<>]{0,200}</at>", re.IGNORECASE)
_BREAK: Final = re.compile(r"<(?:br|/p|/div)[^<>]{0,50}>", re.IGNORECASE)


def wrong(setup: Setup) -> str:
    """`directory` is the Entra tenant, `team` the id of the team (19:...@thread.tacv2)."""
    for name in ("directory", "team", "app"):
        if not str(setup.settings.get(name, "")).strip():
            return f"settings.{name}: Microsoft's own id of it."
    if not setup.credential:
        return "credential: the bot's client secret."
    addresses = (("login", LOGIN), ("service", SERVICE))
    found = (calling.wrong_address(str(setup.settings.get(name, own))) for name, own in addresses)
    return next((each for each in found if each), "")


def immediate(payload: Any, locale: str) -> Immediate | None:
    """Teams shows its people what the webhook answers."""
    said = {"type": "message", "text": phrases.of(locale).noted}
    return Immediate(msgspec.json.encode(said), keep=True)


def read(setup: Setup, payload: Any) -> Said:
    if not isinstance(payload, Mapping) or "type" not in payload:
        raise Unreadable("It is no activity of Teams'.")
    if payload["type"] != "message":
        raise NotForUs("It is nothing that a person said.")
    who, where = _inner(payload, "from"), _inner(payload, "conversation")
    _check(setup, payload)
    account = str(who.get("aadObjectId") or who.get("id") or "")
    if not (account and where.get("id") and payload.get("id")):
        raise Unreadable("It does not say who said it, or where.")
    return Said(
        identity=str(payload["id"])[:200],
        thread=str(where["id"])[:500],
        account=account,
        text=plain(str(payload.get("text", "")))[:LONGEST_TEXT],
        name=str(who.get("name", ""))[:200],
        at=words.moment(payload.get("timestamp")),
    )


def _check(setup: Setup, payload: Mapping[str, Any]) -> None:
    data = _inner(payload, "channelData")
    directory = _inner(data, "tenant").get("id")
    if directory != setup.settings["directory"]:
        raise NotForUs("It is from another organisation than the one linked here.")
    team = _inner(data, "team").get("id") or data.get("teamsTeamId")
    if team != setup.settings["team"]:
        raise NotForUs("It is from another team than the one linked here.")


def _inner(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = payload.get(name)
    return found if isinstance(found, Mapping) else {}


def plain(text: str) -> str:
    """Teams' HTML as plain text, without the mention of the bot itself."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", _AT.sub("", text)))).strip()


async def tell(setup: Setup, answer: Answer, call: Call) -> None:
    token = await _token(setup, answer.identity, call)
    service = setup.settings.get("service", SERVICE)
    where = quote(answer.thread, safe="")
    body = {"type": "message", "textFormat": "plain", "text": answer.text}
    headers = (("Authorization", f"Bearer {token}"), calling.JSON)
    address = f"{service}/v3/conversations/{where}/activities"
    made = HttpCall(answer.identity, "POST", address, headers, msgspec.json.encode(body))
    calling.answered(await call(made))


async def greet(setup: Setup, said: Answer, call: Call) -> None:
    """Teams lets a bot write only where somebody wrote before: that it signs in is what shows."""
    if not await _token(setup, said.identity, call):
        raise NeverTaken("Teams: it gave no token.")


async def _token(setup: Setup, identity: str, call: Call) -> str:
    login = setup.settings.get("login", LOGIN)
    asked = {
        "grant_type": "client_credentials",
        "client_id": setup.settings["app"],
        "client_secret": setup.credential,
        "scope": SCOPE,
    }
    address = f"{login}/{quote(setup.settings['directory'], safe='')}/oauth2/v2.0/token"
    made = HttpCall(
        f"{identity}:token", "POST", address, (calling.FORM,), urlencode(asked).encode()
    )
    return str(calling.answered(await call(made)).get("access_token", ""))


ADAPTER: Final = Adapter("teams", "teams", wrong, read, tell, greet, immediate)
