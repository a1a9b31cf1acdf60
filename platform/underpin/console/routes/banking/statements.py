"""A statement: looked at before anything is kept, then taken in and matched."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final, cast, get_args
from uuid import UUID

from litestar import Request, Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from billing.payments.matching import matching
from billing.payments.statement import storing
from billing.payments.statement.entry import Entry
from billing.payments.statement.storing import Form
from underpin.console.routes import answering, of_client
from underpin.console.routes.banking import accounts
from underpin.console.routes.banking.accounts import ACCOUNT, NOTHING
from underpin.console.views import banking as views
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Given:
    form: Form
    file: bytes


@post(f"{ACCOUNT}/statement-previews", **route.of(storing.preview, "desk"))
async def preview(request: AnyRequest, account_id: FromPath[UUID]) -> Response[Any]:
    """Nothing is kept of it."""
    try:
        given = await _given(request)
        words = (account_id, given.form, given.file)
        found = await route.perform(request, storing.preview, *words)
    except of_client.REFUSED as wrong:
        return await accounts.drawn(request, account_id, NOTHING, wrong)
    shown = views.Preview(
        found.entries,
        found.came_in,
        found.went_out,
        tuple(map(_row, found.first[:SHOWN])),
        given.form,
        base64.b64encode(given.file).decode(),
    )
    return await accounts.drawn(request, account_id, preview=shown)


@post(f"{ACCOUNT}/statements", **route.of(matching.take_in, "desk"))
async def take_in(request: AnyRequest, account_id: FromPath[UUID]) -> Response[Any]:
    """A big one is matched by the worker; the page of the account says how far it is. The same
    file again adds nothing."""
    try:
        given = await _given(request)
        words = (route.principal_of(request), account_id, given.form, given.file)
        await verb.begin(matching.take_in, *words)
    except of_client.REFUSED as wrong:
        return await accounts.drawn(request, account_id, NOTHING, wrong)
    return answering.Going(f"{accounts.PATH}/{account_id}")


@post("/bank-entries/matching-runs", **route.of(matching.run, "desk"))
async def run(request: AnyRequest) -> Response[Any]:
    """Everything that is open once more."""
    await verb.begin(matching.run, route.principal_of(request))
    return answering.Going("/bank-entries")


async def _given(request: AnyRequest) -> Given:
    """The file chosen now, or the one that was looked at before. Raises Malformed."""
    form = await request.form()
    kind, file = form.get("form"), form.get("file")
    if kind not in get_args(Form):
        raise Malformed("form: choose what kind of file it is.", field="form")
    if isinstance(file, UploadFile) and file.filename:
        return Given(cast(Form, kind), await file.read())
    try:
        held = base64.b64decode(str(form.get("held") or ""), validate=True)
    except binascii.Error as wrong:
        raise Malformed("file: choose it once more.", field="file") from wrong
    if not held:
        raise Malformed("file: choose the statement's file.", field="file")
    return Given(cast(Form, kind), held)


def _row(of: Entry) -> views.PreviewRow:
    said = " ".join(filter(None, (of.reference, of.text)))
    return views.PreviewRow(of.booked_on, of.payer, said, of.amount)


HANDLERS = [preview, take_in, run]
