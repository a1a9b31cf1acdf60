"""Meters: what is counted, and defining another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response, get, post

from billing.metered import meters
from billing.metered.meter import Aggregation, Filter
from billing.metered.meters import Defined, NewMeter
from underpin.console import words
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.pricing import price_shaping
from underpin.console.views import money_settings as shown
from underpin.console.views.shell import Shell
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
FIELDS = ("key", "name", "unit", "aggregation", "distinct", "reads", "dimension", "values")
NOTHING: Mapping[str, str] = {}


@get("/meters", **route.of(meters.every, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _drawn(request)


@post("/meters", **route.of(meters.define, "desk"))
async def define(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, meters.define, _said(form))
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, form, wrong)
    return answering.Going("/meters")


def _said(form: Mapping[str, str]) -> NewMeter:
    """Raises Malformed."""
    given = {name: form.get(name, "").strip() for name in FIELDS}
    if given["aggregation"] not in set(Aggregation):
        raise Malformed("aggregation: choose how it is counted.", field="aggregation")
    values = tuple(each for part in given["values"].split(",") if (each := part.strip()))
    return NewMeter(
        given["key"],
        given["name"],
        given["unit"],
        Aggregation(given["aggregation"]),
        given["distinct"] or None,
        given["reads"],
        [Filter(given["dimension"], values)] if given["dimension"] else [],
    )


async def _drawn(
    request: AnyRequest, typed: Mapping[str, str] = NOTHING, wrong: Problem | None = None
) -> Response[Any]:
    found: Sequence[Defined] = await route.perform(request, meters.every)
    shell = frame.shell(request, area="meters")
    view = shown.MetersPage(
        shell,
        tuple(_row(each, shell) for each in found),
        tuple(
            (each.value, words.word(each.value, "aggregation", shell.reader.language))
            for each in Aggregation
        ),
        route.principal_of(request).may("plan.write"),
        {name: typed.get(name, "") for name in FIELDS},
        wrong.detail if wrong else "",
    )
    return answering.page(request, "money_settings/meters", view, wrong.status if wrong else 200)


def _row(of: Defined, shell: Shell) -> shown.MeterRow:
    return shown.MeterRow(
        of.meter.key,
        price_shaping.meter_name(of, shell),
        of.meter.unit,
        of.meter.aggregation,
        of.meter.reads,
        tuple((each.dimension, ", ".join(each.values)) for each in of.meter.filters),
        of.created_at is not None,
    )


HANDLERS = [listed, define]
