"""What goes between us and a vendor in a case, and what the vendor's words mean for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.signed import covering
from underpin.desk.cases import case as cases
from underpin.desk.cases import (
    case_messages,
    enclosed,
    refusing,
    vendor_letter,
    vendor_link,
    vendor_words,
)
from underpin.desk.cases.case import Case
from underpin.desk.cases.case_messages import CaseMessage
from underpin.desk.cases.vendor_letter import Letter
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.principal import VENDOR
from underpin.kernel.verb import read, write
from underpin.kernel.wordings import filled


class Word(StrEnum):
    """What a vendor may say; a mail says it by a first line such as `#fixed`."""

    UPDATE = "update"
    ACKNOWLEDGE = "acknowledge"
    QUESTION = "question"
    FIXED = "fixed"
    REFUSE = "refuse"


_FIRST_LINE = re.compile(r"\s*#(acknowledge|update|question|fixed|refuse)\b", re.IGNORECASE)


def word_of(text: str) -> Word:
    """The word a vendor's text begins with; plain text is an update."""
    found = _FIRST_LINE.match(text)
    return Word(found[1].lower()) if found else Word.UPDATE


async def heard(
    act: Act, case_id: UUID, author: str, body: str, *, identity: str, at: datetime
) -> bool:
    """Take in a vendor's words, once per identity; returns False for a repetition. What they say
    when the case is no longer theirs is kept, and turns nothing."""
    ticket, case = await cases.held(act, case_id)
    if not await case_messages.keep(act, case, "in", author, body, identity=identity, at=at):
        return False
    if case.state not in cases.WITH_VENDOR:
        return True
    act_on = {
        Word.ACKNOWLEDGE: cases.acknowledged,
        Word.UPDATE: cases.updated,
        Word.QUESTION: cases.questioned,
        Word.FIXED: cases.fixed,
        Word.REFUSE: refusing.refused,
    }
    await act_on[word_of(body)](act, ticket, case, at)
    return True


async def send_opening(act: Act, case_id: UUID) -> None:
    """Bring a case to its vendor, by mail or REST; asking twice brings it once. One that was
    called off goes nowhere.

    It carries what was shared; a mail also a reply address signed for this case, and the vendor's
    link. To a vendor who works on its page only that goes. Raises queueing.NoConnector.
    """
    ticket, case = await cases.held(act, case_id)
    vendor = await covering.vendor_by_id(case.vendor_id)
    if vendor is None or vendor.connector not in vendor_letter.CARRIED or case.state == "closed":
        return
    name = await vendor_letter.name_of(act, ticket, case)
    mailed = ""
    if vendor.connector in ("mail", "page") and not await _is_out(case):
        language = vendor_letter.language(vendor.locale)
        link, named = await vendor_link.fresh(act, case.id), (name, ticket.priority)
        whole = opening_text if vendor.connector == "mail" else waiting_text
        mailed = whole(language, named, case, link)
    letter = Letter(
        vendor_letter.opening_identity(case),
        "Underpin",
        case.shared,
        Correspondent(vendor.name, vendor.email),
        mailed=mailed,
        opening=True,
    )
    await vendor_letter.send(act, (ticket, case), vendor, letter)


async def _is_out(case: Case) -> bool:
    said: bool = await db.value(
        "SELECT EXISTS (SELECT FROM case_message WHERE tenant_id = $1 AND case_id = $2 "
        "AND message_id = $3)",
        *(case.tenant_id, case.id, vendor_letter.opening_identity(case)),
    )
    return said


def opening_text(language: str, named: tuple[str, str], case: Case, link: str) -> str:
    """What a vendor reads of a case by its name and priority: the shared text, how to answer, and
    nothing about the client."""
    words, (name, priority) = vendor_words.of(language), named
    head = filled(words.opening, name=name, priority=priority)
    how = f"{words.answer}\n{filled(words.look, link=link)}\n"
    return "\n\n".join((head, case.subject, case.shared, how))


def waiting_text(language: str, named: tuple[str, str], case: Case, link: str) -> str:
    """What a vendor reads who sees the case on its page and nowhere else."""
    words, (name, priority) = vendor_words.of(language), named
    head = filled(words.opening, name=name, priority=priority)
    return "\n\n".join((head, words.waits, f"{filled(words.open, link=link)}\n"))


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its vendor sees it."""

    case: Case
    messages: list[CaseMessage]


@read("case.read", VENDOR)
async def own_case(act: Act) -> CaseView:
    """The one case the link opens. Raises NotFound."""
    tenant, case_id = act.principal.own_tenant, act.principal.case_id
    row = await db.row(
        f"SELECT {cases.COLUMNS} FROM vendor_case WHERE tenant_id = $1 AND id = $2",
        tenant,
        case_id,
    )
    if row is None or case_id is None or not vendor_link.opens(Case(**row), act.now):
        raise NotFound
    return CaseView(Case(**row), await case_messages.of_case(tenant, case_id))


@write("case.answer", VENDOR)
async def answer(
    act: Act,
    word: str,
    body: str,
    author: str,
    *,
    reference: str | None = None,
    given: Sequence[enclosed.File] = (),
) -> None:
    """What a named person at the vendor says on the case's page, with their own number for it and
    files, which staff alone open. Raises Malformed, StorageFull."""
    if word not in set(Word):
        raise Malformed(f"word: one of {', '.join(Word)}.", field="word")
    if not author.strip():
        raise Malformed("author: say who you are.", field="author")
    if act.principal.case_id is None:
        raise NotFound
    case_id, who = act.principal.case_id, author.strip()[:200]
    text = enclosed.named(body, given)
    said = f"#{word}\n{text}" if word != Word.UPDATE else text or "#update"
    await heard(act, case_id, who, said, identity=f"page:{ids.new()}", at=act.now)
    if given:
        await enclosed.keep(act, await cases.held(act, case_id), who, given)
    if reference:
        await cases.refer(act, case_id, reference)
