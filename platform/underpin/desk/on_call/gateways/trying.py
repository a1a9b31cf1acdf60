"""Whether a gateway really calls: tried on any address, before anybody relies on it."""

from __future__ import annotations

from typing import Final

from tenants import audit
from underpin.desk.on_call.gateways import call_words, numbers, sending
from underpin.desk.on_call.gateways.gateway import Words
from underpin.kernel import db, rate_limit
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer

NAME: Final = "desk.on_call.gateways.trying.send"
AN_HOUR: Final = 10


@outer("connector.write", STAFF)
async def send(principal: Principal, carrier: str, address: str) -> None:
    """In the language of who asks. Raises Malformed, NotFound for a gateway that is not there or
    paused, TooMany, Unavailable saying what the gateway answered."""
    said = numbers.checked(carrier, address)
    await rate_limit.count(NAME, str(principal.person_id), limit=AN_HOUR, seconds=3600)
    async with db.open(Provider()):
        known = await sending.of(carrier)
        if known is None:
            raise NotFound
        act = Act(principal, None, await db.now(), "page", NAME)
        await audit.note(act, NAME, {"carrier": carrier}, carrier)
    text = call_words.of(principal.locale).test
    await numbers.say(known, Words(said, "Underpin", text))
