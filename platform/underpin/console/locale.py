"""The languages of the pages. English is the source; the others are gettext catalogues.

Catalogues are read from `locale/<language>.po` once per process and compiled in memory, so there
is no build step and nothing binary to keep in step.
"""

import functools
import io
import pathlib
from typing import Literal

from babel.messages import Catalog, mofile, pofile
from babel.support import NullTranslations, Translations

from underpin.console.views.shell import Language
from underpin.kernel import digits, wordings

LANGUAGES: tuple[Language, ...] = ("en", "pl", "zh", "ar")
NAMES: dict[Language, str] = {"en": "English", "pl": "Polski", "zh": "中文", "ar": "العربية"}
FOLDER = pathlib.Path(__file__).with_name("locale")
FORMATS = wordings.FORMATS


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Mark a message and its plural for the catalogues."""
    return one, many


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Mark a message in the sense that the context names for the catalogues."""
    return context, message


def direction(language: Language) -> Literal["ltr", "rtl"]:
    """Which way the language is written."""
    return "rtl" if language == "ar" else "ltr"


@functools.cache
def catalogue(language: Language) -> NullTranslations:
    """The compiled catalogue; English translates every message to itself."""
    if language == "en":
        return NullTranslations()
    compiled = io.BytesIO()
    mofile.write_mo(compiled, _read(language))
    compiled.seek(0)
    return Translations(compiled)


@functools.cache
def _read(language: Language) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as source:
        return pofile.read_po(source, locale=language, abort_invalid=True)


@functools.cache
def in_context(language: Language, context: str) -> frozenset[str]:
    """The messages that the catalogue has in that sense; of English it knows none."""
    if language == "en":
        return frozenset()
    return frozenset(str(each.id) for each in _read(language) if each.context == context)


def gettext(language: Language, message: str) -> str:
    """The message in the language."""
    return catalogue(language).gettext(message)


def ngettext(language: Language, one: str, many: str, count: int) -> str:
    """The message in the plural form that the language uses for this count."""
    return catalogue(language).ngettext(one, many, count)


def pgettext(language: Language, context: str, message: str) -> str:
    """The message in the sense that the context names."""
    return str(catalogue(language).pgettext(context, message))


def known(word: str | None) -> Language | None:
    """The language of a code such as `pl` or `zh-CN`, None when we do not speak it."""
    base = (word or "").replace("_", "-").split("-")[0].strip().lower()
    return next((language for language in LANGUAGES if language == base), None)


def negotiate(header: str) -> Language:
    """The best language for an `Accept-Language` header (RFC 9110, 12.5.4); English if none."""
    wanted = sorted(_wishes(header), key=lambda wish: -wish[0])
    spoken = (known(code) for weight, code in wanted if weight > 0)
    return next((language for language in spoken if language), "en")


def _wishes(header: str) -> list[tuple[int, str]]:
    """Each language with its weight in thousandths, in the order written."""
    wishes = []
    for part in header.split(","):
        code, _, parameters = part.partition(";")
        wishes.append((_weight(parameters), code.strip()))
    return wishes


def _weight(parameters: str) -> int:
    value = parameters.strip().removeprefix("q=") or "1"
    whole, _, decimals = value.partition(".")
    return digits.read(whole + (decimals + "000")[:3], 9) or 0
