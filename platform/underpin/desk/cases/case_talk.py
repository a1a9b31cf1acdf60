"""What goes between us and a vendor in a case, and what the vendor's words mean for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.signed import covering
from underpin.desk.cases import case as cases
from underpin.desk.cases.case import Case
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, installation, mail_address, mail_channel, secret_token
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.principal import VENDOR
from underpin.kernel.verb import read, write

PURPOSE = "case"
LINK_LIVES = timedelta(days=90)


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


@dataclass(frozen=True, slots=True)
class CaseMessage:
    id: UUID
    direction: str
    author_name: str
    body: str
    happened_at: datetime


async def heard(
    act: Act, case_id: UUID, author: str, body: str, *, identity: str, at: datetime
) -> bool:
    """Take in a vendor's words, once per identity; returns False for a repetition."""
    ticket, case = await cases.held(act, case_id)
    if not await keep(act, case, "in", author, body, identity=identity, at=at):
        return False
    act_on = {
        Word.ACKNOWLEDGE: cases.acknowledged,
        Word.UPDATE: cases.updated,
        Word.QUESTION: cases.questioned,
        Word.FIXED: cases.fixed,
        Word.REFUSE: cases.refused,
    }
    await act_on[word_of(body)](act, ticket, case, at)
    return True


async def keep(
    act: Act, case: Case, direction: str, author: str, body: str, *, identity: str, at: datetime
) -> bool:
    """Once per identity; whether it was new."""
    kept = await db.execute(
        "INSERT INTO case_message (tenant_id, id, case_id, direction, author_name, body, "
        "message_id, happened_at, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (tenant_id, case_id, message_id) DO NOTHING",
        *(act.tenant_id, ids.new(), case.id, direction, author, body, identity, at, act.now),
    )
    return kept == 1


async def send_opening(act: Act, case_id: UUID) -> None:
    """Queue the mail that brings a case to its vendor; asking twice sends it once.

    It carries what was shared, a reply address signed for this case, and the vendor's link.
    """
    ticket, case = await cases.held(act, case_id)
    vendor = await covering.vendor_by_id(case.vendor_id)
    if vendor is None or vendor.connector != "mail":
        return
    key = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    settings = installation.settings()
    identity = message_id(ids.derive(case.id, "opening"), settings.mail_domain)
    name = f"{key}-{ticket.number}/{case.number}"
    kept = await keep(
        act, case, "out", "Underpin", case.shared, identity=identity, at=case.opened_at
    )
    if not kept:
        return
    link = await _link(act, case)
    text = opening_text(name, ticket, case, link)
    mail = OutgoingMail(
        message_id=identity,
        date=act.now,
        sender=Correspondent("Underpin service desk", f"desk@{settings.mail_domain}"),
        to=(Correspondent(vendor.name, vendor.email),),
        subject=f"[{name}] {case.subject}",
        text=text,
        envelope_from=f"bounces@{settings.mail_domain}",
        reply_to=Correspondent("Underpin service desk", reply_address(case)),
    )
    await mail_channel.queue(act, mail, case.id)


def reply_address(case: Case) -> str:
    local = mail_address.sign(installation.ring(), PURPOSE, case.tenant_id, case.id)
    return f"{local}@{installation.settings().mail_domain}"


def opening_text(name: str, ticket: Ticket, case: Case, link: str) -> str:
    """What a vendor reads: the shared text, how to answer, and nothing about the client."""
    return (
        f"Case {name}, priority {ticket.priority}\n\n{case.subject}\n\n{case.shared}\n\n"
        "Answer this mail. Begin it with #acknowledge, #question, #fixed or #refuse to say more "
        f"than an update.\nOr open the case: {link}\n"
    )


async def _link(act: Act, case: Case) -> str:
    issued = secret_token.issue("vendor", act.tenant_id)
    await db.execute("SELECT revoke_links('vendor', $1)", case.id)
    await db.execute(
        "SELECT issue_link($1, $2, 'vendor', 'vendor', $3, $4, $5)",
        *(ids.new(), issued.digest, act.tenant_id, case.id, LINK_LIVES),
    )
    return f"{installation.settings().portal_origin}/vendor/{issued.plain}"


async def of_case(tenant: int, case_id: UUID) -> list[CaseMessage]:
    rows = await db.rows(
        "SELECT id, direction, author_name, body, happened_at FROM case_message "
        "WHERE tenant_id = $1 AND case_id = $2 ORDER BY happened_at, id",
        tenant,
        case_id,
    )
    return [CaseMessage(**row) for row in rows]


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
    if row is None or case_id is None:
        raise NotFound
    return CaseView(Case(**row), await of_case(tenant, case_id))


@write("case.answer", VENDOR)
async def answer(
    act: Act, word: str, body: str, author: str, *, reference: str | None = None
) -> None:
    """What a named person at the vendor says on the case's page, with their own number for it.
    Raises Malformed."""
    if word not in set(Word):
        raise Malformed(f"word: one of {', '.join(Word)}.", field="word")
    if not author.strip():
        raise Malformed("author: say who you are.", field="author")
    if act.principal.case_id is None:
        raise NotFound
    said = f"#{word}\n{body}" if word != Word.UPDATE else body or "#update"
    identity = f"page:{ids.new()}"
    await heard(
        act,
        act.principal.case_id,
        author.strip()[:200],
        said,
        identity=identity,
        at=act.now,
    )
    if reference:
        await cases.refer(act, act.principal.case_id, reference)
