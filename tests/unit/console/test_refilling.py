"""A form that was refused stands on its page again as it was sent, with what was wrong marked."""

from __future__ import annotations

from dataclasses import replace

from underpin.console import refilling
from underpin.console.refilling import Refused

PAGE = """<input name="q" autofocus><details><summary>New</summary>
<form method="post" action="/teams?x=1"><input type="hidden" name="csrf" value="fresh">
<input type="hidden" name="version" value="9"><input type="password" name="password">
<input id="n" name="name" value="" aria-describedby="n-hint"><textarea name="text">old</textarea>
<select name="tier"><option value="1" selected>One</option><option value="2">Two</option></select>
<input type="checkbox" name="on" value="yes" checked></form></details>
<form method="post" action="/other"><input name="name" value="kept"></form>"""
SENT = (
    *(("csrf", "stale"), ("version", "3"), ("password", "quiet"), ("name", 'A "<b>"')),
    *(("text", "</textarea>&"), ("tier", "2")),
)
REFUSED = Refused("/teams", SENT, "name", "Taken & gone.", "<p>Said</p>", ("password",))


def test_what_was_typed_and_chosen_stands_in_it_again() -> None:
    page = refilling.refilled(PAGE, REFUSED)
    assert page is not None
    assert 'value="A &quot;&lt;b&gt;&quot;"' in page
    assert '<textarea name="text">\n&lt;/textarea&gt;&amp;</textarea>' in page
    assert '<option value="1">One</option><option value="2" selected>' in page
    assert '<input type="checkbox" name="on" value="yes"></form>' in page
    assert '<input name="name" value="kept">' in page


def test_the_version_is_the_one_it_was_filled_in_against_and_its_proof_a_fresh_one() -> None:
    page = refilling.refilled(PAGE, REFUSED)
    assert page is not None
    assert '<input type="hidden" name="version" value="3">' in page
    assert '<input type="hidden" name="csrf" value="fresh">' in page
    assert "quiet" not in page


def test_what_was_wrong_is_unfolded_marked_and_has_the_focus_alone() -> None:
    page = refilling.refilled(PAGE, REFUSED)
    assert page is not None
    assert "<details open>" in page
    assert 'aria-describedby="n-hint n-error" aria-invalid="true" autofocus>' in page
    assert '<p class="invalid-feedback" id="n-error" role="alert">Taken &amp; gone.</p>' in page
    assert page.count("autofocus") == 1
    assert "<p>Said</p>" not in page


def test_what_is_the_fault_of_no_field_is_told_on_top_of_the_form() -> None:
    page = refilling.refilled(PAGE, replace(REFUSED, field="total"))
    assert page is not None
    assert 'x=1" data-refused><div id="refused" tabindex="-1" autofocus><p>Said</p></div>' in page
    assert page.count("autofocus") == 1


def test_a_page_without_the_form_is_left_alone() -> None:
    assert refilling.refilled(PAGE, replace(REFUSED, action="/none")) is None


def test_of_several_forms_that_lead_to_one_place_the_one_that_was_sent_comes_back() -> None:
    fields = '<input type="hidden" name="row" value="{0}"><input name="days" value="">'
    row = f'<form method="post" action="/rows">{fields}</form>'
    page = refilling.refilled(
        row.format("a") + row.format("b"),
        Refused("/rows", (("row", "b"), ("days", "x")), "days", "A number.", ""),
    )
    assert page is not None
    first, second = page.split("</form>")[:2]
    assert 'value="x"' not in first
    assert 'value="x"' in second


def test_a_field_that_stands_apart_and_names_its_form_is_of_it() -> None:
    apart = '<form id="f" method="post" action="/rows"></form><input name="days" form="f">'
    said = Refused("/rows", (("days", "x"),), "days", "A number.", "")
    assert 'autofocus value="x"' in str(refilling.refilled(apart, said))
