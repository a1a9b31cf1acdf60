"""The generic webhook: any program of a client's that can sign. Its form is ours.

    {"id": "their message", "thread": "their conversation", "sender": {"id": "u1", "name": "Ann"},
     "subject": "No mail", "text": "Since nine.", "at": "2026-11-22T09:00:00Z", "ticket": "ACME-12"}

`ticket` and `subject` are for one that goes on and one that opens; `answers`, in the channel's
settings, is the address to which answers are sent, signed with the channel's credential.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from underpin.desk.channels import calling
from underpin.desk.channels.adapter import (
    LONGEST_TEXT,
    Adapter,
    Answer,
    Call,
    NotForUs,
    Said,
    Setup,
    Unreadable,
)
from underpin.desk.hooks import proof
from underpin.kernel.outbound import HttpCall

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Sender(msgspec.Struct, forbid_unknown_fields=True):
    id: Name
    name: Annotated[str, Meta(max_length=200)] = ""


class Message(msgspec.Struct, forbid_unknown_fields=True):
    """What is taken in."""

    id: Name
    sender: Sender
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]
    thread: Annotated[str, Meta(max_length=300)] = ""
    subject: Annotated[str, Meta(max_length=300)] = ""
    ticket: Annotated[str, Meta(max_length=30)] = ""
    at: Annotated[datetime, Meta(tz=True)] | None = None


def wrong(setup: Setup) -> str:
    answers = setup.settings.get("answers")
    if answers is None:
        return ""
    if len(setup.credential) < calling.SHORTEST_KEY:
        return f"credential: a key of {calling.SHORTEST_KEY} characters to sign answers with."
    return calling.wrong_address(str(answers))


def read(setup: Setup, payload: Any) -> Said:
    try:
        said = msgspec.convert(payload, Message)
    except msgspec.ValidationError as why:
        raise Unreadable(str(why)) from why
    if not said.text.strip():
        raise NotForUs("It says nothing.")
    return Said(
        identity=said.id,
        thread=said.thread or said.id,
        account=said.sender.id,
        text=said.text,
        name=said.sender.name,
        subject=said.subject,
        ticket=said.ticket,
        at=said.at,
    )


async def tell(setup: Setup, answer: Answer, call: Call) -> None:
    address = setup.settings.get("answers")
    if address is None:
        return
    said = {"id": answer.identity, "thread": answer.thread, "text": answer.text}
    body = msgspec.json.encode(said)
    headers = calling.signed([setup.credential], answer.identity, body, answer.at)
    made = HttpCall(answer.identity, "POST", str(address), (calling.JSON, *headers), body)
    calling.taken(await call(made))


async def greet(setup: Setup, said: Answer, call: Call) -> None:
    """An answer in its conversation; nothing where answers go nowhere."""
    await tell(setup, said, call)


ADAPTER: Final = Adapter("webhook", proof.OURS, wrong, read, tell, greet)
