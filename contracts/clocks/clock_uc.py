"""How the clocks of a vendor follow its case: acknowledgment, updates, fix."""

from msgspec.structs import replace

from contracts import facts, metric
from contracts.clocks import clock_events as events
from contracts.clocks.clock_page import Page
from contracts.clocks.clock_standing import Case


def opened(page: Page, fact: facts.CaseOpened) -> None:
    case = Case(str(fact.case_id), str(fact.vendor))
    if page.standing.case(case.id) is None:
        page.note_case(case)
        for name in metric.UC:
            page.start(name, case.id)


def acknowledged(page: Page, fact: facts.CaseAcknowledged) -> None:
    if fact.by_person:
        _heard(page, fact)


def updated(page: Page, fact: facts.CaseUpdated) -> None:
    if fact.by_person:
        _heard(page, fact)


def questioned(page: Page, fact: facts.CaseQuestioned) -> None:
    case = _heard(page, fact)
    if case is not None:
        page.note_case(replace(case, asked=True))


def answered(page: Page, fact: facts.CaseAnswered) -> None:
    case = page.standing.case(str(fact.case_id))
    if case is not None:
        page.note_case(replace(case, asked=False))


def fixed(page: Page, fact: facts.CaseFixed) -> None:
    """Stops the fix where the UC takes the vendor's word for it, and owes no more updates."""
    case = _heard(page, fact)
    if case is None:
        return
    page.note_case(replace(case, asked=False, fixed=True))
    page.put(events.Stopped, metric.UPDATE, case.id)
    if page.terms.fix_stops_at.get(case.vendor, "report") == "report":
        page.put(events.Stopped, metric.FIX, case.id)


def confirmed(page: Page, fact: facts.CaseConfirmed) -> None:
    for name in metric.UC:
        page.put(events.Stopped, name, str(fact.case_id))


def rejected(page: Page, fact: facts.CaseRejected) -> None:
    """A rejected fix never stopped the clock; updates are owed again."""
    case = page.standing.case(str(fact.case_id))
    if case is not None and case.fixed:
        page.note_case(replace(case, fixed=False))
        page.put(events.Reopened, metric.FIX, case.id, mode="counted")
        page.start(metric.UPDATE, case.id)


def refused(page: Page, fact: facts.CaseRefused) -> None:
    """A refusal is an answer, and the end of what was promised; misses until then stand."""
    page.put(events.Stopped, metric.ACKNOWLEDGE, str(fact.case_id), why=fact.kind)
    _over(page, fact)


def closed(page: Page, fact: facts.CaseClosed) -> None:
    """A case closed on a reported fix met it then; one called off without any owes none."""
    case = page.standing.case(str(fact.case_id))
    if case is not None and case.fixed:
        page.put(events.Stopped, metric.FIX, case.id)
    _over(page, fact)


def _heard(page: Page, fact: facts.CaseFact) -> Case | None:
    """A named person at the vendor wrote: the case is acknowledged and the next update owed."""
    case = page.standing.case(str(fact.case_id))
    if case is None:
        return None
    page.put(events.Stopped, metric.ACKNOWLEDGE, case.id)
    if not case.fixed:
        page.put(events.Stopped, metric.UPDATE, case.id)
        page.start(metric.UPDATE, case.id)
    return case


def _over(page: Page, fact: facts.CaseFact) -> None:
    for name in metric.UC:
        page.put(events.Released, name, str(fact.case_id), why=fact.kind)
    page.drop_case(str(fact.case_id))
