"""Pages about what is asked for and how it is done, with every part filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.unit.console.sample_knowledge import ROW
from underpin.console.pages import View
from underpin.console.routes.requests.administration import BEGINNING, FIRST_STEPS
from underpin.console.routes.requests.defining import items as item_form
from underpin.console.routes.requests.defining import steps as step_form
from underpin.console.views import requests
from underpin.console.views.requests import FormField, Offer, OfferGroup, TaskRow, Visit
from underpin.console.views.shell import Shell

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
DAY = timedelta(days=1)
Pages = dict[str, tuple[str, View]]
ODD = "<img src=x onerror=alert(1)>"

GROUPS = (
    OfferGroup(
        "People",
        (
            Offer("starter", "New starter", "Accounts and devices", "180 EUR", "user-plus"),
            Offer("leaver", "Leaver", "", "", "user-minus"),
        ),
    ),
    OfferGroup("Devices", (Offer("laptop", "New laptop", ODD, "from 990 EUR", "laptop"),)),
)
FIELDS = (
    FormField("name", "text", "Name", "As in the passport", True, value="Zofia Ząb"),
    FormField("why", "long_text", "Why", error="Fill this in."),
    FormField("boss", "person", "Manager", required=True),
    FormField("from", "date", "First day"),
    FormField(
        "device", "choice", "Device", required=True, choices=(("laptop", "Laptop"), ("no", "None"))
    ),
    FormField("screens", "number", "Screens", when_field="device", when_equals="laptop",
              when_says="Device: Laptop"),
    FormField("home", "yes_no", "Works from home", value="yes"),
    FormField("contract", "file", "Contract", value="0192f0c1", kept=1),
)  # fmt: skip


def portal(frame: Shell) -> Pages:
    form = requests.RequestFormPage(
        frame, "starter", "New starter", "Accounts and devices", "180 EUR", True, FIELDS,
        "must", 24, wanted_error="Choose a time further ahead.", problem="There is no room.",
        read_first=(ROW,),
    )  # fmt: skip
    return {
        "catalogue": ("requests/catalogue", requests.CataloguePage(frame, GROUPS)),
        "catalogue_none": ("requests/catalogue", requests.CataloguePage(frame, (), "boat")),
        "request_form": ("requests/form", form),
    }


BESIDE = requests.Beside(
    (requests.FileLink("jam.png", "72 kB", "http://content.example/files/x"),
     requests.FileLink("run.exe", "1 kB", "", "type")),
    (("0192f0c1-0000-7000-8000-000000000001", "trace.txt"),),
    (Visit("v1", NOW + DAY, NOW + DAY, "Ada", "Hall 3", "planned", "none", "Ring twice"),),
    1, 3, NOW + DAY, False, True,
)  # fmt: skip

TASKS = (
    TaskRow("t1", 1, "Make the account", "In both domains.", True, "done", True,
            holder="Ada", due=NOW - DAY, decided_by="Ada", decided_at=NOW - DAY),
    TaskRow("t2", 2, "Make the mailbox", "", True, "open", True, (1,), "", "L2", NOW - DAY, True),
    TaskRow("t3", 3, "Order a badge", "", False, "skipped", True, reason="Has one.",
            decided_by="Bo", decided_at=NOW),
    TaskRow("t4", 4, ODD, "", True, "open", False, (2,), "Field team", due=NOW + DAY),
)  # fmt: skip
VISITS = (
    Visit("v1", NOW + DAY, NOW + DAY, "Ada", "Hall 3", "planned", "accepted", "Ring twice"),
    Visit("v2", NOW - DAY, NOW - DAY, "Bo", "", "planned", begun=True),
    Visit("v3", NOW - DAY, NOW - DAY, "Bo", "", "cancelled", reason="It stopped."),
    Visit("v4", NOW - DAY, NOW - DAY, "Bo", "Hall 3", "done"),
)
RULE = "FREQ=MONTHLY;BYDAY=2TU"


def desk(frame: Shell) -> Pages:
    work = requests.WorkPage(
        frame, "ACME-1042", "New starter: Zofia Ząb", 3, False, TASKS, (("starter", "Starter"),),
        VISITS, (("1", "Ada"),), (("2", "Hall 3"),), (("3", "Olga"),), (("4", "Carl"),),
        "New starter", (requests.Line("Name", "Zofia Ząb"),), NOW + 3 * DAY,
        (requests.SiteRow("2", "Hall 3", ODD, "Olga", "+48 22 1234567", "7 to 15", "Ring twice"),),
        requests.Clashing("/tickets/ACME-1042/visits", {"technician": "1"},
                          (requests.Clash("ACME-7", NOW, NOW), requests.Clash("", NOW, NOW))),
        (("5", "<b>Bob</b>"),),
    )  # fmt: skip
    again = requests.RecurringRow(
        "r1", "ACME", "Acme Logistics", "Patches", "Patch check {month}", RULE, "Europe/Warsaw",
        "active", NOW + DAY, (NOW + DAY, NOW + 31 * DAY),
    )  # fmt: skip
    rows = (again, replace(again, id="r2", state="paused"), replace(again, id="r3", state="ended"))
    every = requests.RecurringPage(
        frame, rows, (("ACME", "Acme Logistics"),), True, "ACME", (("1", "Anna"),),
        (("2", "Network"),), (("3", "Office"),), (("patches", "Patches"),), date(2026, 11, 22),
        "rule: such as FREQ=DAILY.", coming=(NOW, NOW + DAY),
    )  # fmt: skip
    item = requests.ItemRow("starter", "New starter", "People", "180 EUR", 8, "starter", False, 2)
    admin = requests.CatalogueAdminPage(
        frame, (item,), (requests.TemplateRow("starter", "Starter", 4, True, 1),)
    )
    item = ("starter", item_form.rows(BEGINNING), item_form.head(BEGINNING), (("a", "A"),))
    written = requests.DefinitionPage(
        frame, True, *item, "New starter", 2, True, ODD, articles=(("0192", "The dock stays dark"),)
    )
    return {
        "work": ("requests/work", work),
        "work_none": (
            "requests/work", requests.WorkPage(frame, "ACME-7", "Nothing prints", 1, False)),
        "recurring": ("requests/recurring", every),
        "recurring_none": ("requests/recurring", requests.RecurringPage(frame, (), ())),
        "administration": ("requests/administration", admin),
        "administration_none": (
            "requests/administration", requests.CatalogueAdminPage(frame, (), ())),
        "definition": ("requests/definition", written),
        "definition_new": (
            "requests/definition",
            requests.DefinitionPage(frame, False, "", step_form.rows(FIRST_STEPS))),
    }  # fmt: skip
