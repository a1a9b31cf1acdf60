"""What stands around every page: who reads it, in which language, zone and theme."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["en", "pl", "zh", "ar"]
Theme = Literal["auto", "light", "dark"]
Area = str  # the name of an entry in console/navigation.py


@dataclass(frozen=True, slots=True)
class Reader:
    """The person at the screen. `zone` is an IANA name; a visitor has no name and no areas. `may`
    are capabilities: a link to what its page would refuse is not shown."""

    name: str = ""
    language: Language = "en"
    zone: str = "UTC"
    theme: Theme = "auto"
    areas: frozenset[Area] = frozenset()
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence on top of the page, already in the reader's language."""

    level: Literal["done", "warn", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What stands on top of a client's portal: addresses are empty where nothing was chosen."""

    name: str
    css: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page.

    `csrf` goes into every form; `form_key` is the `Idempotency-Key` of the forms of this
    rendering, new each time. `path` is this page's own address, to come back to. `live` is the
    address of the event stream, None where nothing changes by itself. `look`: the client's own.
    """

    reader: Reader
    now: datetime
    csrf: str
    form_key: str
    path: str = "/"
    area: Area | None = None
    brand: str = "Underpin"
    live: str | None = None
    notice: Notice | None = None
    look: Brand | None = None
