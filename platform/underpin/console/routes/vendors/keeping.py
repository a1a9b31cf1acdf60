"""Vendors written down and changed: how cases reach them, what a case costs, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from contracts.signed import vendor, vendor_contact
from contracts.signed.vendor import Connector
from contracts.signed.vendor_contact import Contact, Desk
from underpin.console.routes import answering, forms
from underpin.console.routes.vendors import pages
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE: Final = "/vendors/{vendor_id:uuid}"
WAYS: Final = ("by_hand", "mail", "webhook", "page")


@post("/vendors", **route.of(vendor.add, "desk"))
async def added(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.field(form, "name"), forms.field(form, "email"))
        made = await route.perform(request, vendor.add, *words, **_reached(form))
    except (Malformed, Conflict) as wrong:
        return await pages.listed(request, form, wrong.detail, wrong.status)
    return answering.Going(f"/vendors/{made.id}")


@post(f"{ONE}/details", **route.of(vendor.change, "desk"))
async def changed(request: AnyRequest, vendor_id: FromPath[UUID]) -> Response[Any]:
    """For cases from now on; the language stays as it is."""
    form = await forms.of(request)
    try:
        said = {"email": forms.field(form, "email"), "locale": form.get("locale") or None}
        more: dict[str, Any] = {**said, **_reached(form)}
        await route.perform(request, vendor.change, vendor_id, **more)
    except (Malformed, Conflict) as wrong:
        return await pages.shown(request, vendor_id, form, wrong.detail, wrong.status)
    return answering.Going(f"/vendors/{vendor_id}")


@post(f"{ONE}/desk", **route.of(vendor_contact.reach, "desk"))
async def reached(request: AnyRequest, vendor_id: FromPath[UUID]) -> Response[Any]:
    """All of it anew: a contact without a name is left out."""
    form = await forms.of(request)
    try:
        await route.perform(request, vendor_contact.reach, vendor_id, _desk(form))
    except (Malformed, Conflict) as wrong:
        return await pages.shown(request, vendor_id, form, wrong.detail, wrong.status)
    return answering.Going(f"/vendors/{vendor_id}")


def _reached(form: Mapping[str, str]) -> dict[str, Any]:
    way = form.get("connector", "")
    if way not in WAYS:
        raise Malformed("connector: choose one from the list.", field="connector")
    return {
        "connector": cast(Connector, way),
        "currency": forms.field(form, "currency").upper(),
        "case_cost": forms.amount(form, "case_cost"),
    }


def _desk(form: Mapping[str, str]) -> Desk:
    names = ("phone", "customer_number", "pin", "entitlement")
    said = {name: form.get(name, "").strip() for name in names}
    return Desk(**said, contacts=tuple(_contacts(form)))


def _contacts(form: Mapping[str, str]) -> list[Contact]:
    every = [_contact(form, f"contact.{place}.") for place in range(vendor_contact.MOST)]
    return [each for each in every if each.name]


def _contact(form: Mapping[str, str], at: str) -> Contact:
    said = {name: form.get(f"{at}{name}", "").strip() for name in ("name", "email", "phone")}
    return Contact(**said, locale=form.get(f"{at}locale") or None)


HANDLERS = [added, changed, reached]
