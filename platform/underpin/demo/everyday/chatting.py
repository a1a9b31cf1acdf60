"""Chats: one that the assistant's article ended, one with a technician in it, one that waits."""

from __future__ import annotations

from collections.abc import Mapping

from underpin.demo import companies, members
from underpin.desk.chat import attending, talking
from underpin.kernel import verb

PRINTER = "The printer does not print"
SCANNER = "Our scanner sends to the wrong folder since the move"
WAITS = "Nie mogę wejść do folderu księgowości, a dziś zamykamy miesiąc"
HELLO = "Hello, I have your scanner's settings open. Which folder should it be?"
FOLDER = "The one called Incoming, please."


async def talk(tenants: Mapping[str, int]) -> None:
    """Once; half an hour after the last word they end by themselves."""
    jonas, anna = members.approver(tenants, "ACME"), members.admin(tenants, "CARO")
    chat = await verb.perform(talking.begin, jonas, PRINTER, source="demo")
    await verb.perform(talking.solved, jonas, chat, source="demo")
    chat = await verb.perform(talking.begin, anna, SCANNER, source="demo")
    await verb.perform(talking.ask_for_person, anna, chat, source="demo")
    ada, caro = companies.ADA.principal(dict(tenants)), tenants["CARO"]
    await verb.perform(attending.accept, ada, chat, tenant=caro, source="demo")
    await verb.perform(attending.say, ada, chat, HELLO, tenant=caro, source="demo")
    await verb.perform(talking.say, anna, chat, FOLDER, source="demo")
    bolt = members.approver(tenants, "BOLT")
    waits = await verb.perform(talking.begin, bolt, WAITS, source="demo")
    await verb.perform(talking.ask_for_person, bolt, waits, source="demo")
