"""Every verb of the room can be answered over the API: its result goes to JSON and back."""

from __future__ import annotations

import msgspec
import pytest

from contracts.agreements import agreement, provider_agreement
from contracts.calendars import calendars
from contracts.clocks import clock_reading
from contracts.compliance.counted import compliance
from contracts.escalation import policy, proposals
from contracts.signed import contract, vendor
from underpin.kernel.verb import REGISTRY, Mode, Verb

ROOM = (
    *(agreement, calendars, clock_reading, compliance, contract),
    *(policy, proposals, provider_agreement, vendor),
)
VERBS = sorted(name for name in REGISTRY if name.split(".")[0] == "contracts")


def test_each_file_of_verbs_declares_some() -> None:
    files = {name.removeprefix("contracts.").rpartition(".")[0] for name in VERBS}
    assert files >= {module.__name__.removeprefix("contracts.") for module in ROOM}


@pytest.mark.parametrize("name", VERBS)
def test_a_result_has_a_shape(name: str) -> None:
    found: Verb[..., object] = REGISTRY[name]
    msgspec.json.Decoder(found.returns)
    assert found.capability
    assert found.audiences


@pytest.mark.parametrize("name", VERBS)
def test_what_changes_the_providers_own_is_for_staff_alone(name: str) -> None:
    found: Verb[..., object] = REGISTRY[name]
    if found.mode is Mode.PROVIDE:
        assert {str(audience) for audience in found.audiences} == {"staff"}
