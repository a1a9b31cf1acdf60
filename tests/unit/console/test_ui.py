"""The macros that pages are made of: labelled, told, and safe."""

from __future__ import annotations

from tests.unit.console import samples
from underpin.console import pages

IMPORT = '{% import "parts/ui.html" as ui with context %}'


def made(source: str, **more: object) -> str:
    template = pages.environment().from_string(IMPORT + source)
    shell = samples.shell()
    return template.render(shell=shell, reader=shell.reader, **more)


def test_a_field_leads_to_its_hint_and_error_and_keeps_what_was_typed() -> None:
    text = made(
        '{{ ui.field("title", "Title", typed, hint="One line.", error="Too long.") }}'
        '{{ ui.select("of", "Of", [(1, "one"), (2, "two")], chosen="2", error="Choose.") }}'
        '{{ ui.textarea("body", "Body", typed) }}{{ ui.check("on", "On", kind="switch") }}',
        typed='"><b>',
    )

    assert 'aria-describedby="title-hint title-error" aria-invalid="true"' in text
    assert '<label class="form-label" for="title">' in text
    assert 'id="title-error" role="alert">Too long.' in text
    assert '<option value="2" selected>' in text
    assert 'role="switch"' in text
    assert "<b>" not in text
    assert text.count("&#34;&gt;&lt;b&gt;") == 2


def test_a_page_that_comes_back_leads_to_what_was_wrong() -> None:
    """Its reader hears the first of it, and the keyboard goes on from there."""
    assert 'id="problem" tabindex="-1" autofocus>' in made('{{ ui.problem("Take another day.") }}')
    assert 'aria-invalid="true" autofocus' in made('{{ ui.field("at", "At", error="No.") }}')
    assert "autofocus" not in made(
        '{{ ui.problem("Again.", leads=false) }}{{ ui.field("at", "At") }}'
    )


def test_every_form_of_a_macro_is_guarded() -> None:
    text = made(
        '{{ ui.act("/x", "Do", icon="check", values={"version": 3}) }}{{ ui.undo("Done.", "/y") }}'
        '{{ ui.confirm("c", "Erase", "Sure?", "/z") }}'
    )

    assert text.count('method="post"') == 3
    assert text.count('value="csrf-of-this-session"') == 3
    assert 'name="version" value="3"' in text


def test_the_rest_stands_as_the_docs_say() -> None:
    text = made(
        '{% call ui.page_head("A", lead="b") %}<i></i>{% endcall %}{{ ui.page_head("Alone") }}'
        '{{ ui.tabs("Parts", [("/a", "A", true), ("/b", "B", false)]) }}'
        '{{ ui.breadcrumb([("/", "Up")], "Here") }}{{ ui.facts([("T", "x")]) }}'
        '{% call ui.card("Card", "card", staff=true) %}in{% endcall %}'
        '{% call ui.table("Cap", [("A", false), ("B", true)]) %}<tbody></tbody>{% endcall %}'
        '{{ ui.pager("Pages", next="/n") }}{{ ui.badge("late", "bad") }}'
        '{{ ui.progress(1, 2, "Half") }}{{ ui.tile("T", 4, path="/t") }}{{ ui.csv("/c.csv") }}'
        '{{ ui.dialog_button("d", "Open") }}{% call ui.dialog("d", "D") %}in{% endcall %}'
        '{% call ui.filter_bar("/f", "Filter") %}x{% endcall %}'
        '{% call ui.empty("None", "Do so.", icon="filter") %}go{% endcall %}'
        '{% call ui.chart("v", "bar", "Volume", data) %}<table></table>{% endcall %}',
        data={"labels": ["<b>"], "series": [{"name": "a", "values": [1]}]},
    )

    assert text.count('aria-current="page"') == 2
    assert '<th scope="col" class="num">B</th>' in text
    assert 'popovertarget="d"' in text
    assert 'id="d" popover' in text
    assert "<b>" not in text
    assert "Staff only" in text
