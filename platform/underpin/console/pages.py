"""Pages from templates: one Jinja environment, strict about what is missing, escaping all.

`render(name, view)` gives a whole page, `fragment(name, view)` the part of it that `live.js`
asks for with the header `X-Fragment: name`. Both take only the view that the template is
written for.
"""

import functools
import pathlib
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from underpin.console import assets, formats, locale, timeline, views, words
from underpin.console.views.shell import Language, Shell

FOLDER = pathlib.Path(__file__).with_name("templates")
CONTRACT_TIME = locale.N_("contract's time: {0}")


class View(typing.Protocol):
    """Anything with a shell around it."""

    @property
    def shell(self) -> Shell: ...


TEMPLATES: Mapping[str, type] = types.MappingProxyType(
    {
        "sign_in_staff": views.StaffSignInPage,
        "sign_in_code": views.CodePage,
        "sign_in_member": views.MemberSignInPage,
        "set_password": views.SetPasswordPage,
        "list": views.ListPage,
        "ticket": views.TicketPage,
        "set_aside": views.SetAsidePage,
        "portal_home": views.PortalHomePage,
        "portal_ticket": views.PortalTicketPage,
        "clients": views.ClientsPage,
        "contract": views.ContractPage,
        "invoice": views.InvoicePage,
        "vendor": views.VendorPage,
        "problem": views.ProblemPage,
        "conflict": views.ConflictPage,
        "session_expired": views.SessionExpiredPage,
    }
)
FRAGMENTS: Mapping[str, type] = types.MappingProxyType(
    {
        "list": views.ListPage,
        "ticket_head": views.TicketPage,
        "ticket_timeline": views.TicketPage,
        "ticket_side": views.TicketPage,
        "portal_tickets": views.PortalHomePage,
        "portal_compliance": views.PortalHomePage,
        "portal_timeline": views.PortalTicketPage,
        "portal_side": views.PortalTicketPage,
        "set_aside": views.SetAsidePage,
        "problem": views.ProblemPage,
    }
)


def render(name: str, view: View) -> str:
    """The page, with the view it is written for; another view is a TypeError."""
    return _render(f"{name}.html", TEMPLATES[name], view)


def fragment(name: str, view: View) -> str:
    """The part of a page that changes by itself; KeyError for a name that is no fragment."""
    return _render(f"fragments/{name}.html", FRAGMENTS[name], view)


def has_fragment(name: str, view: View) -> bool:
    """Whether this view's page has a fragment of this name; the header may say anything."""
    return FRAGMENTS.get(name) is type(view)


def _render(path: str, expected: type, view: View) -> str:
    if type(view) is not expected:
        raise TypeError(f"{path} is written for {expected.__name__}, not {type(view).__name__}")
    shell = view.shell
    return environment().get_template(path).render(view=view, shell=shell, reader=shell.reader)


@functools.cache
def environment() -> jinja2.Environment:
    """The environment, made once: templates do not change while the process lives."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    _install_translations(made)
    made.filters.update(FILTERS)
    made.globals.update(
        asset=assets.url,
        languages=locale.NAMES,
        fold=timeline.fold,
        direction=direction,
        units=units,
    )
    made.tests["message"] = lambda entry: isinstance(entry, views.Message)
    made.tests["fold"] = lambda entry: isinstance(entry, views.Fold)
    return made


def _install_translations(made: jinja2.Environment) -> None:
    def one(context: Context, message: str) -> str:
        return locale.gettext(_language(context), message)

    def many(context: Context, single: str, plural: str, count: int) -> str:
        return locale.ngettext(_language(context), single, plural, count)

    def sense(context: Context, meaning: str, message: str) -> str:
        return locale.pgettext(_language(context), meaning, message)

    made.install_gettext_callables(  # type: ignore[attr-defined]
        jinja2.pass_context(one),
        jinja2.pass_context(many),
        newstyle=True,
        pgettext=jinja2.pass_context(sense),
    )


def _language(context: Context) -> Language:
    return _shell(context).reader.language


def _shell(context: Context) -> Shell:
    return typing.cast(Shell, context["shell"])


@jinja2.pass_context
def when(context: Context, at: datetime, zone: str | None = None) -> Markup:
    """An instant in the reader's zone; the contract's zone, if given, on hover."""
    shell = _shell(context)
    text = formats.moment(at, shell.now, shell.reader.language, shell.reader.zone)
    return when_says(context, at, text, zone)


@jinja2.pass_context
def when_says(context: Context, at: datetime, text: str, zone: str | None = None) -> Markup:
    """An instant under a text of its own; exact on hover, in the contract's zone too."""
    reader = _shell(context).reader
    title = formats.full(at, reader.language, reader.zone)
    if zone and zone != reader.zone:
        theirs = formats.full(at, reader.language, zone)
        title += " · " + locale.gettext(reader.language, CONTRACT_TIME).format(theirs)
    return formats.time_tag(at, text, title)


