"""How templates say things in the reader's language: gettext's names as Jinja knows them.

Jinja's own take three calls for each of the hundreds of messages on a page; these take one.
"""

from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from underpin.console import filters, locale


@jinja2.pass_context
def gettext(context: Context, message: str, /, **variables: Any) -> Markup:
    """`%(name)s` is filled with what is escaped; `%%` is a percent sign."""
    return _filled(locale.gettext(filters.language(context), message), variables)


@jinja2.pass_context
def ngettext(context: Context, one: str, many: str, count: int, /, **variables: Any) -> Markup:
    said = locale.ngettext(filters.language(context), one, many, count)
    return _filled(said, {"num": count, **variables})


@jinja2.pass_context
def pgettext(context: Context, meaning: str, message: str, /, **variables: Any) -> Markup:
    said = locale.pgettext(filters.language(context), meaning, message)
    return _filled(said, {"context": meaning, **variables})


def _filled(text: str, variables: Mapping[str, Any]) -> Markup:
    """What is in the catalogues is ours: it may hold markup, and is not escaped."""
    said = Markup(text)  # noqa: S704 - a catalogue's message
    return said % variables if variables or "%" in text else said


def install(made: jinja2.Environment) -> None:
    """For `_()` and `{% trans %}`; the extension's own are set first, so that it compiles blocks
    in the new style."""
    names = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext
    )
    made.globals.update({**names, "_": gettext})
