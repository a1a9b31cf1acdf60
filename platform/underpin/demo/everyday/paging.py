"""What carries pages besides mail: a gateway for text messages, and one for pushes that is
paused."""

from __future__ import annotations

import secrets
from typing import Final

from underpin.demo import companies
from underpin.desk.connectors.connector import Auth, Secret
from underpin.desk.on_call.gateways import keeping
from underpin.desk.on_call.gateways.gateway import Said
from underpin.kernel import verb

TEXTS: Final = f"https://sms.{companies.DOMAIN}/2010-04-01/Accounts/northgate/Messages.json"
PUSHES: Final = f"https://push.{companies.DOMAIN}"


async def connect() -> None:
    """Once. Nobody has asked to be called by them yet."""
    olivia = companies.OLIVIA.principal({})
    fields = {"To": "{address}", "From": "Northgate", "Body": "{text}"}
    secret = Secret(token=secrets.token_urlsafe())
    texts = Said("fields", TEXTS, fields, Auth("basic", "northgate"), secret)
    pushes = Said("ntfy", PUSHES, an_hour=120)
    for carrier, said in (("sms", texts), ("push", pushes)):
        await verb.perform(keeping.establish, olivia, carrier, said, source="demo")
    await verb.perform(keeping.pause, olivia, "push", source="demo")
