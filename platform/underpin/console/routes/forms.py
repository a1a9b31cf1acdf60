"""What a page's form said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Request

from underpin.console.locale import N_
from underpin.console.routes import numerals
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, StaleVersion

AnyRequest = Request[Any, Any, Any]
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
SECRET = ("password", "secret", "code", "token", "signing_key", "api_key")
"""What is never shown again."""
LINE = 80
PROSE = ("subject", "body", "text", "question", "reason")


def wrong_in(name: str, said: str) -> Malformed:
    """What is wrong with a field, in words that the catalogues have."""
    return Malformed(f"{name}: {said}", field=name)


async def of(request: AnyRequest) -> Mapping[str, str]:
    """The fields of a form, text only. Absent fields are absent."""
    given = await request.form()
    return {name: value for name, value in given.items() if isinstance(value, str)}


async def each(request: AnyRequest, name: str) -> list[str]:
    """A field that may stand several times."""
    found = (await request.form()).getall(name, [])
    return [value for value in found if isinstance(value, str) and value]


async def sent(request: AnyRequest) -> list[tuple[str, str]]:
    """All of its text, in its order, also what stands several times."""
    found = (await request.form()).multi_items()
    return [(name, value) for name, value in found if isinstance(value, str)]


def field(form: Mapping[str, str], name: str) -> str:
    """A field that must be there. Raises Malformed."""
    value = form.get(name, "").replace("\r\n", "\n").strip()
    if not value:
        raise wrong_in(name, N_("fill this in."))
    return value


def version(form: Mapping[str, str]) -> int:
    """The version that the form was filled in against. Raises StaleVersion for none."""
    found = digits.read(form.get("version", ""), 9)
    if found is None:
        raise StaleVersion
    return found


def seen(said: object) -> int:
    """The version that a form shown once more was filled in against; 0 for what is none."""
    return digits.read(str(said), 9) or 0


def identity(form: Mapping[str, str], name: str) -> UUID:
    """Raises Malformed for what is no id."""
    try:
        return UUID(field(form, name))
    except ValueError as wrong:
        raise wrong_in(name, N_("choose one from the list.")) from wrong


async def identities(request: AnyRequest, name: str) -> list[UUID]:
    """Of a field that may stand several times. Raises Malformed for what is no id."""
    return [identity({name: value}, name) for value in await each(request, name)]


def day(form: Mapping[str, str], name: str) -> date:
    """Raises Malformed for what is no date."""
    try:
        return date.fromisoformat(field(form, name))
    except ValueError as wrong:
        raise wrong_in(name, N_("write a date like 2026-11-24.")) from wrong


def month(said: str) -> tuple[int, int]:
    """Raises Malformed for what is no month."""
    try:
        found = date.fromisoformat(f"{said}-01") if MONTH.fullmatch(said) else None
    except ValueError:
        found = None
    if found is None:
        raise wrong_in("month", N_("write a year and a month like 2026-11."))
    return found.year, found.month


def quiet_hours(form: Mapping[str, str]) -> tuple[time | None, time | None]:
    """From when to when; None where nothing is given. Raises Malformed for what is no time."""
    given = form.get("quiet_from", ""), form.get("quiet_to", "")
    try:
        begins, ends = (time.fromisoformat(each) if each else None for each in given)
    except ValueError as wrong:
        raise Malformed("quiet_from, quiet_to: times like 22:00.", field="quiet_from") from wrong
    return begins, ends


def hour_typed(said: time | None) -> str:
    """As a form's field says it."""
    return f"{said:%H:%M}" if said else ""


def amount(form: Mapping[str, str], name: str) -> Decimal:
    """Of money, in major units. Raises Malformed."""
    given = numerals.plain(field(form, name))
    if not AMOUNT.fullmatch(given):
        raise wrong_in(name, N_("write an amount like 1200.50."))
    return Decimal(given)


def number(form: Mapping[str, str], name: str) -> Decimal:
    """Also below zero. Raises Malformed."""
    given = numerals.plain(field(form, name))
    if not NUMBER.fullmatch(given):
        raise wrong_in(name, N_("write a number like 1200.50."))
    return Decimal(given)


def typed(form: Mapping[str, str]) -> str:
    """What somebody wrote at length, to be given back when it could not be taken."""
    said = (value for name, value in form.items() if name in PROSE or _is_long(name, value))
    return "\n\n".join(value for value in said if value.strip())


def _is_long(name: str, value: str) -> bool:
    """Lines, or a long one; neither a token nor what a page's script wrote for itself."""
    written = value.strip()
    if name in SECRET or written[:1] in ("{", "["):
        return False
    spoken = " " in written or not written.isascii()
    return "\n" in written or (len(written) > LINE and spoken)
