"""What the demo's clients may ask for, and a little that was asked: a starter with tasks and a
visit, and a check that comes again every month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from tenants.company import NewCompany
from underpin.demo import companies
from underpin.desk.catalogue import items, requesting
from underpin.desk.catalogue.definition import Definition
from underpin.desk.catalogue.requesting import Wanted
from underpin.desk.checklists import templates
from underpin.desk.checklists.step import Due, Step
from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import Said, Ticketed
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.visits import arranging
from underpin.desk.visits.arranging import Plan
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

PEOPLE: Final = {"en": "People", "pl": "Pracownicy", "zh": "人员", "ar": "الموظفون"}
DEVICES: Final = {"en": "Devices", "pl": "Sprzęt", "zh": "设备", "ar": "الأجهزة"}
NAME: Final = {"en": "Name", "pl": "Imię i nazwisko", "zh": "姓名", "ar": "الاسم"}
DEVICE: Final = {"en": "Device", "pl": "Sprzęt", "zh": "设备", "ar": "الجهاز"}
LAPTOP: Final = {"en": "Laptop", "pl": "Laptop", "zh": "笔记本电脑", "ar": "حاسوب محمول"}
NO_DEVICE: Final = {"en": "No device", "pl": "Bez sprzętu", "zh": "无需设备", "ar": "بلا جهاز"}
SCREENS: Final = {"en": "Screens", "pl": "Monitory", "zh": "显示器", "ar": "الشاشات"}
REMOTE: Final = {
    "en": "Works from home",
    "pl": "Praca zdalna",
    "zh": "居家办公",
    "ar": "يعمل من المنزل",
}
LAST_DAY: Final = {"en": "Last day", "pl": "Ostatni dzień", "zh": "离职日", "ar": "اليوم الأخير"}
FORWARD: Final = {
    "en": "Who gets their mail",
    "pl": "Kto przejmie pocztę",
    "zh": "邮件转给谁",
    "ar": "من يستلم بريده",
}
WHOM: Final = {"en": "For whom", "pl": "Dla kogo", "zh": "给谁", "ar": "لمن"}
WHY: Final = {"en": "Why", "pl": "Dlaczego", "zh": "原因", "ar": "السبب"}

DEVICE_FIELD: Final = {
    "key": "device",
    "kind": "choice",
    "label": DEVICE,
    "required": True,
    "choices": [{"key": "laptop", "label": LAPTOP}, {"key": "none", "label": NO_DEVICE}],
}
ITEMS: Final[dict[str, dict[str, Any]]] = {
    "starter": {
        "texts": {
            "en": {"name": "New starter", "summary": "Account, mailbox and devices, ready in time"},
            "pl": {"name": "Nowy pracownik", "summary": "Konto, poczta i sprzęt na czas"},
            "zh": {"name": "新员工入职", "summary": "账户、邮箱和设备按时就绪"},
            "ar": {"name": "موظف جديد", "summary": "الحساب والبريد والأجهزة في الموعد"},
        },
        "category": PEOPLE,
        "icon": "user-plus",
        "fields": [
            {"key": "name", "kind": "text", "label": NAME, "required": True},
            DEVICE_FIELD,
            {
                "key": "screens",
                "kind": "number",
                "label": SCREENS,
                "least": "0",
                "most": "3",
                "show_when": {"field": "device", "equals": "laptop"},
            },
            {"key": "remote", "kind": "yes_no", "label": REMOTE},
        ],
        "fulfilment": {
            "tasks": "starter",
            "wanted": "must",
            "notice_hours": 24,
            "subject_field": "name",
        },
    },
    "leaver": {
        "texts": {
            "en": {"name": "Leaver", "summary": "Close accounts and take back devices"},
            "pl": {"name": "Odejście pracownika", "summary": "Zamknięcie kont i zwrot sprzętu"},
            "zh": {"name": "员工离职", "summary": "关闭账户并收回设备"},
            "ar": {"name": "موظف مغادر", "summary": "إغلاق الحسابات واسترداد الأجهزة"},
        },
        "category": PEOPLE,
        "icon": "user-minus",
        "fields": [
            {"key": "who", "kind": "person", "label": WHOM, "required": True},
            {"key": "last_day", "kind": "date", "label": LAST_DAY, "required": True},
            {"key": "mail", "kind": "person", "label": FORWARD},
        ],
        "fulfilment": {"tasks": "leaver", "urgency": "medium"},
    },
    "laptop": {
        "texts": {
            "en": {"name": "New laptop", "summary": "Set up and delivered", "price": "€1,190"},
            "pl": {"name": "Nowy laptop", "summary": "Gotowy do pracy", "price": "1190 EUR"},
            "zh": {"name": "新笔记本电脑", "summary": "配置好并送达", "price": "€1,190"},
            "ar": {"name": "حاسوب محمول جديد", "summary": "جاهز للعمل", "price": "1,190 EUR"},
        },
        "category": DEVICES,
        "icon": "laptop",
        "fields": [
            {"key": "who", "kind": "person", "label": WHOM, "required": True},
            {"key": "why", "kind": "long_text", "label": WHY},
        ],
        "fulfilment": {"wanted": "may", "notice_hours": 72},
        "approval": {"amount": "1190.00", "currency": "EUR"},
    },
}
DAY: Final = 24
TEMPLATES: Final = {
    "starter": (
        "Starter",
        [
            Step("account", "Make the account and its groups", due=Due(-3 * DAY, "wanted")),
            Step("mailbox", "Make the mailbox", after=["account"], due=Due(-2 * DAY, "wanted")),
            Step("device", "Install the device", after=["account"], tier=2),
            Step("badge", "Order the badge", mandatory=False, due=Due(DAY)),
            Step("welcome", "Show them around on the first day", after=["mailbox", "device"]),
        ],
    ),
    "leaver": (
        "Leaver",
        [
            Step("lock", "Lock the account at the end of the last day"),
            Step("mail", "Forward the mail", after=["lock"], mandatory=False),
            Step("device", "Take back the devices"),
        ],
    ),
    "patches": (
        "Monthly patches",
        [
            Step("list", "List what is missing"),
            Step("install", "Install in the window", after=["list"], tier=2, due=Due(72)),
            Step("check", "Check that all came up", after=["install"]),
        ],
    ),
}


async def publish() -> None:
    """The provider's items and templates; said again they are new versions of the same."""
    admin = companies.OLIVIA.principal({})
    for key, (name, steps) in TEMPLATES.items():
        await verb.perform(templates.put, admin, key, name, steps, source="demo")
    for key, body in ITEMS.items():
        said = msgspec.convert(body, Definition)
        await verb.perform(items.put_for_all, admin, key, said, source="demo")


