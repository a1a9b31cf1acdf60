"""Many tickets changed at once, each with its own outcome, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, post

from underpin.console import views
from underpin.console.locale import NN_
from underpin.console.routes import forms
from underpin.console.routes.desk_list import chosen, showing, words
from underpin.console.routes.desk_list.chosen import Chosen
from underpin.desk.hands import ways
from underpin.desk.queues import bulk, bulk_each
from underpin.desk.tickets import tagging
from underpin.kernel import verb as verbs
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
DONE = NN_("Done for %(done)s of %(num)s ticket.", "Done for %(done)s of %(num)s tickets.")
UNDONE = NN_(
    "Taken back for %(done)s of %(num)s ticket.", "Taken back for %(done)s of %(num)s tickets."
)
TAKEN_BACK = "Taken back."


@post("/list/assignment", status_code=200, **route.of(bulk.assign, "desk"))
async def assignment(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    person = None if form.get("person") == "none" else forms.identity(form, "person")
    tickets = await chosen.of(request)
    done = await _each(request, bulk.assign, tickets, person, form.get("note", ""))
    return await _shown(request, tickets, done, "assignment")


@post("/list/tier", status_code=200, **route.of(bulk.move_tier, "desk"))
async def tier(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    tickets = await chosen.of(request)
    to = forms.field(form, "tier")
    if to not in ("1", "2", "3"):
        raise Malformed("tier: 1, 2 or 3.", field="tier")
    reason = forms.field(form, "reason")
    done = await _each(request, bulk.move_tier, tickets, int(to), reason)
    return await _shown(request, tickets, done, "tier")


@post("/list/tags", status_code=200, **route.of(bulk.tag, "desk"))
async def tags(request: AnyRequest) -> Response[Any]:
    word = forms.field(await forms.of(request), "tag")
    tickets = await chosen.of(request)
    done = await _each(request, bulk.tag, tickets, word)
    return await _shown(request, tickets, done, "tag", word)


@post("/list/closure", status_code=200, **route.of(bulk.close, "desk"))
async def closure(request: AnyRequest) -> Response[Any]:
    """Closing tells the clients; a ticket is opened again on its own page."""
    tickets = await chosen.of(request)
    return await _shown(request, tickets, await _each(request, bulk.close, tickets))


@post("/list/priority", status_code=200, **route.of(bulk_each.reprioritise, "desk"))
async def priority(request: AnyRequest) -> Response[Any]:
    """Each client reads why; it is set right again ticket by ticket."""
    form, tickets = await forms.of(request), await chosen.of(request)
    said = [forms.field(form, name) for name in ("impact", "urgency", "why")]
    return await _shown(
        request, tickets, await _each(request, bulk_each.reprioritise, tickets, *said)
    )


@post("/list/category", status_code=200, **route.of(bulk_each.file_under, "desk"))
async def category(request: AnyRequest) -> Response[Any]:
    form, tickets = await forms.of(request), await chosen.of(request)
    wanted = None if form.get("category") == "none" else forms.identity(form, "category")
    return await _shown(
        request, tickets, await _each(request, bulk_each.file_under, tickets, wanted)
    )


@post("/list/macro", status_code=200, **route.of(bulk_each.use, "desk"))
async def macro(request: AnyRequest) -> Response[Any]:
    """What it says may be taken back for ten seconds, on each ticket's own page."""
    wanted = forms.identity(await forms.of(request), "macro")
    tickets = await chosen.of(request)
    return await _shown(request, tickets, await _each(request, bulk_each.use, tickets, wanted))


@post("/list/undo", status_code=200, **route.of(bulk.assign, "desk"))
async def undo(request: AnyRequest) -> Response[Any]:
    """Each back to what the page said it was before. What changed since then stays as it is only
    where a colleague holds it now."""
    form = await forms.of(request)
    tickets = await chosen.of(request)
    if form.get("what") == "tag":
        done = await _untagged(request, tickets, forms.field(form, "word"))
    else:
        done = await _put_back(request, tickets, moved=form.get("what") == "tier")
    return await _shown(request, tickets, done, said=UNDONE)


async def _put_back(request: AnyRequest, tickets: Sequence[Chosen], *, moved: bool) -> set[str]:
    done: set[str] = set()
    for place in sorted({(each.tier, str(each.holder or "")) for each in tickets}):
        level, holder = place
        of_place = [each for each in tickets if (each.tier, str(each.holder or "")) == place]
        if moved:
            done |= await _each(request, bulk.move_tier, of_place, level, TAKEN_BACK)
        if holder or not moved:
            person = UUID(holder) if holder else None
            done |= await _each(request, bulk.assign, of_place, person, "")
    return done


async def _untagged(request: AnyRequest, tickets: Sequence[Chosen], word: str) -> set[str]:
    for each in tickets:
        await _again(request, tagging.untag, each.number, word, tenant=each.tenant)
    return {each.name for each in tickets}


async def _each(
    request: AnyRequest, verb: Verb[Any, Any], tickets: Sequence[Chosen], *more: Any
) -> set[str]:
    """A client at a time, each in one transaction; a client whose rules refuse stops no other.
    Returns the names of those that were changed."""
    done: set[str] = set()
    for tenant in dict.fromkeys(each.tenant for each in tickets):
        own = {each.number: each for each in tickets if each.tenant == tenant}
        named = [bulk.Named(each.number, each.version) for each in own.values()]
        outcomes = await _tried(request, verb, tenant, named, *more)
        done |= {own[each.number].name for each in outcomes if each.outcome == bulk.DONE}
    return done


async def _tried(
    request: AnyRequest, verb: Verb[Any, Any], tenant: int, named: Any, *more: Any
) -> Sequence[bulk.Outcome]:
    try:
        found: list[bulk.Outcome] = await _again(request, verb, named, *more, tenant=tenant)
    except ways.NoteMissing:
        if more[-1:] != ("",) or not request.url.path.endswith("/undo"):
            return ()
        return await _tried(request, verb, tenant, named, *more[:-1], TAKEN_BACK)
    except Malformed:
        raise
    except Problem:
        return ()
    return found


async def _again(request: AnyRequest, verb: Verb[Any, Any], *words: Any, tenant: int) -> Any:
    """Several times within one request, and doing it twice is doing it once: without the key by
    which a form that is sent twice is known."""
    return await verbs.perform(
        verb, route.principal_of(request), *words, tenant=tenant, source="page"
    )


async def _shown(
    request: AnyRequest,
    tickets: Sequence[Chosen],
    done: set[str],
    what: str = "",
    word: str = "",
    *,
    said: tuple[str, str] = DONE,
) -> Response[Any]:
    """The list as it is now, how many it was done for, and the way back."""
    asked = words.of_path((await forms.of(request)).get("back", ""))
    notice = showing.counted(request, said, len(tickets), done=len(done))
    before = tuple(each.before for each in tickets if each.name in done)
    if not (what and before):
        return await showing.drawn(request, asked, notice=notice)
    undo = views.Undo(notice.text, what, before, word)  # type: ignore[arg-type]
    return await showing.drawn(request, asked, undo=undo)


HANDLERS = [assignment, tier, tags, closure, priority, category, macro, undo]
