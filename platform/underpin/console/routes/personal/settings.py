"""One's own settings, at the desk and at the portal: language, zone, looks, and how one is told of
what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from zoneinfo import available_timezones

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame, look
from underpin.console.routes.provided import quiet
from underpin.console.views.personal import OwnSettingsPage
from underpin.desk.on_call import house_quiet
from underpin.desk.personal import settings
from underpin.desk.personal.settings import Settings
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/settings"
GATHERING: Final = (0, 15, 60, 240, 1440)
SAVED: Final = N_("Saved.")
WRONG: Final[Mapping[str, str]] = {
    "locale": N_("Choose one of the languages."),
    "time_zone": N_("There is no such time zone: choose one from the list, like Europe/Warsaw."),
    "quiet_from": N_("Give both times, or neither."),
    "digest_minutes": N_("Choose how long it is gathered."),
}


@get(HERE, **route.of(settings.mine))
async def show(request: AnyRequest, saved: FromQuery[str] = "") -> Response[Any]:
    own = await route.perform(request, settings.mine)
    house = await _house(request)
    return _page(request, _typed(own, look.theme(request)), house, saved=bool(saved))


@post(HERE, **route.of(settings.mine))
async def choose(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        wanted = said(form)
        await route.perform(request, settings.choosing(route.principal_of(request)), wanted)
    except Malformed as wrong:
        return _page(request, form, await _house(request), wrong=wrong.field or "time_zone")
    kept = look.cookie(form.get("theme", ""), wanted.locale)
    return answering.Going(f"{HERE}?saved=yes", kept)


async def _house(request: AnyRequest) -> Mapping[str, str]:
    """What holds for everybody of the staff besides."""
    if not frame.is_staff(request):
        return {}
    return quiet.typed(await route.perform(request, house_quiet.said))


def said(form: Mapping[str, str]) -> Settings:
    """What a form says. Raises Malformed."""
    begins, ends = forms.quiet_hours(form)
    return Settings(
        locale=form.get("locale", ""),
        time_zone=form.get("time_zone", "").strip(),
        by_mail=form.get("by_mail") == "yes",
        quiet_from=begins,
        quiet_to=ends,
        digest_minutes=_minutes(form.get("digest_minutes", "")),
    )


def _minutes(given: str) -> int:
    found = digits.read(given, 5)
    if found is None:
        raise Malformed("digest_minutes: a number of minutes.", field="digest_minutes")
    return found


def _typed(own: Settings, theme: str) -> Mapping[str, str]:
    return {
        "locale": own.locale,
        "time_zone": own.time_zone,
        "theme": theme,
        "by_mail": "yes" if own.by_mail else "",
        "quiet_from": forms.hour_typed(own.quiet_from),
        "quiet_to": forms.hour_typed(own.quiet_to),
        "digest_minutes": str(own.digest_minutes),
    }


def _page(
    request: AnyRequest,
    typed: Mapping[str, str],
    house: Mapping[str, str],
    *,
    saved: bool = False,
    wrong: str = "",
) -> Response[Any]:
    shell = frame.shell(request)
    language = shell.reader.language
    if saved:
        shell = replace(shell, notice=views.Notice("done", locale.gettext(language, SAVED)))
    view = OwnSettingsPage(
        shell,
        typed,
        tuple(sorted(available_timezones())),
        tuple(locale.NAMES.items()),
        tuple(sorted({*GATHERING, _known(typed)})),
        {wrong: locale.gettext(language, WRONG[wrong])} if wrong else {},
        staff=frame.is_staff(request),
        house=house,
    )
    return answering.page(request, "personal/settings", view, 422 if wrong else 200)


def _known(typed: Mapping[str, str]) -> int:
    """The minutes that stand there, which the API may have set to any number."""
    return digits.read(typed.get("digest_minutes", ""), 5) or 0


HANDLERS = [show, choose]
