"""A vendor case, as its vendor reads it."""

from __future__ import annotations

from datetime import datetime

from underpin.console import views
from underpin.console.routes.shaping import case_words, clocks, tickets
from underpin.console.views.shell import Language, Shell
from underpin.console.views.vendor import CaseAction
from underpin.desk.cases.case_messages import CaseMessage
from underpin.desk.cases.vendor_reading import VendorCase

ACTIONS: dict[str, frozenset[CaseAction]] = {
    "opened": frozenset({"acknowledge", "update", "question", "fix", "refuse"}),
    "acknowledged": frozenset({"update", "question", "fix", "refuse"}),
    "questioned": frozenset({"update", "fix", "refuse"}),
}


def page(
    shell: Shell,
    found: VendorCase,
    ends: datetime,
    path: str,
    *,
    typed: str,
    problem: str,
    name: str = "",
    reference: str = "",
    form: str = "update",
) -> views.VendorPage:
    case, language = found.view.case, shell.reader.language
    return views.VendorPage(
        shell=shell,
        path=path,
        case=found.name,
        provider=shell.brand,
        vendor=found.vendor,
        subject=case.subject,
        shared=case.shared,
        state=tickets.case_state(case.state),
        priority=found.priority,
        service=found.service,
        opened=case.opened_at,
        expires=ends,
        clocks=clocks.of_case(found.clocks, case.id, clocks.reason("state", language)),
        messages=tuple(_messages(found, language, shell.brand)),
        actions=ACTIONS.get(case.state, frozenset()),
        reference=reference or case.reference or "",
        typed=typed,
        problem=problem,
        name=name,
        form=form,
    )


def _messages(found: VendorCase, language: Language, brand: str) -> list[views.Message]:
    """What was said since the opening, whose text stands above."""
    opening = next((each for each in found.view.messages if each.direction == "out"), None)
    later = [each for each in found.view.messages if each is not opening]
    return [_message(each, language, brand) for each in later]


def _message(each: CaseMessage, language: Language, brand: str) -> views.Message:
    ours = each.direction == "out"
    return views.Message(
        id=str(each.id),
        author=brand if ours else each.author_name,
        role="staff" if ours else "vendor",
        at=each.happened_at,
        body=case_words.plain(each.body, language),
    )
