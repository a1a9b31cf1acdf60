"""What a vendor said in a case, as people read it."""

from __future__ import annotations

import re

from underpin.console import words
from underpin.console.views.shell import Language
from underpin.desk.cases import case_talk
from underpin.desk.cases.case_talk import Word

MARK = re.compile(r"\s*#\w+[ \t]*\n?")
SAID = {Word.ACKNOWLEDGE: "acknowledged", Word.FIXED: "fixed", Word.REFUSE: "refused"}


def plain(text: str, language: Language) -> str:
    """Without the mark that says what they are; the mark's own word where that is all."""
    word = case_talk.word_of(text)
    if word is Word.UPDATE and not text.lstrip().startswith("#update"):
        return text
    rest = MARK.sub("", text, count=1).strip()
    return rest or words.word(SAID.get(word, "acknowledged"), "case", language)
