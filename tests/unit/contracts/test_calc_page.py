"""The worked examples of `docs/calc.md` are asked, and the command answers without a database."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from contracts import calc

PAGE = Path(__file__).parents[3] / "docs" / "calc.md"
PAIRS = re.findall(r"```json\n(.*)\n(.*)\n```", PAGE.read_text(encoding="utf-8"))


def test_there_is_one_example_of_each_question_and_one_refusal() -> None:
    assert len(PAIRS) == 5


@pytest.mark.parametrize(("question", "answer"), PAIRS)
def test_the_page_is_right(question: str, answer: str) -> None:
    assert calc.answer_line(question) == answer


def test_the_command_answers_each_line_and_imports_no_tables() -> None:
    script = (
        "import sys\nfrom underpin.cli import main\n"
        "try:\n    main(['calc'])\nfinally:\n"
        "    assert not [m for m in sys.modules if m.split('.')[0] in ('piccolo', 'asyncpg')]\n"
    )
    asked = "".join(f"{question}\n" for question, _ in PAIRS)
    done = subprocess.run(
        [sys.executable, "-c", script], input=asked, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [answer for _, answer in PAIRS]
