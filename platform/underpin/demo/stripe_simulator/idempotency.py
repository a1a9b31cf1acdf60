"""What was answered under a key is answered again for a day, a 500 too; another request under the
same key is refused. Source: Stripe's page on idempotent requests."""

from __future__ import annotations

from dataclasses import dataclass, field

from underpin.demo.stripe_simulator.refusal import Refusal
from underpin.demo.stripe_simulator.state import Clock

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass
class Keys:
    now: Clock
    kept: dict[str, tuple[int, str, Answer]] = field(default_factory=dict)

    def recall(self, key: str, request: str) -> Answer | None:
        """Raises Refusal where the key stands for another request."""
        known = self.kept.get(key)
        if known is None or self.now() - known[0] >= DAY:
            return None
        if known[1] != request:
            raise Refusal(
                f"Keys for idempotent requests can only be used with the same parameters they "
                f"were first used with. Try using a key other than '{key}'.",
                kind="idempotency_error",
                kept=False,
            )
        return known[2]

    def keep(self, key: str, request: str, answer: Answer) -> None:
        self.kept[key] = (self.now(), request, answer)
