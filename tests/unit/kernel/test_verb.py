"""Verbs are denied by default, and each runs in its asker's scope."""

from __future__ import annotations

from uuid import UUID

import pytest

from underpin.kernel import ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Provider, Staff, Vendor, Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.principal import MEMBER, STAFF, VENDOR, WORKER, Audience, Principal, worker

PERSON, CASE = ids.new(), ids.new()
CAN = frozenset({"thing.do"})


@verb.write("thing.do", STAFF, MEMBER, WORKER)
async def change(act: Act, name: str) -> UUID | None:
    return act.principal.person_id


@verb.read("thing.do", STAFF, MEMBER, VENDOR)
async def look(act: Act) -> None: ...


@verb.provide("thing.do")
async def provide(act: Act) -> None: ...


@verb.outer("thing.do", STAFF)
async def several(principal: Principal, word: str) -> str:
    return f"{word} {principal.name}"


def _who(audience: Audience, *tenants: int, can: frozenset[str] = CAN) -> Principal:
    person = None if audience is VENDOR else PERSON
    case = CASE if audience is VENDOR else None
    named = {f"T{tenant}": tenant for tenant in tenants}
    return Principal(audience, person, can, named, name="Ada", case_id=case)


def test_a_verb_is_registered_under_its_own_name() -> None:
    assert verb.REGISTRY[change.name] is change
    assert change.name.endswith("test_verb.change")
    assert change.returns == UUID | None


@pytest.mark.parametrize("audience", [MEMBER, VENDOR])
def test_who_a_verb_was_not_offered_to_may_not(audience: Audience) -> None:
    with pytest.raises(Forbidden):
        verb.authorise(provide, _who(audience, 1))


def test_who_lacks_the_capability_may_not() -> None:
    with pytest.raises(Forbidden, match=r"thing\.do"):
        verb.authorise(change, _who(STAFF, 1, can=frozenset({"thing.see"})))
    verb.authorise(change, _who(STAFF, 1))


def test_the_worker_needs_no_capability_but_an_offer() -> None:
    verb.authorise(change, worker(1))
    with pytest.raises(Forbidden):
        verb.authorise(look, worker(1))


@pytest.mark.parametrize(
    ("wanted", "principal", "tenant", "scope"),
    [
        (change, _who(STAFF, 1, 2), 2, Work(2)),
        (change, _who(STAFF, 1), None, Work(1)),
        (change, _who(MEMBER, 1), None, Work(1, PERSON)),
        (change, worker(3), None, Work(3)),
        (look, _who(STAFF, 1, 2), None, Staff((1, 2))),
        (look, _who(STAFF), None, Staff(())),
        (look, _who(STAFF, 1, 2), 2, Staff((2,))),
        (look, _who(MEMBER, 1), 1, Member(1, PERSON)),
        (look, _who(VENDOR, 1), None, Vendor(1, CASE)),
        (provide, _who(STAFF, 1), None, Provider()),
    ],
)
def test_the_scope_follows_from_verb_and_asker(
    wanted: verb.Verb[..., object], principal: Principal, tenant: int | None, scope: object
) -> None:
    assert verb.scope_of(wanted, principal, tenant) == scope


@pytest.mark.parametrize("wanted", [change, look])
@pytest.mark.parametrize("audience", [STAFF, MEMBER])
def test_another_tenant_does_not_exist(wanted: verb.Verb[..., object], audience: Audience) -> None:
    with pytest.raises(NotFound):
        verb.scope_of(wanted, _who(audience, 1), 2)


async def test_an_outer_verb_is_authorised_too() -> None:
    assert await verb.begin(several, _who(STAFF, 1), "hello") == "hello Ada"
    with pytest.raises(Forbidden):
        await verb.begin(several, _who(STAFF, 1, can=frozenset()), "hello")
    with pytest.raises(Forbidden):
        await verb.begin(several, _who(MEMBER, 1), "hello")


def test_an_act_says_what_it_lacks() -> None:
    act = Act(Principal(STAFF, None, CAN), None, None, "test", "thing")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no single tenant"):
        _ = act.tenant_id
    with pytest.raises(ValueError, match="needs a person"):
        _ = act.person_id
