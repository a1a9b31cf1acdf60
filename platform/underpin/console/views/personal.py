"""A person's own settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class OwnSettingsPage:
    """`typed` by field; `errors` by the field they are about; `house`: the quiet hours that hold
    for everybody of the staff."""

    shell: Shell
    typed: Mapping[str, str]
    zones: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    gathering: tuple[int, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    staff: bool = True
    house: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """`url` is shown this once; `ended`: nothing can be read at any address any more."""

    shell: Shell
    url: str = ""
    ended: bool = False
