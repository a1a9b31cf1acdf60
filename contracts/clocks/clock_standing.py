"""How a ticket stands, as far as its clocks need to know: enough to take the next fact."""

from typing import NamedTuple

from msgspec import Struct

from contracts import facts


class Key(NamedTuple):
    """Names a clock of a ticket: `holder` is a tier ("L2") or a case id, empty for the SLA.

    `number` counts the exchanges of a metric, the visits to a tier, from 1.
    """

    metric: str
    holder: str = ""
    number: int = 1


class Case(Struct, frozen=True):
    """An open vendor case. `asked`: the vendor waits for our answer. `fixed`: it says it is."""

    id: str
    vendor: str
    asked: bool = False
    fixed: bool = False


class Standing(Struct, frozen=True):
    """Instants in microseconds; `started_at` is None until the matter has been raised.

    `history` is the state and since when, oldest first. `updated_at` is the last public update, or
    the start; `update_due_anew`: it came after the end, so a reopening begins a new exchange.
    `visiting` is the tier whose visit runs or ran last. `numbers` is the latest of each clock.
    """

    type: str = ""
    priority: str = ""
    state: str = facts.NEW
    tier: int = 1
    started_at: int | None = None
    wanted_at: int | None = None
    owes_response: bool = False
    reply_owed_since: int | None = None
    updated_at: int = 0
    update_due_anew: bool = False
    visiting: int | None = None
    picked_up: bool = False
    ended: bool = False
    merged: bool = False
    history: tuple[tuple[int, str], ...] = ()
    cases: tuple[Case, ...] = ()
    numbers: tuple[Key, ...] = ()
    last_at: int | None = None
    last_seq: int = 0

    @property
    def held_in(self) -> str:
        """The state that counts: a vendor's open question hands the ticket back to us."""
        asked = any(case.asked for case in self.cases)
        handed_back = asked and self.state == facts.WAITING_VENDOR
        return facts.OPEN if handed_back else self.state

    def case(self, case_id: str) -> Case | None:
        return next((case for case in self.cases if case.id == case_id), None)

    def latest(self, metric: str, holder: str = "") -> Key | None:
        """The newest clock of that metric and holder."""
        return next((key for key in self.numbers if key[:2] == (metric, holder)), None)
