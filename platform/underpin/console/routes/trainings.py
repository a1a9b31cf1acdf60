"""What staff are trained in, and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from litestar import Request, Response, get, post

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.desk.hands import skills
from underpin.desk.hands.skills import Colleague, Training
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
SOON = timedelta(days=30)
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@get("/trainings", **route.of(skills.trainings, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _shown(request)


@post("/trainings", **route.of(skills.train, "desk"))
async def train(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        who, done = forms.identity(form, "who"), forms.day(form, "completed_on")
        expires = forms.day(form, "expires_on") if form.get("expires_on") else None
        skill = form.get("skill_name", "").strip()
        named = await route.perform(request, skills.name, skill) if skill else None
        skill_id = named.id if named else forms.identity(form, "skill")
        words = (who, skill_id, form.get("title", ""), done)
        proof = {"issuer": form.get("issuer", ""), "certificate": form.get("certificate", "")}
        await route.perform(request, skills.train, *words, expires, **proof)  # type: ignore[arg-type]
    except Malformed as problem:
        return await _shown(request, problem.detail, form)
    return answering.Going("/trainings")


async def _shown(
    request: AnyRequest, problem: str = "", typed: Mapping[str, str] = NOTHING
) -> Response[Any]:
    """What could not be taken comes back as it was typed."""
    found = await route.perform(request, skills.trainings)
    known = await route.perform(request, skills.all_of_them)
    people = await route.perform(request, skills.colleagues)
    shell = frame.shell(request, area="trainings")
    view = views.TrainingsPage(
        shell,
        tuple(_row(each, shell) for each in found),
        _people(people),
        tuple((str(each.id), each.name) for each in known),
        route.principal_of(request).may("rota.write"),
        problem,
        typed,
    )
    return answering.page(request, "trainings", view, 422 if problem else 200)


def _people(found: list[Colleague]) -> views.Pairs:
    """By name, and where two have one name by address too."""
    names = Counter(each.name for each in found)
    return tuple(
        (str(each.id), each.name if names[each.name] == 1 else f"{each.name} ({each.email})")
        for each in found
    )


def _row(each: Training, shell: views.Shell) -> views.TrainingRow:
    until, today = each.expires_on, shell.now.date()
    tone = "good"
    if until is not None and until <= today + SOON:
        tone = "bad" if until < today else "warn"
    what = (each.staff, each.skill, each.title, each.issuer, each.certificate)
    return views.TrainingRow(*what, each.completed_on, until, tone)


HANDLERS = [show, train]
