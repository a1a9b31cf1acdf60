"""Hours in which nobody of the provider's is mailed warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.views.provided import QuietPage
from underpin.desk.on_call import house_quiet
from underpin.desk.on_call.quiet import House
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/administration/quiet-hours"
SAVED = N_("Saved.")
WRONG = N_("Give two times that differ, or neither.")


@get(HERE, **route.of(house_quiet.to_change, "desk"))
async def show(request: AnyRequest, saved: FromQuery[str] = "") -> Response[Any]:
    stands = typed(await route.perform(request, house_quiet.to_change))
    return _page(request, stands, saved=bool(saved))


@post(HERE, **route.of(house_quiet.say, "desk"))
async def say(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, house_quiet.say, _said(form))
    except Malformed:
        return _page(request, form, wrong=WRONG)
    return answering.Going(f"{HERE}?saved=yes")


def _said(form: Mapping[str, str]) -> House:
    """Raises Malformed."""
    return House(*forms.quiet_hours(form), form.get("weekends") == "yes")


def typed(found: House) -> Mapping[str, str]:
    """As the form's fields say it."""
    return {
        "quiet_from": forms.hour_typed(found.quiet_from),
        "quiet_to": forms.hour_typed(found.quiet_to),
        "weekends": "yes" if found.weekends else "",
    }


def _page(
    request: AnyRequest, said: Mapping[str, str], *, saved: bool = False, wrong: str = ""
) -> Response[Any]:
    shell = frame.shell(request, area=AREA)
    language = shell.reader.language
    if saved:
        shell = replace(shell, notice=views.Notice("done", locale.gettext(language, SAVED)))
    view = QuietPage(shell, said, locale.gettext(language, wrong) if wrong else "")
    return answering.page(request, "provided/quiet", view, 422 if wrong else 200)


HANDLERS = [show, say]
