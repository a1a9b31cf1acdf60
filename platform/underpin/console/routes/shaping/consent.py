"""A version that waits for the client's consent, in words."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.agreements.difference import Difference
from underpin.console import views, words, words_of_clauses
from underpin.console.routes.agreeing import ACCEPT, Awaiting, Waiting
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

JOINT = " · "
NAMED = (
    words_of_clauses.NAMED
    | {**words.METRIC, **words.KIND, "service_request": words.KIND["request"]}
    | {"change_request": words.KIND["change"]}
)


def page(shell: Shell, found: Awaiting, asker: Principal) -> views.ConsentPage:
    version, language = found.version, shell.reader.language
    waits = version.state == "approved" and not version.consented
    return views.ConsentPage(
        shell=shell,
        agreement=found.agreement,
        number=version.number,
        changes=changes(found.changes, language),
        path=f"/consent/{version.id}",
        accepted_by=found.accepted_by,
        may_accept=waits and not found.withdrawn and asker.may(ACCEPT),
        withdrawn=waits and found.withdrawn,
    )


def awaited(each: Waiting) -> views.Awaited:
    return views.Awaited(each.agreement, each.version.number, f"/consent/{each.version.id}")


def changes(found: Iterable[Difference], language: Language) -> tuple[views.Change, ...]:
    return tuple(
        views.Change(
            clause(each.what, language),
            words_of_clauses.told(each.what, each.before, language),
            words_of_clauses.told(each.what, each.after, language),
        )
        for each in found
    )


def clause(what: str, language: Language) -> str:
    """A target's three words in the reader's language; a clause without words of ours as it is."""
    parts = what.split(JOINT)
    return JOINT.join(words.said(NAMED.get(part, part), language) for part in parts)
