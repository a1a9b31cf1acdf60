"""Where somebody of the staff can be called: their own numbers, good once a code that was sent
there came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tenants import audit
from underpin.desk.on_call.gateways import call_words, gateway, sending
from underpin.desk.on_call.gateways.gateway import Words
from underpin.desk.on_call.gateways.sending import Known
from underpin.kernel import db, ids, installation, keyring, rate_limit, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Conflict, Malformed, Problem, Unavailable
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outgoing import NeverTaken
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, provide, read
from underpin.kernel.wordings import filled

PURPOSE: Final = "page-code"
LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5
AN_HOUR: Final = 5
NAME: Final = "desk.on_call.gateways.numbers.give"


class WrongCode(Conflict):
    code = "wrong-code"
    title = "This is not the code that was sent, or it is too old: have another one sent"


@dataclass(frozen=True, slots=True)
class Number:
    """`verified_at` None: nobody is called there yet."""

    carrier: str
    address: str
    verified_at: datetime | None


@outer("rota.read", STAFF)
async def give(principal: Principal, carrier: str, address: str) -> None:
    """One's own number, instead of the one before: a code is sent there. Raises Malformed,
    TooMany, Unavailable where it cannot be reached."""
    said = checked(carrier, address)
    who = str(principal.person_id)
    await rate_limit.count(PURPOSE, who, limit=AN_HOUR, seconds=3600)
    async with db.open(Provider()):
        known = await sending.of(carrier)
    if known is None:
        raise Malformed("carrier: nobody can be called so here.", field="carrier")
    code = secret_token.code()
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "page", NAME)
        await db.execute(
            KEEP, act.person_id, carrier, said, _mac(who, carrier, code), act.now + LIVES
        )
        await audit.note(act, NAME, {"carrier": carrier}, who)
    text = filled(call_words.of(principal.locale).code, code=code)
    await say(known, Words(said, "Underpin", text))


KEEP: Final = """
INSERT INTO page_number (staff_id, carrier, address, code_mac, code_ends_at, tries, verified_at)
VALUES ($1, $2, $3, $4, $5, 0, NULL)
ON CONFLICT (staff_id, carrier) DO UPDATE
SET address = excluded.address, code_mac = excluded.code_mac, tries = 0, verified_at = NULL,
    code_ends_at = excluded.code_ends_at
"""


async def say(known: Known, words: Words) -> None:
    """At once, outside any transaction. Raises Unavailable."""
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    async with Outbound(rule) as outbound:
        try:
            await sending.post(outbound, known, words, str(ids.new()))
        except (Problem, NeverTaken) as problem:
            raise Unavailable(f"It could not be sent: {problem}") from problem


TRIED: Final = """
UPDATE page_number SET tries = tries + 1
WHERE staff_id = $1 AND carrier = $2 AND code_ends_at > $3 AND tries < $4 RETURNING code_mac
"""
VERIFIED: Final = """
UPDATE page_number SET verified_at = $3, code_mac = NULL, code_ends_at = NULL
WHERE staff_id = $1 AND carrier = $2
"""


@outer("rota.read", STAFF)
async def confirm(principal: Principal, carrier: str, code: str) -> None:
    """A try counts, however it ends. Raises WrongCode."""
    who = str(principal.person_id)
    async with db.open(Provider()):
        now = await db.now()
        kept = await db.value(TRIED, principal.person_id, carrier, now, TRIES)
    message = keyring.message(who, carrier, code.strip())
    if kept is None or not installation.ring().verify_mac(PURPOSE, message, bytes(kept)):
        raise WrongCode
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "page", f"{NAME}.confirm")
        await db.execute(VERIFIED, act.person_id, carrier, act.now)
        await audit.note(act, act.verb, {"carrier": carrier}, who)


@provide("rota.read")
async def forget(act: Act, carrier: str) -> None:
    """Nobody is called there any more."""
    sql = "DELETE FROM page_number WHERE staff_id = $1 AND carrier = $2"
    await db.execute(sql, act.person_id, carrier)


@read("rota.read", STAFF)
async def mine(act: Act) -> list[Number]:
    rows = await db.rows(
        "SELECT carrier, address, verified_at FROM page_number WHERE staff_id = $1 "
        "ORDER BY carrier",
        act.person_id,
    )
    return [Number(**row) for row in rows]


def checked(carrier: str, address: str) -> str:
    """A number as gateways take it (E.164), or a push's topic. Raises Malformed."""
    if carrier not in gateway.KINDS:
        raise Malformed(f"carrier: one of {', '.join(gateway.KINDS)}.", field="carrier")
    if carrier == "push":
        if not 3 <= len(address.strip()) <= 200 or not address.strip().isprintable():
            raise Malformed("address: 3 to 200 characters.", field="address")
        return address.strip()
    digits = "".join(letter for letter in address if letter not in " -()./")
    if not (digits[:1] == "+" and digits[1:].isascii() and digits[1:].isdecimal()
            and 7 <= len(digits) <= 16):  # fmt: skip
        raise Malformed("address: with its country, such as +48 22 123 45 67.", field="address")
    return digits


def _mac(who: str, carrier: str, code: str) -> bytes:
    return installation.ring().mac(PURPOSE, keyring.message(who, carrier, code))
