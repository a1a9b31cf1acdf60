"""Incoming mail as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes.incoming.reading import Held, Triage
from underpin.console.views.incoming import IncomingMail, IncomingRow, TriagePage
from underpin.console.views.shell import Language
from underpin.desk.mail.arriving.waiting import Waiting
from underpin.desk.mail.triage import triage_inbox
from underpin.desk.mail.triage.triage_inbox import Text
from underpin.kernel.principal import Principal

TRIAGE, HELD = "/triage", "/waiting-mail"
WHY = {
    triage_inbox.NOBODYS: N_("No client is known by it"),
    triage_inbox.NO_AUTHOR: N_("It names no author"),
    "acceptance": N_("The sender is not proven"),
    "requester": N_("Whose it is, is not known"),
}
PROVEN = {
    "address": N_("by an address made for them"),
    "dmarc": N_("by their domain"),
}


def nobodys(shell: views.Shell, found: Triage, asker: Principal, after: UUID | None) -> TriagePage:
    language = shell.reader.language
    opened = found.mail.mail.id if found.mail else None
    rows = tuple(
        IncomingRow(
            _path(TRIAGE, open=each.id, after=after),
            each.sender or "",
            each.subject,
            _why(each.reason, language),
            each.received_at,
            each.id == opened,
        )
        for each in found.waiting
    )
    return TriagePage(
        shell,
        True,
        rows,
        _nobodys(found.mail, language) if found.mail else None,
        tuple((each.key, each.name) for each in found.clients),
        tabs(asker, TRIAGE),
        asker.may("triage.decide"),
        _next(TRIAGE, [each.id for each in found.waiting], triage_inbox.PAGE),
        TRIAGE if after else "",
    )


def _nobodys(found: Text, language: Language) -> IncomingMail:
    mail = found.mail
    return IncomingMail(
        base=f"{TRIAGE}/{mail.id}",
        subject=mail.subject,
        sender=mail.sender or "",
        sender_name=mail.sender_name or "",
        recipients=mail.recipients,
        why=_why(mail.reason, language),
        received=mail.received_at,
        text=found.text,
        attachments=found.attachments,
        source=found.source or "",
        address=mail.sender or "",
    )


def held(shell: views.Shell, found: Held, asker: Principal, after: UUID | None) -> TriagePage:
    language = shell.reader.language
    rows = tuple(
        IncomingRow(
            _path(HELD, open=each.id, after=after),
            each.sender or "",
            each.subject,
            _why(each.waits_for, language),
            each.received_at,
            each == found.opened,
            each.client,
            _ticket(each),
        )
        for each in found.waiting
    )
    return TriagePage(
        shell,
        False,
        rows,
        _held(found, language),
        (),
        tabs(asker, HELD),
        asker.may("ticket.work"),
        _next(HELD, [each.id for each in found.waiting], triage_inbox.PAGE),
        HELD if after else "",
    )


def _held(found: Held, language: Language) -> IncomingMail | None:
    mail, said = found.opened, found.words
    if mail is None or said is None:
        return None
    proven = PROVEN.get(mail.verified_by or "", "")
    return IncomingMail(
        base=f"{HELD}/{mail.client}/{mail.id}",
        subject=mail.subject,
        sender=mail.sender or "",
        sender_name=mail.sender_name or "",
        recipients="",
        why=_why(mail.waits_for, language),
        received=mail.received_at,
        text=said.text,
        attachments=said.attachments,
        source=said.source or "",
        address=mail.suggested or mail.sender or "",
        proven=locale.gettext(language, proven) if proven else "",
        client=mail.client,
        ticket=_ticket(mail),
        on_ticket=mail.waits_for == "acceptance",
    )


def tabs(asker: Principal, here: str) -> tuple[tuple[str, str, bool], ...]:
    """The pages of incoming mail that this person may open."""
    known = (("triage.read", TRIAGE, "triage"), ("ticket.work", HELD, "held"))
    return tuple((path, name, path == here) for may, path, name in known if asker.may(may))


def _ticket(mail: Waiting) -> str:
    return "" if mail.ticket is None else f"{mail.client}-{mail.ticket}"


def _why(reason: str, language: Language) -> str:
    """In the reader's words, where it is not what the mail's reader said."""
    return locale.gettext(language, WHY[reason]) if reason in WHY else reason


def _next(path: str, found: Sequence[UUID], full: int) -> str:
    return _path(path, after=found[-1]) if len(found) == full else ""


def _path(path: str, **said: UUID | None) -> str:
    given = {name: str(each) for name, each in said.items() if each}
    return f"{path}?{urlencode(given)}" if given else path
