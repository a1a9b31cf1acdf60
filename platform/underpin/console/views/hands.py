"""How a client's tickets come to somebody, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from underpin.console.views.administration import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ServiceSkills:
    """`asked`: the ids of the skills it asks for."""

    id: str
    name: str
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class HandsPage:
    """`way` with its `most` open tickets; `rules` by field, with empty ones for more; `holders` are
    people and teams, `may` choose."""

    shell: Shell
    key: str
    way: str
    most: str
    noted: bool
    rules: tuple[Mapping[str, str], ...]
    services: Choices
    holders: Choices
    skills: Choices
    asked: tuple[ServiceSkills, ...]
    may: bool
    problem: str = ""
