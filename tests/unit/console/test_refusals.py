"""What was refused is said to the reader: in their language, by the rule that refused."""

import pytest

import underpin.app
from tenants import role
from tests.unit.console import refused
from underpin.console import areas_of_rights, locale, refusals, words_of_refusals, words_of_rights
from underpin.console.views.shell import Language
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound, Problem, StaleVersion

PRODUCT = ("underpin.", "billing.", "contracts.", "tenants.")
assert underpin.app, "with it, every room's refusals are there"


def below(kind: type[Problem]) -> list[type[Problem]]:
    return [each for made in kind.__subclasses__() for each in (made, *below(made))]


def test_the_title_of_every_refusal_is_in_the_catalogues() -> None:
    """Whether it was given as a constant, where the catalogues look for it."""
    known = [kind for kind in below(Problem) if kind.__module__.startswith(PRODUCT)]
    assert len(known) > 200
    assert [kind for kind in known if kind.title not in refused.titles()] == []


@pytest.mark.parametrize("language", ["pl", "zh", "ar"])
def test_a_rules_own_title_is_said_in_the_readers_language(language: Language) -> None:
    class Taken(Conflict):
        title = "This was decided already"

    said = refusals.title(Taken("By somebody."), language)
    assert said == locale.gettext(language, Taken.title) != Taken.title
    assert refusals.title(Taken(), "en") == Taken.title


def test_where_only_the_status_is_known_the_page_has_words_of_its_own() -> None:
    general = (Problem(), Forbidden(), NotFound(), StaleVersion(), Malformed("name: fill it in."))
    assert {refusals.title(each, "pl") for each in general} == {""}
    assert refusals.title(Conflict(), "pl") == locale.gettext("pl", Conflict.title)


def test_what_cannot_be_said_in_a_language_is_not_said_in_another() -> None:
    unheard = Conflict("Only this test has a sentence like that.")
    assert refusals.detail(unheard, "en") == unheard.detail
    assert refusals.detail(unheard, "ar") == ""
    assert refusals.detail(Conflict(), "en") == ""


def test_the_reason_behind_a_fields_name_is_said_in_the_readers_language() -> None:
    reason = locale.gettext("pl", "fill this in.")
    assert refusals.told("name: fill this in.", "pl") == f"Nazwa: {reason}"
    assert refusals.told("steps[2].odd: fill this in.", "pl") == f"steps[2].odd: {reason}"
    assert refusals.told("name: only this test says so.", "pl") == "Nazwa: only this test says so."
    assert refusals.told("starts_at: after its start.", "en") == "Starts: after its start."


def test_what_is_said_of_several_fields_is_said_of_each() -> None:
    said = refusals.told("name: one at least. currency: an exact number.", "pl")
    assert said == "Nazwa: co najmniej jeden. Waluta: an exact number."


def test_a_sentence_with_values_is_said_around_them() -> None:
    said = refusals.told("body: 1 to 300 characters.", "pl")
    assert said == "Treść: od 1 do 300 znaków."
    assert "EUR" in refusals.told(
        "A rate for EUR does not convert USD: take that pair's rate.", "ar"
    )
    assert refusals.told("it has to name {amount}.", "pl") == "musi zawierać {amount}."


@pytest.mark.parametrize("language", ["pl", "zh", "ar"])
def test_every_sentence_with_values_is_known_by_its_own_shape(language: Language) -> None:
    """No other, that says less or more around its values, is taken for it."""
    for context, template in refused.details():
        values = [f"v{place}" for place in range(template.count("{"))]
        if context is not None:
            said = locale.pgettext(language, context, template).format(*values)
            assert refusals.told(template.format(*values), language) == said, template


def test_every_capability_has_its_words() -> None:
    tables = (*role.STAFF.values(), *role.MEMBER.values(), role.SELF, role.VENDOR)
    assert frozenset().union(*tables) <= words_of_rights.RIGHT.keys()


def test_every_capability_has_one_area_and_is_in_the_set_it_belongs_to() -> None:
    held = frozenset().union(*role.STAFF.values(), *role.MEMBER.values())
    found = areas_of_rights.by_area(held, "en")
    assert sorted(name for area in found for name, _ in area.rights) == sorted(held)
    assert areas_of_rights.OTHER not in {area.name for area in found}
    assert all(areas_of_rights.area_of(each) == "People" for each in role.SELF)
    agent = role.STAFF["agent"]
    reads = areas_of_rights.usual("read", agent, ["tenant.create"])
    assert {"ticket.read", "case.read"} <= set(reads) and "ticket.reply" not in reads
    on_tickets = areas_of_rights.usual("tickets", agent, [])
    assert {"ticket.reply", "time.log", "person.read"} <= set(on_tickets) <= agent
    assert "case.work" not in on_tickets
    assert areas_of_rights.usual("all", agent, []) == sorted(agent)
    assert areas_of_rights.usual("", agent, ["ticket.read"]) == ["ticket.read"]


def test_who_lacks_a_right_reads_which_and_who_has_it() -> None:
    said = refusals.lacking("staff.write", "en", staff=True)
    assert said == "Your role does not include “Change staff”. Who may do it: Administrator."
    said = refusals.lacking("invoice.question", "pl", staff=False)
    assert "Administrator klienta" in said or "Finanse" in said
    assert "client" in refusals.lacking("contract.accept", "en", staff=True)


def test_a_client_reads_nothing_of_what_is_the_providers_own() -> None:
    said = {refusals.lacking(each, "en", staff=False) for each in ("cost.read", "vendor.write")}
    assert said == {refusals.OURS}


def test_no_reason_is_kept_that_nobody_gives() -> None:
    code = refused.code()
    words = (each if isinstance(each, str) else each[1] for each in words_of_refusals.OF_FORMS)
    assert [said for said in words if said.partition("{")[0] not in code] == []
    assert [said for said in words_of_refusals.OF_TABLES if said.rstrip(".") not in code] == []
