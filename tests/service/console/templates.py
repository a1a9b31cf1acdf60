"""A template of the provider's for stories of pages."""

from __future__ import annotations

from uuid import UUID

from contracts.templates import template, template_body
from contracts.templates.template_body import TemplateBody, TemplateCalendar
from tests.service.console.ground import Ground
from tests.service.contracts import world as agreed
from underpin.kernel import ids, verb


async def a_template(here: Ground) -> UUID:
    """A template with a current version, under a name of its own."""
    hours = TemplateCalendar(ids.new(), f"Hours {ids.new()}", {"week": agreed.OFFICE["week"]})
    content = agreed.client(1).agreements[0].content  # type: ignore[attr-defined]
    turned = dict.fromkeys(content.calendars, hours.id)
    body = TemplateBody((hours,), template_body.resolved(content, turned))
    manager, admin = here.people.manager.principal, here.people.admin.principal
    made = await verb.perform(template.create, manager, f"Gold {ids.new()}", body)
    await verb.perform(template.approve, admin, made.id)
    await verb.perform(template.publish, admin, made.id)
    return UUID(str(made.template_id))
