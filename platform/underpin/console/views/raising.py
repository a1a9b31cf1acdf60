"""The form by which staff take down a ticket for a client."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from underpin.console.views.beside import Pairs, Raised
from underpin.console.views.kinds import Hit
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class NewTicketPage:
    """`client` is "" until one is chosen; `typed` by field. `people` are offered for who asks,
    `alike` are the client's tickets in like words."""

    shell: Shell
    clients: Pairs
    client: str = ""
    people: tuple[tuple[str, str], ...] = ()
    services: Pairs = ()
    raised: Raised | None = None
    alike: tuple[Hit, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    staged: tuple[tuple[str, str], ...] = ()
    problem: str = ""
