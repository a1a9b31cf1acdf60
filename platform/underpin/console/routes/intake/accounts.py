"""Who stands behind an account in a channel; and an address that may be mailed again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms
from underpin.console.routes.intake.pages import HERE
from underpin.desk.channels import account
from underpin.desk.mail.names import addresses
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
REFUSED = f"{HERE}/refused-addresses/{{mail_refused_id:uuid}}"


@post(f"{HERE}/accounts/{{channel_account_id:uuid}}", **route.of(account.link, "desk"))
async def link(
    request: AnyRequest, key: FromPath[str], channel_account_id: FromPath[UUID]
) -> Response[Any]:
    """To one of the client's people, to one of ours, or to nobody."""
    side, _, given = (await forms.of(request)).get("who", "").partition(":")
    words = {}
    if side in ("person", "staff"):
        words[f"{side}_id"] = _id(given)
    await asking.change(request, account.link, key, channel_account_id, **words)
    return answering.Going(f"/clients/{key}/intake")


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as wrong:
        raise Malformed("who: choose one from the list.", field="who") from wrong


@post(f"{REFUSED}/lifting", **route.of(addresses.lift, "desk"))
async def lift(
    request: AnyRequest, key: FromPath[str], mail_refused_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, addresses.lift, key, mail_refused_id)
    return answering.Going(f"/clients/{key}/intake")


HANDLERS = [link, lift]
