"""What an administrator set up once: portals in their clients' names and colours, tokens for what
reads and writes by itself, and a mailbox elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from tenants import api_token, branding, role
from underpin.demo import companies
from underpin.desk.mail.fetching import mailbox
from underpin.desk.mail.fetching.mailbox import NewMailbox, Secret
from underpin.kernel import verb
from underpin.kernel.principal import Principal

PORTALS: Final = {
    "ACME": ("Acme Logistics IT Desk", "#0b6e4f"),
    "BOLT": (None, "#a63d0a"),
    "CARO": ("Caro Clinics Service Point", "#8a2461"),
    "DUNE": (None, "#7a5200"),
}
"""None: the company's own name."""
TOKENS: Final = (
    (companies.OLIVIA, "Inventory of Acme", ("asset.read", "asset.import"), "ACME", 366),
    (companies.OLIVIA, "Wallboard in the hall", ("ticket.read", "report.read"), None, 90),
    (companies.BEN, "Script that reports failed backups", ("ticket.raise",), None, 90),
)
ELSEWHERE: Final = f"servicedesk@{companies.DOMAIN}"


async def connect(tenants: Mapping[str, int]) -> None:
    """Once."""
    olivia = companies.OLIVIA.principal(dict(tenants))
    for key, (name, colour) in PORTALS.items():
        await verb.perform(
            branding.choose, olivia, name, colour, tenant=tenants[key], source="demo"
        )
    for persona, purpose, scopes, held_to, days in TOKENS:
        owner = _signed_in(persona.principal(dict(tenants)))
        words = (purpose, scopes, timedelta(days=days))
        client = tenants[held_to] if held_to else None
        await verb.begin(api_token.issue, owner, *words, client=client)
    await _mailbox()


def _signed_in(person: Principal) -> Principal:
    """With what everybody may do about their own account."""
    return replace(person, capabilities=person.capabilities | role.SELF)


async def _mailbox() -> None:
    """Off, as nobody answers there: no round of the worker asks for it."""
    olivia = companies.OLIVIA.principal({})
    secret = Secret(password=secrets.token_urlsafe())
    new = NewMailbox(ELSEWHERE, "imap", f"imap.{companies.DOMAIN}", ELSEWHERE, secret)
    made = await verb.perform(mailbox.add, olivia, new, source="demo")
    await verb.perform(mailbox.switch, olivia, made.id, "off", source="demo")
