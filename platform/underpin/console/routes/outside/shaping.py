"""A ticket's way out of the house, as its page shows it."""

from __future__ import annotations

import typing

from underpin.console.routes.outside.reading import Outside
from underpin.console.routes.shaping import case_words, clocks, steps, tickets
from underpin.console.views import outside as views
from underpin.console.views.desk import Tier
from underpin.console.views.outside import NOTHING_TYPED, OutsidePage, Record
from underpin.console.views.shell import Shell
from underpin.desk.cases import case as cases
from underpin.desk.cases import case_talk
from underpin.desk.cases.case_messages import CaseMessage
from underpin.desk.cases.case_talk import Word
from underpin.desk.tickets.reading import CaseDetail
from underpin.kernel import outgoing
from underpin.kernel.principal import Principal


def page(
    shell: Shell, found: Outside, asker: Principal, typed: Record = NOTHING_TYPED
) -> OutsidePage:
    row, names, language = found.detail.ticket, found.detail.names, shell.reader.language
    standing = any(each.case.state in cases.OPEN_STATES for each in found.detail.cases)
    may = not standing and "open_case" in tickets.actions(row, asker)
    return OutsidePage(
        shell,
        f"{names.key}-{row.number}",
        row.subject,
        names.client,
        typing.cast(Tier, f"L{row.tier}"),
        steps.of_ticket(found.steps, language),
        clocks.of_tiers(found.clocks, clocks.reason("state", language)),
        tuple(_case(each, found, shell) for each in reversed(found.detail.cases)),
        _offer(found) if may else None,
        _why_not(found, standing=standing),
        "message" in tickets.actions(row, asker),
        typed,
    )


def _offer(found: Outside) -> views.Offer | None:
    vendor = found.vendor
    if vendor is None:
        return None
    return views.Offer(
        *(vendor.name, vendor.connector, vendor.case_cost, vendor.currency),
        *(found.detail.ticket.subject, found.allowed.text),
    )


def _why_not(found: Outside, *, standing: bool) -> str:
    """Why no case can be opened: it stands, the service is not named, or nobody is behind it."""
    if standing:
        return "standing"
    if found.detail.ticket.service_id is None:
        return "service"
    return "vendor" if found.vendor is None else "state"


def _case(detail: CaseDetail, found: Outside, shell: Shell) -> views.CaseBlock:
    case, language = detail.case, shell.reader.language
    name = f"{found.detail.names.key}-{found.detail.ticket.number}/{case.number}"
    fresh = case.state == "opened" and found.now <= case.opened_at + outgoing.HOLD
    return views.CaseBlock(
        str(case.id),
        name,
        detail.vendor,
        tickets.case_state(case.state),
        case.reference or "",
        case.opened_at,
        clocks.of_case(found.clocks, case.id, clocks.reason("state", language)),
        tuple(_said(each, shell) for each in detail.messages),
        _desk(detail, found),
        tuple(views.Reminder(each.metric, each.at) for each in found.reminders[case.id]),
        case.state in cases.OPEN_STATES,
        case.state == "fixed",
        fresh,
    )


def _said(message: CaseMessage, shell: Shell) -> views.Said:
    word = case_talk.word_of(message.body)
    inward = message.direction == "in"
    text = case_words.plain(message.body, shell.reader.language) if inward else message.body
    mark = str(word) if inward and word is not Word.UPDATE else ""
    words = (str(message.id), not inward, message.author_name, text, message.happened_at)
    return views.Said(*words, mark)


def _desk(detail: CaseDetail, found: Outside) -> views.VendorDesk:
    sheet = found.sheets[detail.case.id]
    desk = sheet.desk
    contacts = tuple(
        views.Contact(each.name, each.email, each.phone, place < detail.case.asked)
        for place, each in enumerate(desk.contacts)
    )
    return views.VendorDesk(
        *(desk.phone, desk.customer_number, desk.pin, desk.entitlement),
        *(sheet.email, sheet.is_open, contacts),
    )
