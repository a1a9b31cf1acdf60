"""Find anything: tickets, clients, pages and actions, by a few letters."""

from dataclasses import dataclass

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Goal:
    """A place to go. `note` tells it from others of the same name."""

    path: str
    icon: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """What was found of one kind."""

    title: str
    found: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class PalettePage:
    """`groups` without anything found are left out."""

    shell: Shell
    words: str
    groups: tuple[Goals, ...]
