"""Rules that act by themselves: their list, the form of one with its dry run, and the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping import deed_rows
from underpin.desk.automation import names, rules, runs, trying
from underpin.desk.automation.names import Names
from underpin.desk.automation.rule import Definition, Said
from underpin.desk.automation.rules import Kept, Version
from underpin.desk.automation.runs import PAGE, Run
from underpin.desk.automation.trying import Trial
from underpin.desk.deeds import placeholders
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/automation/{rule_id:uuid}"
WRITE = "automation.write"


@get("/automation", **route.of(rules.listed, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, rules.listed)
    may = route.principal_of(request).may(WRITE)
    rows = tuple(_row(each) for each in found)
    view = views.RulesPage(frame.shell(request, area="automation"), rows, may)
    return answering.page(request, "rules", view)


@get("/automation/new", **route.of(rules.listed, "desk"))
async def new(request: AnyRequest) -> Response[Any]:
    known = await route.perform(request, names.known)
    free = {"rows": deed_rows.rows((), known), "conditions": deed_rows.condition_rows((), known)}
    return answering.page(request, "rule", _page(request, known, free))


@get(ONE, **route.of(rules.one, "desk"))
async def one(request: AnyRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, rules.one, rule_id)
    kept = await route.perform(request, rules.versions, rule_id)
    known = await route.perform(request, names.known, _ids(found.definition))
    view = _page(request, known, _typed(found, known), kept)
    return answering.page(request, "rule", view)


@post("/automation", **route.of(rules.keep, "desk"))
async def keep(request: AnyRequest) -> Response[Any]:
    return await _keep(request, None)


@post(ONE, **route.of(rules.change, "desk"))
async def change(request: AnyRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    return await _keep(request, rule_id)


@post(f"{ONE}/activity", **route.of(rules.switch, "desk"))
async def switch(request: AnyRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    on = (await forms.of(request)).get("on") == "yes"
    await route.perform(request, rules.switch, rule_id, on=on)
    return answering.Going("/automation")


@post(f"{ONE}/retirement", **route.of(rules.retire, "desk"))
async def retire(request: AnyRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, rules.retire, rule_id)
    return answering.Going("/automation")


@get("/automation/log", **route.of(runs.listed, "desk"))
async def log(
    request: AnyRequest,
    *,
    client: FromQuery[str] = "",
    outcome: FromQuery[str] = "",
    before: FromQuery[UUID | None] = None,
) -> Response[Any]:
    who = route.principal_of(request)
    key = client or next(iter(sorted(who.tenants)), "")
    tenant = route.tenant_of(request, key)
    words = (tenant, None, outcome or None, before)
    found = await route.perform(request, runs.listed, *words, tenant=tenant)
    faults = await route.perform(request, runs.faults, tenant, tenant=tenant)
    here = f"/automation/log?client={key}&outcome={outcome}"
    more = f"{here}&before={found[-1].id}" if len(found) == PAGE else ""
    view = views.RuleRunsPage(
        frame.shell(request, area="automation"),
        key,
        _clients(request),
        outcome,
        tuple(_run(each) for each in found),
        tuple(views.FaultRow(str(f.rule_id), f.name, f.since, f.error) for f in faults),
        more,
        here if before else "",
        who.may(WRITE),
    )
    return answering.page(request, "rule_runs", view)


@post("/automation/log/{key:str}/runs/{run_id:uuid}/retry", **route.of(runs.again, "desk"))
async def again(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, runs.again, run_id, tenant=route.tenant_of(request, key))
    return answering.Going(f"/automation/log?client={key}")


@post("/automation/log/{key:str}/faults/{rule_id:uuid}/end", **route.of(runs.resume, "desk"))
async def resume(request: AnyRequest, key: FromPath[str], rule_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, runs.resume, rule_id, tenant=route.tenant_of(request, key))
    return answering.Going(f"/automation/log?client={key}")


async def _keep(request: AnyRequest, rule_id: UUID | None) -> Response[Any]:
    """Saved, or tried where the form's other button was pressed."""
    form = await forms.of(request)
    lines, conditions = deed_rows.typed(form), deed_rows.typed_conditions(form)
    known = await route.perform(request, names.known, deed_rows.words(lines, conditions))
    free = (views.DeedRow(),) * deed_rows.FREE_LINES
    blank = (views.ConditionRow(),) * deed_rows.FREE_LINES
    typed: dict[str, Any] = {**form, "id": str(rule_id or ""), "trial": None}
    typed |= {"rows": (*lines, *free), "conditions": (*conditions, *blank)}
    try:
        said = _said(form, lines, conditions, known)
        if "try" in form:
            return await _tried(request, known, typed, said)
        await _saved(request, rule_id, said, form)
    except Malformed as problem:
        typed["problem"] = problem.detail
        return answering.page(request, "rule", _page(request, known, typed), 422)
    return answering.Going("/automation")


