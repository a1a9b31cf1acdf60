"""What no page reaches. `MACHINES`: asked for by programs and scripts, or done on a page in a wider
way, each with its reason. `GAPS` may only shrink."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.structure import reach

MACHINES: Final = {
    "billing.exports.documents.page": "the page of invoice runs links its file",
    "billing.exports.payments.page": "the page of invoice runs links its file",
    "billing.invoicing.invoices.of_tenant": "the pages list them with how each stands",
    "billing.margins.margin_of_client.of_client": "the pages read what the worker keeps of it",
    "billing.metered.usage.report": "other systems tell what they count",
    "billing.metered.usage.take_back": "who told an entry takes it back",
    "billing.papers.papers.of_debit_note": "a page links its file",
    "billing.papers.papers.of_draft": "a page links its file",
    "billing.papers.papers.of_invoice": "a page links its files",
    "billing.papers.papers.of_note": "a page links its file",
    "billing.payments.matching.allocation.of_entry": "the page reads an entry with its parts",
    "billing.payments.matching.progress.of_statement": "the page reads what goes on at the account",
    "billing.pricing.price_list.publish": "the pages draft, and a second person publishes",
    "billing.pricing.price_list.subscribe": "the pages put a client on a plan as its terms",
    "billing.receivables.ageing.of_tenant": "the page of receivables reads it of all clients",
    "billing.receivables.receivable.of_tenant": "the page of receivables reads it of all clients",
    "billing.terms.plans.compared": "the page compares a version with prices that show their words",
    "billing.terms.plans.redraft": "the pages change a draft price by price",
    "contracts.compliance.compliance_verifying.pieces": "programs hash them again; a page verifies",
    "desk.announcements.reading.current": "the pages read the same with who wrote it",
    "desk.assets.importing.exported": "the page of assets links to the API's file",
    "desk.assets.importing.refused_rows": "the page of a sheet links to the API's file",
    "desk.assets.importing.take_batch": "an inventory program tells its assets in batches",
    "desk.checklists.tasks.progress": "the ticket's pages count the tasks that they show",
    "desk.kinds.advancing.course": "the ticket's page reads its stage with the ticket",
    "desk.lifetime.terms.of_client": "the desk settings read the same, and whose it is",
    "desk.knowledge.clients.carry": "the editor keeps files with the words, in one version",
    "desk.knowledge.providers.carry": "the editor keeps files with the words, in one version",
    "desk.mentions.offering.colleagues": "naming.js asks while somebody types @",
    "desk.phone.calls.waiting": "the page of calls reads those of all clients",
    "desk.queues.counting.counts_by_client": "the page of clients reads it from their health",
    "desk.surveys.terms.of_client": "the desk settings read the same, and whose it is",
    "desk.tickets.reading.clocks": "the ticket's page reads its clocks with the ticket",
    "desk.writing.drafts.discard": "the composer's script",
    "desk.writing.drafts.save": "the composer's script keeps what is typed",
    "desk.writing.limits.of_client": "the desk settings read the same, and whose it is",
    "desk.writing.presence.beat": "the ticket page's script says who is here",
    "desk.writing.presence.leave": "the ticket page's script says who is here",
    "desk.writing.staging.drop": "the page's script takes a waiting file away again",
    "tenants.many_people.add": "a part of taking in a sheet of people, which has its page",
    "tenants.people.deactivate_staff": "a part of leaving, which hands their work on as well",
    "tenants.standing.overdue": "each ticket and client says it of itself",
    "contracts.agreements.agreement.verdicts": "the contract's page reads them in its overview",
}
GAPS: Final = frozenset[str](
    {
        "contracts.compliance.compliance_verifying.availability",
    }
)


def _prune() -> None:
    """`python -m tests.structure.unreached` takes off what a page reaches by now."""
    here = Path(__file__)
    found = reach.verbs()
    lines = here.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.strip().strip('",') not in found]
    here.write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    _prune()
