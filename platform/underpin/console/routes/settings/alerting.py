"""How the alerts of a client's monitoring sources become tickets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms
from underpin.console.routes.settings import shaping, showing
from underpin.console.routes.settings.shaping import Typed
from underpin.console.routes.settings.showing import DESK, AnyRequest, Form
from underpin.desk.alerts import sources
from underpin.desk.alerts.source import Settings
from underpin.desk.alerts.sources import Said
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route


@post(f"{DESK}/alert-sources/{{alert_source_id:uuid}}", **route.of(sources.change, "desk"))
async def alerts(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    about = {"tenant": tenant, "version": forms.version(form)}
    found = await route.perform(request, sources.detail, tenant, alert_source_id, tenant=tenant)
    kept = found.source
    try:
        settings = _handled(kept.settings, form)
        said = Said(kept.name, kept.contact_id, kept.kind, kept.service_id, settings, kept.mapping)
        await route.perform(request, sources.change, alert_source_id, said, **about)
    except Malformed as problem:
        typed = Typed(str(alert_source_id), form, problem.detail)
        return await showing.page(request, key, typed, 422)
    return showing.back(key, "alerts")


def _handled(before: Settings, form: Form) -> Settings:
    """Raises Malformed."""
    numbers = showing.numbers(form, (*shaping.MINUTES, *shaping.COUNTS))
    words = {name: form.get(name, "") for name in ("one_ticket", "unsaid")}
    try:
        given = msgspec.convert({**numbers, **words}, Settings)
    except msgspec.ValidationError as wrong:
        raise Malformed(str(wrong), field="settings") from wrong
    return replace(before, **{name: getattr(given, name) for name in shaping.HANDLING})


HANDLERS = [alerts]
