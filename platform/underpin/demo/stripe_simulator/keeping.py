"""The simulated Stripe over a restart: its objects, cards and keys in one file, written whole."""

from __future__ import annotations

from pathlib import Path

import msgspec

from underpin.demo.stripe_simulator.idempotency import Answer
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.demo.stripe_simulator.state import Card, Obj


class Kept(msgspec.Struct, forbid_unknown_fields=True):
    """`told`: how many events were delivered."""

    objects: dict[str, dict[str, Obj]]
    cards: dict[str, Card]
    keys: dict[str, tuple[int, str, Answer]]
    count: int
    told: int


def save(simulator: Simulator, told: int, path: Path) -> None:
    """A process killed meanwhile leaves the file as it was."""
    state = simulator.state
    kept = Kept(state.objects, state.cards, simulator.keys.kept, state.made, told)
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(kept))
    beside.replace(path)


def load(simulator: Simulator, path: Path) -> int:
    """How many events were delivered; 0 where nothing was kept."""
    if not path.exists():
        return 0
    kept = msgspec.json.decode(path.read_bytes(), type=Kept)
    state = simulator.state
    state.objects, state.cards, state.made = kept.objects, kept.cards, kept.count
    simulator.keys.kept = kept.keys
    return kept.told
