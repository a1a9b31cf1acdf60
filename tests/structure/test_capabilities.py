"""Every verb is declared, its capability is somebody's, and the page about it is true."""

from __future__ import annotations

from tenants import role
from tests.structure import capabilities
from underpin.kernel.principal import Audience
from underpin.kernel.verb import Mode

HELD = frozenset[str]().union(*role.STAFF.values(), *role.MEMBER.values(), role.SELF, role.VENDOR)


def test_the_page_says_what_the_code_does() -> None:
    assert capabilities.PAGE.read_text(encoding="utf-8") == capabilities.page()


def test_every_verb_has_an_audience_and_a_capability_that_somebody_holds() -> None:
    found = capabilities.verbs()
    assert len(found) > 40
    for name, verb in found.items():
        assert verb.audiences, f"{name} has no audience"
        assert verb.capability in HELD, f"{name} needs {verb.capability}, which nobody holds"


def test_what_a_member_may_ask_is_offered_to_members() -> None:
    """A capability of a member's role that no verb offers members would be a promise not kept."""
    offered = {
        verb.capability
        for verb in capabilities.verbs().values()
        if Audience.MEMBER in verb.audiences
    }
    held = frozenset[str]().union(*role.MEMBER.values())
    assert held - offered == set()


def test_agents_never_hold_cost_or_margin() -> None:
    for name in ("agent", "service_lead"):
        assert not {"cost.read", "invoice.read"} & role.STAFF[name]


def test_verbs_over_the_providers_own_are_staffs() -> None:
    for name, verb in capabilities.verbs().items():
        if verb.mode is Mode.PROVIDE:
            assert verb.audiences == {Audience.STAFF}, name
