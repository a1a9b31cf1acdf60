"""Plans, a price as a form, two versions compared, and a month tried on other plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from underpin.console import views
from underpin.console.views import pricing
from underpin.console.views.shell import Shell

D = Decimal
UNITS = (("month", "Months"), ("year", "Years"))
FEE = pricing.Price(
    *("fee", "Service desk", "EUR", "flat", "", "", "advance", False, "standard"),
    *(D(0), D(5), None, None),
    fee=D(950),
    path="/plans/1/draft/prices/fee",
)
WORK = pricing.Price(
    *("work", "Technicians' <time>", "EUR", "graduated", "Minutes to be billed", "minute"),
    *("arrears", True, "reduced", D(60), D(0), D(100), D(5000)),
    per=D(60),
    tiers=(
        pricing.Tier(D(0), D(600), D(95), D(0)),
        pricing.Tier(D(600), None, D("80.125"), D(10)),
    ),
    ends_inclusive=False,
    flat_at_zero=True,
    filters=(("tier", "L2, L3"),),
    group_by="tier",
    time=pricing.TimeRule(D(15), "up", "entry", (("hours = after", D("1.5")),), "on_site", D(60)),
    path="/plans/1/draft/prices/work",
)
OTHERS = tuple(
    pricing.Price(
        *(kind, f"By {kind}", "EUR", kind, "Seats", "seat", "arrears", True, "standard"),
        *(D(0), D(0), None, None),
        **said,
    )
    for kind, said in {
        "per_unit": {"rate": D("18.50"), "per": D(1)},
        "package": {"fee": D(40), "size": D(25)},
        "percentage": {"rate": D("2.5")},
        "pass_through": {"rate": D(10)},
    }.items()
)
CHANGED = pricing.PriceChange(
    "Technicians' time",
    "changed",
    (
        pricing.FieldChange("model.tiers.steps.unit", 2, "80", "75"),
        pricing.FieldChange("maximum", 0, "", "5,000"),
    ),
)
LINES = (
    pricing.TriedLine(
        "Technicians' time", "L2", "usage", D("412.5"), "minute", D("653.12"),
        (D("600.00"), None), differs=True,
    ),
    pricing.TriedLine("Service desk", "", "fee", D(1), "", D(950), (D(950), None), differs=False),
)  # fmt: skip


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    desk = staff("plans")
    new = {"name": "", "currency": "", "count": "1", "unit": "month"}
    row = pricing.PlanRow("Silver", "/plans/1", "EUR", 2, True, (1, "month"), D(950))
    bare = pricing.PlanRow("Gold <b>", "/plans/2", "PLN", None, True, (3, "month"), None)
    refused = "A plan with this name exists: draft another version of it"
    return {
        "plans": ("pricing/plans", pricing.PlansPage(desk, (row, bare), True, new, UNITS, refused)),
        "plan_draft": ("pricing/plan", plan(desk, edit=True)),
        "plan_published": ("pricing/plan", plan(desk, edit=False)),
        "price": ("pricing/price", price(desk, deal=False)),
        "price_deal": ("pricing/price", price(desk, deal=True)),
        "difference": (
            "pricing/difference",
            pricing.DifferencePage(
                *(desk, "Silver", "/plans/1", 1, 2, (("1", "1"), ("2", "2"))),
                *(((1, "month"), (3, "month")), (CHANGED,)),
            ),
        ),
        "simulator": ("pricing/simulator", simulator(desk)),
    }


def plan(shell: Shell, *, edit: bool) -> pricing.PlanPage:
    links = (
        pricing.VersionLink(2, "draft", "/plans/1?version=2", True),
        pricing.VersionLink(1, "published", "/plans/1?version=1"),
    )
    return pricing.PlanPage(
        *(shell, "Silver", "/plans/1", "EUR", 2, "draft" if edit else "published", (3, "month")),
        *((FEE, WORK, *OTHERS) if edit else (), links, "/plans/1/difference?before=1&after=2"),
        *("/simulator?plan=1:2", edit, edit, not edit, not edit, UNITS),
        offered=edit,
        may_offer=True,
    )


def price(shell: Shell, *, deal: bool) -> pricing.PricePage:
    typed = {"name": "Work", "key": "work", "model.kind": "graduated", "prorated": "yes"}
    typed |= {"model.tiers.steps[0].end": "600", "model.tiers.steps[0].unit": "x"}
    wrong = "model.tiers.steps[0].unit: 'x' is no number; write it as text, like \"0.10\"."
    choices = ((("graduated", "Graduated"), ("flat", "Flat fee")), (("seats", "Seats"),))
    return pricing.PricePage(
        *(shell, "Work", "/plans/1", "Silver", "/plans/1/draft/prices/work"),
        *("/plans/1/draft/prices/work/removal", "EUR", typed),
        *({"model.tiers.steps[0].unit": wrong, "reason": "Say why."}, (4, 1, 2), *choices),
        *((("arrears", "In arrears"),), (("up", "Up"),), (("entry", "Each entry"),)),
        problem=wrong,
        deal=deal,
    )


def simulator(shell: Shell) -> pricing.SimulatorPage:
    tried = (
        pricing.Tried("Gold 1", "/plans/2?version=1", D("1550.00"), D("-53.12")),
        pricing.Tried("Zloty 1", "/plans/3?version=1", None, None, "It is in another currency."),
    )
    return pricing.SimulatorPage(
        *(shell, (("nord", "Nordlicht"),), (("1:1", "Gold 1 (EUR)"),), _asked("nord", "1:1")),
        *("Nordlicht", "EUR", (date(2026, 10, 1), date(2026, 10, 31)), D("1603.12"), D("950.00")),
        *(tried, LINES),
    )


def _asked(client: str, plan_id: str) -> Mapping[str, str]:
    nothing = {"start": "", "end": "", "plan1": "", "plan2": ""}
    return nothing | {"client": client, "plan0": plan_id}


def offered() -> tuple[views.OfferedPlan, ...]:
    """One beside the last period, and one with nothing to stand beside."""
    days = (date(2026, 10, 1), date(2026, 10, 31), D("1733.92"), D("1620.00"))
    words = ("EUR", (1, "month"))
    gold = views.OfferedPlan("Gold", 2, *words, (FEE, *OTHERS), "/contract-changes/new", *days)
    return gold, views.OfferedPlan("Iron", 1, *words, (FEE, WORK), "/contract-changes/new")
