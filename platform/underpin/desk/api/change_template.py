"""The JSON API over templates of standard changes."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.changes import template
from underpin.desk.changes.risk import Assessment, Level
from underpin.desk.changes.template import Said, Template
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

ONE = "/change-templates/{template_id:uuid}"


class NewTemplate(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    plan: str
    likelihood: Level
    effect: Level
    is_tested: bool = False
    is_reversible: bool = False
    back_out: str = ""
    test_plan: str = ""

    def said(self) -> Said:
        given = Assessment(self.likelihood, self.effect, self.is_tested, self.is_reversible)
        return Said(self.name, self.plan, given, self.back_out, self.test_plan)


@get("/change-templates", **route.of(template.every, "desk"))
async def every(request: AnyRequest) -> list[Template]:
    return await route.perform(request, template.every)


@post("/change-templates", **route.of(template.write, "desk"))
async def write(request: AnyRequest, data: JSONBody[NewTemplate]) -> Template:
    return await route.perform(request, template.write, data.said())


@put(f"{ONE}/approval", **route.of(template.approve, "desk"))
async def approve(request: AnyRequest, template_id: FromPath[UUID]) -> Template:
    return await route.perform(request, template.approve, template_id)


@put(f"{ONE}/retirement", **route.of(template.retire, "desk"))
async def retire(request: AnyRequest, template_id: FromPath[UUID]) -> Template:
    return await route.perform(request, template.retire, template_id)


ROUTER = Router("/", route_handlers=[every, write, approve, retire], tags=["desk"])
