"""The terms of a contract in a template, as fields of its form. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.templates.template_body import TemplateTerms
from underpin.console.routes.contracting.sheet import clauses
from underpin.console.routes.contracting.sheet.draft import Misread
from underpin.console.routes.contracting.sheet.fields import FILL_IN, Fields


def write(terms: TemplateTerms) -> dict[str, str]:
    percent = terms.uplift_percent
    return {
        "terms.months": "" if terms.term_months is None else str(terms.term_months),
        "terms.notice": str(terms.notice_days),
        "terms.renewal": terms.renewal,
        "terms.renewal_months": str(terms.renewal_months),
        "terms.uplift": "" if percent is None else clauses.plain(percent),
    }


def read(given: Mapping[str, str]) -> TemplateTerms:
    """Raises Misread."""
    fields = Fields(given, {})
    renewal = fields.one_of("terms.renewal", ("automatic", "none"), "automatic")
    terms = TemplateTerms(
        fields.whole("terms.months"),
        _needed(fields, "terms.notice"),
        "automatic" if renewal == "automatic" else "none",
        _needed(fields, "terms.renewal_months"),
        fields.percent("terms.uplift"),
    )
    if fields.errors:
        raise Misread(fields.errors)
    return terms


def _needed(fields: Fields, name: str) -> int:
    found = fields.whole(name)
    if found is None:
        fields.wrong(name, FILL_IN)
    return found or 0
