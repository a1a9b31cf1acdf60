"""What repeats, and what clients have: macros, rules, assets, a tool to reach them, trainings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from tenants.company import NewCompany
from underpin.demo import companies
from underpin.desk.assets import importing
from underpin.desk.assets.asset import Row
from underpin.desk.automation import rules
from underpin.desk.automation.condition import Among, Hours, Words
from underpin.desk.automation.rule import Definition
from underpin.desk.automation.rule import Said as Rule
from underpin.desk.deeds.deed import Assign, MoveTier, Note, SetState, Tag, Tell, Write
from underpin.desk.hands import skills
from underpin.desk.macros import macros
from underpin.desk.macros.macro import Said as Macro
from underpin.desk.remote import tools
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import Principal

HELLO: Final = "Hello {{requester.first_name}},\n\n"
MACROS: Final = (
    Macro(
        "Ask which device",
        "everyone",
        says="reply",
        texts={
            "en": HELLO + "which device is it about? Its name stands on the label.",
            "pl": "Dzień dobry,\n\nktórego urządzenia to dotyczy? Nazwa jest na etykiecie.",
            "ar": "مرحبًا،\n\nما الجهاز المعني؟ اسمه مكتوب على الملصق.",
        },
        deeds=[Assign("me"), SetState("waiting_client")],
    ),
    Macro(
        "Restarted, please try",
        "everyone",
        says="reply",
        texts={"en": HELLO + "we restarted it. Please try again and tell us if it comes back."},
        deeds=[Tag(["restarted"]), SetState("waiting_client")],
    ),
    Macro(
        "Solved and thank you",
        "everyone",
        says="reply",
        texts={"en": HELLO + "{{ticket.number}} is settled. Thank you for your patience."},
        deeds=[SetState("resolved")],
    ),
    Macro(
        "Needs a technician",
        "everyone",
        says="note",
        texts={"en": "First checks done by {{agent.name}}: power, cable, restart."},
        deeds=[MoveTier(2)],
    ),
    Macro("On site", "everyone", deeds=[Tag(["onsite"]), Note("Needs somebody at the client.")]),
)
RULES: Final = (
    Rule(
        "Printers",
        Definition("raised", [Tag(["printer"])], [Words(["print*", "toner", "drukark*"])]),
        position=10,
    ),
    Rule(
        "Urgent out of hours",
        Definition(
            "raised",
            [Tell("{{client.name}}: {{ticket.subject}}", companies.LENA.id)],
            [Among("priority", ["P1"]), Hours(within=False)],
        ),
        position=20,
    ),
    Rule(
        "Monitoring",
        Definition("alert_opened", [Tag(["monitoring"])]),
        position=30,
    ),
    Rule(
        "Still waiting",
        Definition(
            "idle",
            [Write({"en": "{{ticket.number}} still waits for your answer."})],
            [Among("state", ["waiting_client"])],
            hours=72,
        ),
        position=40,
    ),
)
OFF: Final = "Still waiting"
"""Left for whoever looks to switch on."""
KINDS: Final = (
    *("laptop",) * 10,
    *("monitor",) * 3,
    *("printer",) * 2,
    *("server",) * 2,
    *("switch", "firewall", "phone"),
)
MAKERS: Final = ("Contoso", "Fabrikam", "Northwind", "Adatum")
TRAININGS: Final = (
    (companies.ADA, "Service desk", "First line basics", "Northgate", 400),
    (companies.BEN, "Networks", "Switching and routing", "Fabrikam Academy", 20),
    (companies.CHEN, "Backup", "Restore under pressure", "Adatum", 200),
    (companies.LENA, "Service desk", "Leading a desk", "Northgate", None),
)


async def provide(tenants: Mapping[str, int], now: datetime) -> None:
    """Once for all clients."""
    lead = companies.LENA.principal(dict(tenants))
    for macro in MACROS:
        await verb.perform(macros.keep, lead, macro, source="demo")
    for rule in RULES:
        made = await verb.perform(rules.keep, lead, rule, source="demo")
        if rule.name != OFF:
            await verb.perform(rules.switch, lead, made, on=True, source="demo")
    await verb.perform(tools.keep, lead, "RustDesk", "rustdesk://{id}", "RustDesk", source="demo")
    await _trained(lead, now.date())


async def _trained(lead: Principal, today: date) -> None:
    for who, name, title, issuer, days in TRAININGS:
        skill = await verb.perform(skills.name, lead, name, source="demo")
        until = None if days is None else today + timedelta(days=days)
        words = (who.id, skill.id, title, today - timedelta(days=345), until)
        await verb.perform(skills.train, lead, *words, issuer=issuer, source="demo")


async def equip(new: NewCompany, tenant: int, now: datetime) -> None:
    """Twenty assets, most of them somebody's, some with a warranty that ends soon."""
    async with db.open(Work(tenant)):
        found = await db.rows(
            "SELECT email FROM person WHERE tenant_id = $1 ORDER BY id LIMIT 12", tenant
        )
    owners = [row["email"] for row in found]
    rows = [_asset(new.key, place, kind, owners, now) for place, kind in enumerate(KINDS)]
    lead = companies.LENA.principal({new.key: tenant})
    await verb.perform(importing.take_batch, lead, "rmm", rows, tenant=tenant, source="demo")


def _asset(key: str, place: int, kind: str, owners: list[str], now: datetime) -> Row:
    personal = kind in ("laptop", "phone", "monitor") and owners
    bought = now.date() - timedelta(days=90 * place + 30)
    return Row(
        external_id=f"{key}-{place + 1:03}",
        kind=kind,
        name=f"{key}-{kind[:2].upper()}-{place + 1:03}",
        serial=f"{key[0]}{place * 7919 + 10007:06}",
        vendor=MAKERS[place % len(MAKERS)],
        owner=owners[place % len(owners)] if personal else "",
        purchased_on=str(bought),
        warranty_until=str(bought + timedelta(days=3 * 365)),
        state="in_repair" if place == 7 else "in_use",
        cost=f"{400 + 35 * place}.00",
        currency="EUR",
        attributes={"RustDesk": f"{100_000_000 + place * 7919}"} if kind == "laptop" else {},
    )
