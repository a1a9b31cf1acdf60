"""A client's own list of tickets: filtered and paged by its address, or searched."""

from dataclasses import dataclass
from urllib.parse import urlencode

from underpin.console.views.desk import Choice
from underpin.console.views.portal import PortalTicketRow
from underpin.console.views.shell import Shell
from underpin.console.views.the_list import Found


@dataclass(frozen=True, slots=True)
class OwnFilters:
    """What the address says; empty where it says nothing."""

    whose: str = "mine"
    standing: str = "live"
    service: str = ""
    priority: str = ""
    q: str = ""

    def path(self, **changes: object) -> str:
        """The list's address with these words changed, without what is not said."""
        said = {name: getattr(self, name) for name in self.__slots__} | changes
        return f"/tickets?{urlencode({name: each for name, each in said.items() if each})}"


@dataclass(frozen=True, slots=True)
class OwnTicketsPage:
    """`reach`: company or site where more than one's own is granted. `found` are the hits of a
    search, and then there are no `rows`; `complete` false: older ones were not looked at."""

    shell: Shell
    filters: OwnFilters
    rows: tuple[PortalTicketRow, ...]
    reach: str = ""
    services: tuple[Choice, ...] = ()
    next_path: str = ""
    first_path: str = ""
    found: tuple[Found, ...] = ()
    complete: bool = True
    problem: str = ""
