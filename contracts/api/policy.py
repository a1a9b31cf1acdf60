"""The JSON API over escalation policies: the provider's own steps, never shown to clients."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from contracts.desk_protocol import Action
from contracts.escalation import policy
from contracts.escalation.escalation import Step
from contracts.escalation.policy import Policy
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

POLICIES = f"{CLIENT}/contracts/{{contract_id:uuid}}/policies"


class NewStep(msgspec.Struct, forbid_unknown_fields=True):
    """When `percent` of the metric's target is used (100: breached), do `action`; by default at
    any tier and priority, and for a step that moves, asked first (PRACTICE 22)."""

    metric: str
    percent: int
    action: Action
    from_tier: int | None = None
    to_tier: int | None = None
    priorities: tuple[str, ...] = ()
    automatic: bool = False
    untouched_minutes: int = 0


class NewPolicy(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    steps: Annotated[list[NewStep], msgspec.Meta(min_length=1, max_length=100)]


@get(POLICIES, **route.of(policy.of_contract, "desk"))
async def policies(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID]
) -> list[Policy]:
    """The newest first: it governs the tickets raised from then on."""
    found: list[Policy] = await asking.read(request, policy.of_contract, key, contract_id)
    return found


@post(POLICIES, **route.of(policy.establish, "desk"))
async def establish(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID], data: JSONBody[NewPolicy]
) -> Policy:
    steps = [Step(**msgspec.structs.asdict(step)) for step in data.steps]
    words = (contract_id, data.name, steps)
    made: Policy = await asking.change(request, policy.establish, key, *words)
    return made


ROUTER = Router("/", route_handlers=[policies, establish], tags=["policies"])
