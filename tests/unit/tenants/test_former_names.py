"""An old entry of a trail is told like a new one, though its verb has moved."""

from __future__ import annotations

from tenants import former_names, own_audit
from tests import world
from underpin import app
from underpin.console.words_of_deeds import OWN_DEED
from underpin.kernel.verb import REGISTRY


def test_an_entry_from_before_a_move_has_its_words() -> None:
    app.asgi(world.SETTINGS, connect=False)
    claimed = former_names.today("contracts.compliance.entitlement.claim")
    assert claimed == "contracts.compliance.entitlements.entitlement.claim"
    assert claimed in OWN_DEED and own_audit.is_told(claimed)
    assert former_names.today(claimed) == claimed
    assert former_names.today("desk.tickets.talking.reply") == "desk.tickets.talking.reply"


def test_whatever_moved_stands_where_it_is_said_to() -> None:
    app.asgi(world.SETTINGS, connect=False)
    parted = {name.rpartition(".")[0] for name in REGISTRY if name.startswith("contracts.comp")}
    inside = {module for module in parted if module.count(".") == 3}
    assert inside <= set(former_names.MOVED.values())
