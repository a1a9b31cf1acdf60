"""Administration: client companies and how far their set-up is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from underpin.console.views.shell import Shell

Choices = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class AdminLink:
    path: str
    icon: str
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """`groups`: a heading, and where one can go from there."""

    shell: Shell
    groups: tuple[tuple[str, tuple[AdminLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """`next` is the step to go on with; `ended`: somebody said that the set-up is over."""

    key: str
    name: str
    state: str
    done: int
    steps: int
    next: str
    ended: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class CompaniesPage:
    shell: Shell
    rows: tuple[CompanyRow, ...]


@dataclass(frozen=True, slots=True)
class NewCompanyPage:
    shell: Shell
    zones: tuple[str, ...]
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OnboardingStep:
    step: str
    state: str


@dataclass(frozen=True, slots=True)
class DomainRow:
    id: UUID
    domain: str
    at: str
    record: str
    verified: datetime | None
    by_word: bool


@dataclass(frozen=True, slots=True)
class MailAddress:
    """`id` empty: the company's own, which always stands."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    name: str
    zone: str
    days: tuple[tuple[str, str], ...]
    holidays: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    id: UUID
    name: str
    email: str
    state: str
    roles: tuple[str, ...]
    sees: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    name: str
    email: str
    roles: tuple[str, ...]
    sees: str
    site: str


@dataclass(frozen=True, slots=True)
class SheetTrouble:
    line: int
    column: str
    cure: str


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """What a sheet would do; the first of those who would be new."""

    new: int
    known: int
    rows: tuple[SheetRow, ...]
    wrong: tuple[SheetTrouble, ...]


@dataclass(frozen=True, slots=True)
class TestedMail:
    state: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """A link, and to whom it was mailed; empty where it was not."""

    link: str
    mailed_to: str


@dataclass(frozen=True, slots=True)
class OnboardingPage:
    """`current` is the step shown; the others' material is empty."""

    shell: Shell
    key: str
    slug: str
    name: str
    zone: str
    language: str
    currency: str
    state: str
    steps: tuple[OnboardingStep, ...]
    current: str
    ended: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    zones: tuple[str, ...] = ()
    domains: tuple[DomainRow, ...] = ()
    addresses: tuple[MailAddress, ...] = ()
    sender: tuple[str, str] = ("", "")
    calendars: tuple[CalendarLine, ...] = ()
    countries: Choices = ()
    templates: Choices = ()
    contracts: tuple[tuple[str, date], ...] = ()
    members: tuple[MemberRow, ...] = ()
    sheet: PeopleSheet | None = None
    taken: int | None = None
    once: ShownOnce | None = None
    tested: tuple[TestedMail, ...] = ()
    first_ticket: str = ""

    @property
    def done(self) -> int:
        return sum(each.state == "done" for each in self.steps)

    @property
    def following(self) -> str:
        """The step after this one; empty after the last."""
        names = [each.step for each in self.steps]
        after = names[names.index(self.current) + 1 :]
        return after[0] if after else ""

    @property
    def administrators(self) -> tuple[MemberRow, ...]:
        return tuple(each for each in self.members if "client_admin" in each.roles)

    @property
    def standing(self) -> str:
        """How the shown step stands."""
        return next(each.state for each in self.steps if each.step == self.current)


@dataclass(frozen=True, slots=True)
class MembersPage:
    """A client's people; `once` right after an invitation."""

    shell: Shell
    key: str
    client: str
    rows: tuple[MemberRow, ...]
    may: bool
    may_erase: bool
    languages: Choices = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    once: ShownOnce | None = None
    sheet: PeopleSheet | None = None
    taken: int | None = None
