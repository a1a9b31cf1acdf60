"""What mails say, as it is said on a page, and how they would read."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class SentenceField:
    """`inherited` is said where `said` is empty; `names` are those it may have in braces."""

    name: str
    said: str
    inherited: str
    names: tuple[str, ...]
    line: bool


@dataclass(frozen=True, slots=True)
class MailPreview:
    """`mail` is which: acknowledgement, reply, resolution, survey."""

    mail: str
    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailWordingsPage:
    """`client` is empty for the provider's own; `wrong` is the sentence that cannot be taken."""

    shell: Shell
    client: str
    path: str
    language: str
    languages: tuple[tuple[str, str], ...]
    fields: tuple[SentenceField, ...]
    previews: tuple[MailPreview, ...]
    may: bool
    wrong: str = ""
    problem: str = ""