ASKED: Final = "SELECT EXISTS (SELECT FROM catalogue_request WHERE tenant_id = $1)"


async def ask_for(new: NewCompany, tenant: int, requester: UUID, now: datetime) -> None:
    """Once for a client, whatever is asked again."""
    async with db.open(Work(tenant)):
        if await db.value(ASKED, tenant):
            return
    given = {"name": "Zofia Ząb", "device": "laptop", "screens": "2", "remote": "yes"}
    wanted = Wanted("starter", given, _at(now, 8, 7), requester, new.locale)
    ticket: Ticket = await verb.perform(requesting.request, worker(tenant), wanted, source="demo")
    lead = companies.LENA.principal({new.key: tenant})
    plan = Plan(
        companies.BEN.id,
        _at(now, 7, 9),
        _at(now, 7, 11),
        place="Reception, then hall 3",
        note="Brings the laptop and both screens.",
        travel_minutes=30,
    )
    words = (ticket.number, plan)
    await verb.perform(arranging.arrange, lead, *words, tenant=tenant, source="demo")
    await _again(new, tenant, requester, now.date())


def _at(now: datetime, days: int, hour: int) -> datetime:
    day = now + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


async def _again(new: NewCompany, tenant: int, requester: UUID, today: date) -> None:
    admin = companies.OLIVIA.principal({new.key: tenant})
    said = Said(
        "Monthly patch check",
        Ticketed("Patch check {month}", requester, "Servers and network devices.", tasks="patches"),
        "FREQ=MONTHLY;BYDAY=2TU",
        today,
        time(8),
    )
    await verb.perform(recurring.set_up, admin, said, tenant=tenant, source="demo")