async def _saved(
    request: AnyRequest, rule_id: UUID | None, said: Said, form: Mapping[str, str]
) -> None:
    if rule_id is None:
        await route.perform(request, rules.keep, said)
    else:
        version = forms.version(form)
        await route.perform(request, rules.change, rule_id, said, version=version)


async def _tried(
    request: AnyRequest, known: Names, typed: Mapping[str, Any], said: Said
) -> Response[Any]:
    tenants = route.principal_of(request).tenants
    key = said.client or typed.get("try_at") or next(iter(sorted(tenants)), "")
    tenant = route.tenant_of(request, key)
    words = (tenant, said.name, said.definition)
    trial = await route.perform(request, trying.try_out, *words, tenant=tenant)
    page = _page(request, known, {**typed, "trial": _trial(key, trial)})
    return answering.page(request, "rule", page)


def _said(
    form: Mapping[str, str],
    lines: Sequence[views.DeedRow],
    conditions: Sequence[views.ConditionRow],
    known: Names,
) -> Said:
    said_hours = form.get("hours", "").strip()
    hours, position = (
        digits.read(said_hours, 6),
        digits.read(form.get("position", "100").strip(), 6),
    )
    if position is None or (said_hours and hours is None):
        raise Malformed("position, hours: whole numbers.", field="position")
    when = form.get("when", "")
    definition = Definition(
        when,
        deed_rows.deeds_of(lines, known),
        deed_rows.conditions_of(conditions, known),
        hours if when == "idle" else None,
    )
    client = form.get("client", "") or None
    stops = form.get("stops") == "yes"
    return Said(form.get("name", ""), definition, client, position, stops)


def _ids(definition: Definition) -> list[str]:
    named = ("staff_id", "team_id", "webhook_id")
    found = [str(getattr(deed, name, "") or "") for deed in definition.deeds for name in named]
    return found + [v for each in definition.conditions for v in getattr(each, "values", ())]


def _typed(found: Kept, known: Names) -> dict[str, Any]:
    of = found.definition
    return {
        "id": str(found.id),
        "name": found.name,
        "client": found.client or "",
        "position": str(found.position),
        "stops": "yes" if found.stops else "",
        "enabled": found.enabled,
        "when": of.when,
        "hours": str(of.hours or ""),
        "conditions": deed_rows.condition_rows(of.conditions, known),
        "rows": deed_rows.rows(of.deeds, known),
        "version": str(found.version),
    }


def _page(
    request: AnyRequest, known: Names, typed: Mapping[str, Any], kept: Sequence[Version] = ()
) -> views.RulePage:
    return views.RulePage(
        frame.shell(request, area="automation"),
        typed.get("id", ""),
        typed.get("name", ""),
        typed.get("client", ""),
        _clients(request),
        typed.get("position", "100"),
        typed.get("stops") == "yes",
        bool(typed.get("enabled")),
        typed.get("when", "raised"),
        typed.get("hours", ""),
        typed["conditions"],
        typed["rows"],
        forms.seen(typed.get("version")),
        known.offered,
        placeholders.NAMES,
        tuple(views.OldVersion(each.number, each.author, each.made_at) for each in kept),
        typed.get("trial"),
        typed.get("problem", ""),
        route.principal_of(request).may(WRITE),
    )


def _clients(request: AnyRequest) -> tuple[tuple[str, str], ...]:
    return tuple((key, key) for key in sorted(route.principal_of(request).tenants))


def _row(each: Kept) -> views.RuleRow:
    did = deed_rows.summary(each.definition.deeds)
    what = (each.definition.when, each.position, did, each.enabled, each.stops)
    whose = (each.author, each.author_here, each.version)
    return views.RuleRow(str(each.id), each.name, each.client or "", *what, *whose)


def _trial(key: str, trial: Trial) -> views.Trial:
    found = tuple(views.TrialRow(each.ticket, each.subject, each.at) for each in trial.matched)
    return views.Trial(key, trial.looked_at, found[:100], trial.refused)


def _run(each: Run) -> views.RunRow:
    did = tuple(dict.fromkeys(str(deed["do"]) for deed in each.deeds))
    what = (str(each.id), each.rule_name, str(each.rule_id), each.ticket, each.trigger)
    return views.RunRow(*what, each.state, each.depth, did, each.error or "", each.ran_at)


HANDLERS = [every, new, log, one, keep, change, switch, retire, again, resume]
