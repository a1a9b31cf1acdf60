"""Plans as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, Literal
from uuid import UUID

from billing.metered.meters import Defined
from billing.terms.plans import Version
from underpin.console import words
from underpin.console.routes.pricing import price_form, price_shaping
from underpin.console.routes.pricing.gathered import Compared, OnePlan
from underpin.console.views import pricing as shown
from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

PLAN_FIELDS: Final = ("name", "currency", "count", "unit")
NEW_PLAN: Final = {"name": "", "currency": "", "count": "1", "unit": "month"}
NEW_PRICE: Final = {"model.kind": "flat", "timing": "arrears", "prorated": "yes"}


def plans_page(
    shell: Shell, versions: Sequence[Version], typed: Mapping[str, str], problem: str, *, may: bool
) -> shown.PlansPage:
    rows = tuple(_row(list(of)) for _, of in groupby(versions, key=attrgetter("plan_id")))
    said = {name: typed.get(name, NEW_PLAN[name]) for name in PLAN_FIELDS}
    return shown.PlansPage(shell, rows, may, said, choices(shell, "span_unit"), problem)


def _row(versions: Sequence[Version]) -> shown.PlanRow:
    published = next((each for each in versions if each.state == "published"), None)
    seen = published or versions[0]
    fees = [Decimal(price["model"]["fee"]) for price in seen.prices if _is_fee(price)]
    return shown.PlanRow(
        seen.plan,
        f"/plans/{seen.plan_id}",
        seen.currency,
        published.number if published else None,
        versions[0].state == "draft",
        _every(seen),
        sum(fees, Decimal()) if fees else None,
    )


def _is_fee(price: Mapping[str, Any]) -> bool:
    return bool(price["model"]["kind"] == "flat")


def _every(of: Version) -> tuple[int, str]:
    return of.interval.count, str(of.interval.unit)


def plan_page(shell: Shell, found: OnePlan, asker: Principal, problem: str = "") -> shown.PlanPage:
    of, path = found.shown, f"/plans/{found.shown.plan_id}"
    draft = of.state == "draft"
    edit = draft and asker.may("plan.write")
    return shown.PlanPage(
        shell,
        of.plan,
        path,
        of.currency,
        of.number,
        _state(of),
        _every(of),
        tuple(
            price_shaping.price(
                each, found.meters, shell, f"{path}/draft/prices/{each['key']}" if edit else ""
            )
            for each in of.prices
        ),
        tuple(_link(each, path, of) for each in found.versions),
        _compare(found, path),
        f"/simulator?plan={of.plan_id}:{of.number}" if asker.may("terms.read") else "",
        edit,
        draft and asker.may("plan.publish"),
        of.author == asker.person_id,
        asker.may("plan.write") and found.versions[0].state != "draft",
        choices(shell, "span_unit"),
        problem,
        found.offered,
        asker.may("plan.publish") and any(each.state == "published" for each in found.versions),
    )


def _link(of: Version, path: str, current: Version) -> shown.VersionLink:
    where = f"{path}?version={of.number}"
    return shown.VersionLink(of.number, _state(of), where, of.number == current.number)


def _state(of: Version) -> Literal["draft", "published"]:
    return "draft" if of.state == "draft" else "published"


def _compare(found: OnePlan, path: str) -> str:
    earlier = [each.number for each in found.versions if each.number < found.shown.number]
    return f"{path}/difference?before={earlier[0]}&after={found.shown.number}" if earlier else ""


def difference_page(shell: Shell, plan_id: UUID, found: Compared) -> shown.DifferencePage:
    said = found.difference
    numbers = {each.number: _every(each) for each in found.versions}
    spans = (numbers[said.before], numbers[said.after])
    return shown.DifferencePage(
        shell,
        said.plan,
        f"/plans/{plan_id}",
        said.before,
        said.after,
        tuple((str(each.number), str(each.number)) for each in found.versions),
        spans if said.interval else None,
        tuple(price_shaping.change(each, said.currency, shell) for each in said.prices),
    )


def price_page(
    shell: Shell,
    where: tuple[str, str, str, str],
    said: tuple[str, Mapping[str, str], Mapping[str, str]],
    meters: Sequence[Defined],
    **more: Any,
) -> shown.PricePage:
    """`where`: the title, the way back with its label, and where the form goes; `said`: the
    currency, what is filled in, and what was wrong with it."""
    title, back, label, send = where
    currency, typed, errors = said
    return shown.PricePage(
        shell,
        title,
        back,
        label,
        send,
        more.pop("remove", ""),
        currency,
        typed,
        errors,
        price_form.rows(typed),
        choices(shell, "price_kind"),
        tuple((each.meter.key, price_shaping.meter_name(each, shell)) for each in meters),
        choices(shell, "timing"),
        choices(shell, "rounding"),
        choices(shell, "rounded_per"),
        **more,
    )


def choices(shell: Shell, category: str) -> Choices:
    language = shell.reader.language
    return tuple(
        (value, words.word(value, category, language)) for value in words.CATEGORIES[category]
    )
