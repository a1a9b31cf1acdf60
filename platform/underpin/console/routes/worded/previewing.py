"""How the mails would read, made by what makes them. Pure but for the installation's names."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.console.views.mail_wordings import MailPreview
from underpin.desk.mail.leaving import composing
from underpin.desk.mail.leaving.composing import About, Words
from underpin.desk.surveys import asking
from underpin.desk.wordings.sentences import Said
from underpin.kernel import installation
from underpin.kernel.mail_compose import Correspondent

NUMBER: Final = "ACME-1042"
NOBODY: Final = UUID(int=0)
KINDS: Final = (
    ("acknowledgement", composing.ACKNOWLEDGEMENT),
    ("reply", composing.REPLY),
    ("resolution", composing.NOTICE),
)


def of(said: Said, language: str, subject: str, answer: str) -> tuple[MailPreview, ...]:
    """Of a ticket with this subject, answered so."""
    about = About(0, NOBODY, NUMBER, subject, Correspondent("", ""), None, said)
    told = said.mails(language)
    made = []
    for name, kind in KINDS:
        words = Words(kind, NOBODY, automatic=True, author="Ada Lindqvist", body=answer)
        parts = composing.paragraphs(about, words, told)
        made.append(MailPreview(name, composing.subject(about, words, told), tuple(parts)))
    asked = said.survey(language)
    link = f"{installation.settings().portal_origin}/survey/…"
    parts = asking.paragraphs(asked, {"number": NUMBER, "subject": subject}, link)
    return (*made, MailPreview("survey", f"[{NUMBER}] {asked.title}", tuple(parts)))
