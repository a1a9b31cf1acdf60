"""How a reader wants pages to look and speak: a cookie's choice, then the person's own settings,
then what the browser asks for."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection

from underpin.console import locale
from underpin.console.views.shell import Language, Theme
from underpin.kernel.principal import Principal

COOKIE = "__Host-underpin-look"
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
YEAR_SECONDS = 365 * 86400
AnyConnection = ASGIConnection[Any, Any, Any, Any]


def language(request: AnyConnection, asker: Principal | None) -> Language:
    """The language of the pages for this request."""
    chosen = locale.known(_chosen(request)[1])
    own = locale.known(asker.locale) if asker and asker.person_id else None
    return chosen or own or locale.negotiate(request.headers.get("accept-language", ""))


def theme(request: AnyConnection) -> Theme:
    return known_theme(_chosen(request)[0])


def known_theme(word: str) -> Theme:
    """The theme of this name; like the system for any other word."""
    return next((theme for theme in THEMES if theme == word), "auto")


def cookie(theme: str, language: str) -> str:
    """A Set-Cookie header's value that keeps a choice for a year. Unknown words choose nothing."""
    value = f"{known_theme(theme)}.{locale.known(language) or ''}"
    attributes = f"Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={YEAR_SECONDS}"
    return f"{COOKIE}={value}; {attributes}"


def _chosen(request: AnyConnection) -> tuple[str, str]:
    theme, _, language = request.cookies.get(COOKIE, "").partition(".")
    return theme, language
