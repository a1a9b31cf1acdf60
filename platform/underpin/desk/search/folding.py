"""How a word is spelled in the index: so that whoever looks for it need not spell it the same way.

Case, width and diacritics are dropped (zolw finds żółw), Arabic letters that are written in several
ways become one and the article goes (both الطابعة and طابعة find either), digits are ASCII ones.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 40
SHORTEST: Final = 2

# Letters of their own, of which no mark can be taken off; and Arabic spellings of one letter.
PLAIN: Final = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ø": "o",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ٱ": "ا",
        "ـ": None,
        "\u200c": None,
        "\u200d": None,
    }
)
# The article with what may be written before it: and, with, so, as, for. The longest first.
ARTICLES: Final = ("وبال", "فبال", "وكال", "ولل", "وال", "بال", "فال", "كال", "لل", "ال")
STEM: Final = 3
"""Fewer letters than that are left of no word: what looked like an article was none."""


def fold(word: str) -> str:
    """A word as it stands in the index; empty where nothing of it does."""
    spelled = plain(word)
    return (spelled if word.isascii() else without_article(spelled))[:LONGEST]


def plain(text: str) -> str:
    """A whole text spelled that way: every word of it, folded, stands somewhere in it."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(each for each in parted if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", "".join(_digit(each) for each in bare.translate(PLAIN)))


def _digit(character: str) -> str:
    return str(unicodedata.digit(character, character))


def without_article(word: str) -> str:
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= STEM:
            return word.removeprefix(article)
    return word
