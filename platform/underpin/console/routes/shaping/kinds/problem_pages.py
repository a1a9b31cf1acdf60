"""Problems, as their pages show them."""

from __future__ import annotations

from urllib.parse import urlencode

from underpin.console import views
from underpin.console.routes.kinds.reading import OneProblem, ProblemList
from underpin.console.views.shell import Shell
from underpin.desk.kinds import workflow
from underpin.desk.problems.listing import Line
from underpin.desk.problems.trend import Hint
from underpin.kernel.principal import Principal


def listed(shell: Shell, found: ProblemList, client: str, asker: Principal) -> views.ProblemsPage:
    page = found.found
    query = {"client": client, "after": page.after or ""}
    asked = urlencode({name: value for name, value in query.items() if value})
    return views.ProblemsPage(
        shell,
        tuple(map(_row, page.lines)),
        tuple((each.key, each.name) for each in found.companies),
        client,
        tuple(_hint(each, client) for each in found.hints),
        asker.may("ticket.work"),
        f"/problems?{asked}" if page.after else "",
    )


def _row(line: Line) -> views.ProblemRow:
    ticket = line.ticket
    return views.ProblemRow(
        f"{ticket.key}-{ticket.number}",
        ticket.priority,
        ticket.subject,
        ticket.client,
        line.stage,
        line.known_error or "",
        line.incidents,
        line.open_incidents,
    )


def _hint(each: Hint, client: str) -> views.ProblemHint:
    numbers = tuple(f"{client}-{number}" for number in each.numbers)
    return views.ProblemHint(each.by, ", ".join(each.said), numbers, each.before)


def one(shell: Shell, name: str, found: OneProblem, asker: Principal) -> views.ProblemDetailPage:
    ticket, problem = found.ticket, found.problem
    key = name.rpartition("-")[0]
    return views.ProblemDetailPage(
        shell=shell,
        number=name,
        subject=ticket.subject,
        state=ticket.state,
        stage=workflow.stage(ticket.type, ticket.state, ticket.stage),
        version=ticket.version,
        root_cause=problem.root_cause,
        workaround=problem.workaround,
        known=problem.known_error or "",
        known_since=problem.known_since,
        incidents=tuple(
            views.ProblemIncident(
                f"{key}-{each.number}",
                each.number,
                each.subject,
                each.state,
                each.number in problem.proposed,
            )
            for each in problem.incidents
        ),
        may_work=asker.may("ticket.work"),
    )