@jinja2.pass_context
def ago(context: Context, at: datetime) -> Markup:
    """How long ago, with the exact instant on hover."""
    shell = _shell(context)
    language = shell.reader.language
    title = formats.full(at, language, shell.reader.zone)
    return formats.time_tag(at, formats.relative(at, shell.now, language), title)


@jinja2.pass_context
def direction(context: Context) -> str:
    return locale.direction(_language(context))


@jinja2.pass_context
def countdown(context: Context, chip: views.Countdown) -> str:
    """The chip's text at the time of rendering; the page goes on from there."""
    shell, due = _shell(context), chip.due
    if due is None:
        return ""
    return formats.countdown(shell.now, due, chip.breach or due, shell.reader.language)


@jinja2.pass_context
def working(context: Context, span: timedelta) -> str:
    return formats.working(span, _language(context))


@jinja2.pass_context
def day(context: Context, on: date) -> str:
    return formats.day(on, _language(context))


@jinja2.pass_context
def local_day(context: Context, at: datetime, zone: str) -> str:
    """The date of an instant in a named zone."""
    return formats.day(formats.local(at, zone).date(), _language(context))


@jinja2.pass_context
def local_iso_day(context: Context, at: datetime) -> str:
    """The reader's date of an instant, as a date field wants it."""
    return formats.local(at, _shell(context).reader.zone).date().isoformat()


@jinja2.pass_context
def full(context: Context, at: datetime, zone: str) -> Markup:
    """An instant with everything said, in a named zone."""
    text = formats.full(at, _language(context), zone)
    return when_says(context, at, text)


@jinja2.pass_context
def month(context: Context, on: date) -> str:
    return formats.month(on, _language(context))


@jinja2.pass_context
def percent(context: Context, share: Fraction) -> str:
    return formats.percent(share, _language(context))


@jinja2.pass_context
def money(context: Context, amount: Decimal, currency: str) -> str:
    return formats.money(amount, currency, _language(context))


@jinja2.pass_context
def number(context: Context, value: Decimal | int) -> str:
    return formats.number(value, _language(context))


@jinja2.pass_context
def word(context: Context, value: str, category: str) -> str:
    return words.word(value, category, _language(context))


@jinja2.pass_context
def units(context: Context) -> str:
    """The patterns `countdown.js` writes with, so that ticking never changes the wording."""
    return formats.patterns(_language(context))


def isolated(text: str) -> Markup:
    """A name or other foreign text inside a sentence, so that neither reorders the other."""
    return Markup("<bdi>{}</bdi>").format(text)


def seconds(span: timedelta) -> int:
    return span // formats.SECOND


def initials(name: str) -> str:
    """Up to two letters that stand for a person."""
    parts = [part for part in name.split() if part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def hue(name: str) -> int:
    """One of eight colours, the same for a name in every process."""
    return sum(name.encode()) % 8


FILTERS: Mapping[str, Callable[..., object]] = types.MappingProxyType(
    {
        "when": when,
        "when_says": when_says,
        "ago": ago,
        "countdown": countdown,
        "working": working,
        "day": day,
        "local_day": local_day,
        "local_iso_day": local_iso_day,
        "full": full,
        "month": month,
        "percent": percent,
        "money": money,
        "number": number,
        "word": word,
        "seconds": seconds,
        "initials": initials,
        "hue": hue,
        "iso": formats.iso,
        "isolated": isolated,
        "prose": formats.prose,
    }
)
