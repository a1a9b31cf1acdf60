"""Slack: its Events API in, `chat.postMessage` out. One app, one workspace, one channel of it.

A message in the channel opens a ticket, one in its thread goes on with it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from underpin.desk.alerts import words
from underpin.desk.channels import calling
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
from underpin.kernel.outbound import HttpCall, OutboundFailed
from underpin.kernel.outgoing import NeverTaken

API: Final = "https://slack.com/api"
_LINK: Final = re.compile(r"<(?:([^<>|@#!]{1,2000})(?:\|([^<>]{0,500}))?|[@#!]([^<>]{1,200}))>")
WORDS: Final = ("file_share", "thread_broadcast")
PASSING: Final = {"ratelimited", "rate_limited", "service_unavailable", "internal_error"}
PASSING_TOO: Final = {"fatal_error", "request_timeout"}


def wrong(setup: Setup) -> str:
    for name in ("workspace", "channel"):
        if not str(setup.settings.get(name, "")).strip():
            return f"settings.{name}: Slack's own id of it."
    if not setup.credential:
        return "credential: the app's bot token."
    return calling.wrong_address(str(setup.settings.get("api", API)))


def immediate(payload: Any, locale: str) -> Immediate | None:
    """Slack asks once whether the address is ours."""
    if isinstance(payload, Mapping) and payload.get("type") == "url_verification":
        challenge = str(payload.get("challenge", ""))[:500]
        return Immediate(msgspec.json.encode({"challenge": challenge}), keep=False)
    return None


def read(setup: Setup, payload: Any) -> Said:
    event = payload.get("event") if isinstance(payload, Mapping) else None
    if not isinstance(event, Mapping):
        raise Unreadable("It is no event of Slack's.")
    _check(setup, payload, event)
    when, thread = str(event.get("ts", "")), str(event.get("thread_ts") or "")
    if not when:
        raise Unreadable("It has no time of Slack's, by which its thread is known.")
    mention = event.get("type") == "app_mention"
    return Said(
        identity=f"{event.get('channel')}:{when}",
        thread=thread or when,
        account=f"{payload.get('team_id')}:{event['user']}",
        text=plain(str(event.get("text", "")))[:LONGEST_TEXT],
        at=words.moment(when),
        opens=not thread or thread == when or mention,
    )


def _check(setup: Setup, payload: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    if payload.get("team_id") != setup.settings["workspace"]:
        raise NotForUs("It is from another workspace than the one linked here.")
    if event.get("channel") != setup.settings["channel"]:
        raise NotForUs("It is from another channel than the one linked here.")
    spoken = event.get("type") in ("message", "app_mention")
    if not spoken or event.get("bot_id") or event.get("subtype", WORDS[0]) not in WORDS:
        raise NotForUs("It is nothing that a person said.")
    if not event.get("user"):
        raise Unreadable("Nobody is named as having said it.")


def plain(text: str) -> str:
    """Slack's marks as plain text: links with their address, people by their id."""

    def shown(found: re.Match[str]) -> str:
        address, label, named = found.groups()
        if named is not None:
            return f"@{named.rpartition('|')[2]}"
        return f"{label} ({address})" if label and label != address else address

    return html.unescape(_LINK.sub(shown, text)).strip()


async def tell(setup: Setup, answer: Answer, call: Call) -> None:
    await _post(setup, answer.identity, {"thread_ts": answer.thread, "text": answer.text}, call)


async def greet(setup: Setup, said: Answer, call: Call) -> None:
    """A line in the channel itself."""
    await _post(setup, said.identity, {"text": said.text}, call)


async def _post(setup: Setup, identity: str, said: Mapping[str, str], call: Call) -> None:
    text = html.escape(said["text"], quote=False)
    body = {**said, "channel": setup.settings["channel"], "text": text, "unfurl_links": False}
    address = f"{setup.settings.get('api', API)}/chat.postMessage"
    headers = (("Authorization", f"Bearer {setup.credential}"), calling.JSON)
    made = HttpCall(identity, "POST", address, headers, msgspec.json.encode(body))
    answered = calling.answered(await call(made))
    if not answered.get("ok"):
        why = str(answered.get("error", "it gave no reason"))
        passing = why in PASSING | PASSING_TOO
        raise OutboundFailed(f"Slack: {why}") if passing else NeverTaken(f"Slack: {why}")


ADAPTER: Final = Adapter("slack", "slack", wrong, read, tell, greet, immediate)
