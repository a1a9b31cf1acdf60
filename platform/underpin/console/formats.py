"""How instants, spans, shares and money read in a language and a zone. Values in, text out."""

import functools
import html
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel import dates, numbers, units
from markupsafe import Markup, escape

from underpin.console import locale, words
from underpin.console.locale import N_
from underpin.console.views.shell import Language

UNITS = {"d": N_("{0}d"), "h": N_("{0}h"), "m": N_("{0}m"), "s": N_("{0}s")}
OVER = N_("{0} over")
LEFT = N_("{0} left")
DUE_NOW = N_("due now")
SECOND = timedelta(seconds=1)


def moment(at: datetime, now: datetime, language: Language, zone: str) -> str:
    """As short as it can be said today: the time, then the day, then the year."""
    wall, today = local(at, zone), local(now, zone)
    if wall.date() == today.date():
        return f"{wall:%H:%M}"
    skeleton = "MMMd" if wall.year == today.year else "yMMMd"
    return _joined(skeleton, wall, language)


def full(at: datetime, language: Language, zone: str) -> str:
    """Everything: weekday, date, time and the zone's abbreviation."""
    wall = local(at, zone)
    return f"{_joined('yMMMEd', wall, language)} {wall.tzname()}"


def day(on: date, language: Language) -> str:
    """A calendar date, without a zone."""
    return dates.format_date(on, "medium", locale=locale.FORMATS[language])


def month(on: date, language: Language) -> str:
    """A month by name, with its year."""
    return _date(on.replace(day=1), "yMMMM", language)


@functools.cache
def weekday(number: int, language: Language) -> str:
    """Short, of the days from Monday, 0, to Sunday, 6."""
    names = dates.get_day_names("abbreviated", locale=locale.FORMATS[language])
    return str(names[number])


def relative(at: datetime, now: datetime, language: Language) -> str:
    """How long ago or how soon, in one unit."""
    return dates.format_timedelta(
        at - now, add_direction=True, locale=locale.FORMATS[language], threshold=1
    )


def iso(at: datetime) -> str:
    """The instant for machines, in UTC with a Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def working(span: timedelta, language: Language) -> str:
    """Working time in hours, minutes and seconds; never in days, whose length is not said."""
    sign = "−" if span < timedelta(0) else ""
    seconds = abs(span) // SECOND
    parts = _parts((("h", 3600), ("m", 60), ("s", 1)), seconds, language)
    return sign + (" ".join(parts) if parts else _unit("m", "0", language))


def days(count: int, language: Language) -> str:
    """So many days, in the form the language has for that number."""
    return units.format_unit(count, "duration-day", length="short", locale=locale.FORMATS[language])


def short(span: timedelta, language: Language) -> str:
    """Wall time in its two largest units, the second one padded: `2d 03h`, `12m 05s`."""
    seconds = abs(span) // SECOND
    for unit, size, lower, lower_size in _STEPS:
        if seconds >= size:
            rest = seconds % size // lower_size
            first = _unit(unit, str(seconds // size), language)
            return f"{first} {_unit(lower, f'{rest:02d}', language)}"
    return _unit("s", str(seconds), language)


def countdown(
    now: datetime, due: datetime, breach: datetime, language: Language, *, missed: bool = False
) -> str:
    """What a chip says: time left, then `due now` until the breach, then how long it is over.

    Over counts from the breach and not from the shown due time: between the two lies time in
    which nothing is late yet. `missed`: it stands beside a breach of something else, and says that
    this is left, not over.
    """
    if now < due:
        left = short(due - now, language)
        return locale.gettext(language, LEFT).format(left) if missed else left
    if now <= breach:
        return locale.gettext(language, DUE_NOW)
    return locale.gettext(language, OVER).format(short(now - breach, language))


def percent(share: Fraction, language: Language) -> str:
    """Rounded down to a tenth, so that a missed commitment never reads as kept (PRACTICE 28)."""
    tenths = share.numerator * 1000 // share.denominator
    return numbers.format_percent(
        Decimal(tenths) / 1000, locale=locale.FORMATS[language], decimal_quantization=False
    )


def percentage(number: Decimal | int | str, language: Language) -> str:
    """So many percent, with the decimals they have."""
    return numbers.format_percent(
        Decimal(number) / 100, locale=locale.FORMATS[language], decimal_quantization=False
    )


def money(amount: Decimal, currency: str, language: Language) -> str:
    """The amount with its currency, to the currency's own decimals."""
    return numbers.format_currency(amount, currency, locale=locale.FORMATS[language])


def rate(amount: Decimal, currency: str, language: Language) -> str:
    """A price with its currency, with all the decimals it has."""
    return numbers.format_currency(
        amount, currency, locale=locale.FORMATS[language], decimal_quantization=False
    )


def number(value: Decimal | int, language: Language) -> str:
    """A quantity, with the decimals it has."""
    return numbers.format_decimal(
        value, locale=locale.FORMATS[language], decimal_quantization=False
    )


def patterns(language: Language) -> str:
    """The words of `countdown` as JSON, for the page to go on with."""
    said = {**UNITS, "over": OVER, "left": LEFT, "now": DUE_NOW, **words.LEVEL}
    return json.dumps({key: locale.gettext(language, text) for key, text in said.items()})


def time_tag(at: datetime, text: str, title: str) -> Markup:
    """A `<time>` that machines read exactly and people shortly."""
    exact = f'datetime="{iso(at)}" title="{escape(title)}"'
    return Markup(f"<time {exact}>{escape(text)}</time>")  # noqa: S704 - escaped


def prose(text: str) -> Markup:
    """Plain text as paragraphs. Everything is escaped; nothing a person typed becomes markup."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup(html.escape(block.strip("\n")).replace("\n", "<br>")))  # noqa: S704 - escaped one call before
        for block in blocks
    )


_STEPS = (("d", 86400, "h", 3600), ("h", 3600, "m", 60), ("m", 60, "s", 1))


def _parts(steps: tuple[tuple[str, int], ...], seconds: int, language: Language) -> list[str]:
    parts = []
    for unit, size in steps:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(_unit(unit, str(count), language))
    return parts


def _unit(unit: str, count: str, language: Language) -> str:
    return locale.gettext(language, UNITS[unit]).format(count)


def local(at: datetime, zone: str) -> datetime:
    """The instant on a zone's wall clock."""
    return at.astimezone(ZoneInfo(zone))


def _joined(skeleton: str, wall: datetime, language: Language) -> str:
    date_text = _date(wall.date(), skeleton, language)
    return _order(language).replace("{1}", date_text).replace("{0}", f"{wall:%H:%M}")


@functools.cache
def _order(language: Language) -> str:
    """How the language joins a date and a time: `{1}, {0}`."""
    return str(dates.get_datetime_format("medium", locale=locale.FORMATS[language]))


# A page names few dates many times, and looking one up in the locale data is slow.
@functools.lru_cache(maxsize=4096)
def _date(on: date, skeleton: str, language: Language) -> str:
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return dates.format_skeleton(skeleton, noon, locale=locale.FORMATS[language])
