"""The words of an HTML mail, with its breaks and quotations, and nothing that runs."""

import time

import pytest

from underpin.kernel import mail_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hello</p><p>World</p>", "Hello\n\nWorld"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("Hi<blockquote>quoted<br>twice</blockquote>Bye", "Hi\n> quoted\n> twice\nBye"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n> > b"),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#x17c;", 'a <b> & "c" ż'),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("  lots \n of   <b>white</b>\t space ", "lots of white space"),
        ("<script>alert(1)</script><style>p{}</style>shown", "shown"),
        ("<!-- hidden -->shown<img src=x onerror=y>", "shown"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("", ""),
        ("<p>مرحبا</p>", "مرحبا"),
    ],
)
def test_markup_becomes_the_lines_a_reader_saw(markup: str, text: str) -> None:
    assert mail_html.to_text(markup) == text


def test_markup_is_cut_before_it_is_too_much() -> None:
    assert len(mail_html.to_text("x" * 3_000_000)) == mail_html.LONGEST


@pytest.mark.parametrize("opened", ["<div><b>", "<blockquote>x", "<ul><li>", "<div><!--</div>-->"])
def test_nesting_without_an_end_costs_no_more_than_its_length(opened: str) -> None:
    hostile = opened * (mail_html.LONGEST // len(opened))
    began = time.process_time()
    assert len(mail_html.to_text(hostile)) < 50 * mail_html.LONGEST
    assert len(mail_html.clean(hostile)) < 50 * mail_html.LONGEST
    assert time.process_time() - began < 20  # seconds; it took minutes and gigabytes


def test_a_long_honest_table_stays_one_table() -> None:
    rows = "<tr><td><span>a</span></td><td><b>b</b></td></tr>" * 3_000
    assert mail_html.clean(f"<table>{rows}</table>").count("<table>") == 1


def test_a_quotation_in_quotations_is_marked_twenty_times_at_most() -> None:
    assert mail_html.to_text("<blockquote>" * 100 + "deep") == "> " * 20 + "deep"


def test_deep_nesting_is_only_text() -> None:
    assert mail_html.to_text("<div>" * 5000 + "deep" + "</div>" * 5000) == "deep"
