"""What is new for a staff person, behind a bell."""

from dataclasses import dataclass
from datetime import datetime

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A client's word on one's own ticket, or a colleague's that names the reader; not seen yet."""

    number: str
    subject: str
    client: str
    author: str
    at: datetime
    mention: bool = False


@dataclass(frozen=True, slots=True)
class BellPage:
    shell: Shell
    news: tuple[NewsLine, ...] = ()
