"""Where the pictures of a mail stand in its words."""

from __future__ import annotations

from underpin.desk.mail.arriving import picturing
from underpin.desk.mail.arriving.picturing import Came, Piece

ONE, TWO = Came("/1", "one", "screen.png"), Came("/2", "two", "logo.png")


def test_it_stands_between_the_words_that_stand_around_it() -> None:
    text = "It says this:\n\nand then\n*nothing* more."
    html = '<p>It says this:<br><img src="cid:one" alt="x"></p><div>and then <b>nothing</b> more.'
    assert picturing.pieces(text, html, [ONE]) == (
        Piece("It says this:"),
        Piece(picture="/1"),
        Piece("and then\n*nothing* more."),
    )


def test_a_mark_of_the_plain_text_is_replaced() -> None:
    text = "Look [cid:one] there [image: logo.png] and [image: other.png]"
    assert [each.picture or each.text for each in picturing.pieces(text, "", [TWO, ONE])] == [
        *("Look", "/1", "there", "/2", "and [image: other.png]")
    ]


def test_one_before_all_words_comes_first_and_one_without_a_place_last() -> None:
    html = '<img src="cid:two"><p>Help me now</p><blockquote>Old <img src="cid:one"> words'
    found = picturing.pieces("Help me now", html, [ONE, TWO])
    assert [each.picture or each.text for each in found] == ["/2", "Help me now", "/1"]
    assert picturing.pieces("Help", "", [ONE])[-1] == Piece(picture="/1")


def test_words_that_only_resemble_are_no_place() -> None:
    html = '<p>Before this was quoted <img src="cid:one"> and more was said'
    (text, picture) = picturing.pieces("A word and another", html, [ONE])
    assert (text.text, picture.picture) == ("A word and another", "/1")


def test_they_stand_as_they_stood_in_whatever_order_they_were_kept() -> None:
    html = '<p>Look at this.<img src="cid:one"></p><p>Then this: <img src="cid:two"></p>What now?'
    for came in ([ONE, TWO], [TWO, ONE]):
        found = picturing.pieces("Look at this.\n\nThen this:\n\nWhat now?", html, came)
        assert [each.picture or each.text for each in found] == [
            *("Look at this.", "/1", "Then this:", "/2", "What now?")
        ]
