"""When something went wrong: problems, conflicts, ended sessions, and what was set aside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underpin.console.views.shell import Shell
from underpin.console.views.talk import Event, Message


@dataclass(frozen=True, slots=True)
class Problem:
    """`status` is HTTP's. `title` names the rule that refused, `detail` what was said for this
    case, both in the reader's language and empty for the page's own words. `reference` finds the
    request in the logs."""

    status: Literal[400, 401, 403, 404, 409, 413, 422, 429, 500, 503]
    title: str = ""
    detail: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class AgainField:
    name: str
    label: str
    value: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Again:
    """The form as it was sent, to be sent once more. `fields` may still be changed, `wrong` names
    the one that was refused; `values` go as they were."""

    action: str
    fields: tuple[AgainField, ...]
    values: tuple[tuple[str, str], ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Any refusal. `kept` is what the person had typed, given back to them; with `again` it may be
    mended here and sent once more. `back` is the page that the form stood on."""

    shell: Shell
    problem: Problem
    kept: str = ""
    again: Again | None = None
    back: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people changed."""

    field: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """An edit against an older state: what each wrote, what happened since the page was opened,
    and the ways on. `conflicts` name their fields in the reader's language."""

    shell: Shell
    subject: str
    by: str
    at: datetime
    back: str
    conflicts: tuple[Conflict, ...] = ()
    kept: str = ""
    meanwhile: tuple[Message | Event, ...] = ()
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class SessionExpiredPage:
    shell: Shell
    sign_in: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class SetAsideItem:
    """What kept failing. `next_try` is None when only a person moves it on."""

    id: str
    lane: Literal["deliveries", "timers", "mails", "payments"]
    what: str
    client: str
    ticket: str
    attempts: int
    error: str
    since: datetime
    next_try: datetime | None = None
    pages: bool = False
    kind: str = ""
    says: str = ""  # what happened, in a sentence
    path: str = ""  # where it is looked at


@dataclass(frozen=True, slots=True)
class SetAsidePage:
    """Of the desk's three lanes; or, where `payments` is given, of what payment providers told."""

    shell: Shell
    deliveries: tuple[SetAsideItem, ...] = ()
    timers: tuple[SetAsideItem, ...] = ()
    mails: tuple[SetAsideItem, ...] = ()
    payments: tuple[SetAsideItem, ...] | None = None
    may_retry: bool = True
    kinds: tuple[tuple[str, str], ...] = ()
    clients: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    client: str = ""
    may_see_sources: bool = False

    @property
    def some(self) -> bool:
        return any(items for _, items in self.lanes)

    @property
    def lanes(self) -> tuple[tuple[str, tuple[SetAsideItem, ...]], ...]:
        if self.payments is not None:
            return (("payments", self.payments),)
        return (("deliveries", self.deliveries), ("timers", self.timers), ("mails", self.mails))


@dataclass(frozen=True, slots=True)
class LookedAsidePage:
    """One that was set aside. `text` is what a mail says, `raw` what came, as it came."""

    shell: Shell
    item: SetAsideItem
    text: str
    raw: str
    attachments: tuple[str, ...]
    may_retry: bool
    problem: str = ""
