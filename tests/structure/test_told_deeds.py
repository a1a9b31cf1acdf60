"""What a client's audit trail tells is told in words: every act of which members know has some."""

from __future__ import annotations

from tenants import own_audit
from tests import world
from underpin import app
from underpin.console.words_of_deeds import OWN_DEED
from underpin.kernel.verb import REGISTRY


def test_every_deed_that_members_read_of_has_its_words() -> None:
    app.asgi(world.SETTINGS, connect=False)
    told = {
        name
        for name, each in REGISTRY.items()
        if own_audit.is_told(name) and each.mode != "read" and not name.startswith("tests.")
    }
    assert told - OWN_DEED.keys() == set(), "say them in console/words_of_deeds.py"
    assert OWN_DEED.keys() - told == own_audit.SHOWN_TO_ALL - REGISTRY.keys()
