"""What templates may do with a value. Each reads the reader's language, zone and time from the
page's shell, and leaves the saying to `formats` and `words`."""

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from underpin.console import formats, lengthy, locale, reasons, refusals, views, words
from underpin.console.views.shell import Language, Shell
from underpin.desk.queues import counting

CONTRACT_TIME = locale.N_("contract's time: {0}")


def language(context: Context) -> Language:
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
    return locale.direction(language(context))


@jinja2.pass_context
def countdown(context: Context, chip: views.Countdown) -> str:
    """The chip's text at the time of rendering; the page goes on from there."""
    shell, due = _shell(context), chip.due
    if due is None:
        return ""
    breach, missed = chip.breach or due, chip.level == "breached"
    return formats.countdown(shell.now, due, breach, shell.reader.language, missed=missed)


@jinja2.pass_context
def working(context: Context, span: timedelta) -> str:
    return formats.working(span, language(context))


@jinja2.pass_context
def minutes(context: Context, count: int) -> str:
    """Whole minutes of work, in hours and minutes."""
    return formats.working(timedelta(minutes=count), language(context))


@jinja2.pass_context
def day(context: Context, on: date) -> str:
    return formats.day(on, language(context))


@jinja2.pass_context
def local_day(context: Context, at: datetime, zone: str) -> str:
    """The date of an instant in a named zone."""
    return formats.day(formats.local(at, zone).date(), language(context))


@jinja2.pass_context
def local_iso_day(context: Context, at: datetime) -> str:
    """The reader's date of an instant, as a date field wants it."""
    return formats.local(at, _shell(context).reader.zone).date().isoformat()


@jinja2.pass_context
def full(context: Context, at: datetime, zone: str) -> Markup:
    """An instant with everything said, in a named zone."""
    text = formats.full(at, language(context), zone)
    return when_says(context, at, text)


@jinja2.pass_context
def month(context: Context, on: date) -> str:
    return formats.month(on, language(context))


@jinja2.pass_context
def percent(context: Context, share: Fraction) -> str:
    return formats.percent(share, language(context))


@jinja2.pass_context
def percentage(context: Context, number: Decimal | int | str) -> str:
    return formats.percentage(number, language(context))


@jinja2.pass_context
def money(context: Context, amount: Decimal, currency: str) -> str:
    return formats.money(amount, currency, language(context))


@jinja2.pass_context
def rate(context: Context, amount: Decimal, currency: str) -> str:
    return formats.rate(amount, currency, language(context))


@jinja2.pass_context
def number(context: Context, value: Decimal | int) -> str:
    return formats.number(value, language(context))


@jinja2.pass_context
def word(context: Context, value: str, category: str) -> str:
    return words.word(value, category, language(context))


@jinja2.pass_context
def worded(context: Context, value: str, category: str) -> tuple[str, str]:
    """A choice of a select: the value, and its word."""
    return value, word(context, value, category)


@jinja2.pass_context
def known(context: Context, value: str, category: str) -> str:
    return words.known(value, category, language(context))


def pair(value: str) -> tuple[str, str]:
    """A choice of a select that is read as it is sent."""
    return value, value


@jinja2.pass_context
def unit(context: Context, value: str) -> str:
    return words.unit(value, language(context))


@jinja2.pass_context
def quantity(context: Context, value: Decimal | int, of: str) -> str:
    """So many of a unit, in the plural form that the language has for it."""
    return words.units(value, number(context, value), of, language(context))


@jinja2.pass_context
def why(context: Context, value: str) -> str:
    """Why a clock counts as it does."""
    return words.why(value, language(context))


@jinja2.pass_context
def reason(context: Context, value: str) -> str:
    """Why something happened."""
    return reasons.said(value, language(context))


@jinja2.pass_context
def refusal(context: Context, text: str) -> str:
    """What could not be done, as far as the catalogues know it."""
    return refusals.told(text, language(context))


@jinja2.pass_context
def units(context: Context) -> str:
    """The patterns `countdown.js` writes with, so that ticking never changes the wording."""
    return formats.patterns(language(context))


def isolated(text: str) -> Markup:
    """A name or other foreign text inside a sentence, so that neither reorders the other."""
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped


def seconds(span: timedelta) -> int:
    return span // formats.SECOND


def counted(count: int) -> str:
    """A count is exact up to a bound; beyond it there are more."""
    return f"{counting.MOST}+" if count > counting.MOST else str(count)


def initials(name: str) -> str:
    """Up to two letters that stand for a person."""
    parts = [part for part in name.split() if part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def hue(name: str) -> int:
    """One of eight colours, the same for a name in every process."""
    return sum(name.encode()) % 8


def local_input(at: datetime, zone: str) -> str:
    """An instant by the wall clock of a zone, as a field for a day and a time wants it."""
    return formats.local(at, zone).strftime("%Y-%m-%dT%H:%M")


def choices(given: Iterable[views.Choice]) -> list[tuple[str, str]]:
    """As `ui.select` takes them."""
    return [(each.value, each.label) for each in given]


FILTERS: Mapping[str, Callable[..., object]] = types.MappingProxyType(
    {
        "when": when,
        "when_says": when_says,
        "ago": ago,
        "countdown": countdown,
        "working": working,
        "minutes": minutes,
        "day": day,
        "local_day": local_day,
        "local_iso_day": local_iso_day,
        "full": full,
        "month": month,
        "percent": percent,
        "percentage": percentage,
        "money": money,
        "rate": rate,
        "number": number,
        "word": word,
        "worded": worded,
        "known": known,
        "pair": pair,
        "unit": unit,
        "quantity": quantity,
        "seconds": seconds,
        "counted": counted,
        "initials": initials,
        "hue": hue,
        "iso": formats.iso,
        "local_input": local_input,
        "choices": choices,
        "why": why,
        "reason": reason,
        "refusal": refusal,
        "isolated": isolated,
        "prose": formats.prose,
        "parted": lengthy.parted,
    }
)
