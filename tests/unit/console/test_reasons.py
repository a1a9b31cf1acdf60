"""Reasons the product gives by itself are read in each reader's language; people's own stay."""

import pytest

from underpin.console import locale, reasons
from underpin.console.views.shell import Language
from underpin.desk.changes import planning


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Escalation policy: Resolution, 80% used"),
        ("pl", "Polityka eskalacji: Rozwiązanie, wykorzystano 80%"),
    ],
)
def test_a_step_of_the_policy_names_its_metric_and_share(language: Language, said: str) -> None:
    assert reasons.said("escalation policy: resolution at 80 %", language) == said
    assert reasons.said("escalation policy: nobody's metric", language).startswith("escalation")


@pytest.mark.parametrize("language", locale.LANGUAGES[1:])
def test_what_the_product_says_is_translated_and_what_a_person_says_is_not(
    language: Language,
) -> None:
    assert reasons.said(planning.REWRITTEN, language) != planning.REWRITTEN
    assert len({reasons.said(each, language) for each in reasons.OWN}) == len(reasons.OWN)
    assert reasons.said("Too dear.", language) == "Too dear."
