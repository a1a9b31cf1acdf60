"""Every sentence of the desk that reaches somebody stands in a catalogue, in each language: this
finds those that were written into the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

DESK = Path(__file__).parents[2] / "platform/underpin/desk"
# What a program refuses or sets aside, for who administers it: said like a log's lines.
FOR_KEEPERS = {
    "alerts/mapping.py",
    "alerts/shape.py",
    "assets/sheet.py",
    "automation/running.py",
    "channels/hearing.py",
    "connectors/applying.py",
    "connectors/hearing.py",
    "connectors/rest.py",
    "connectors/template.py",
    "connectors/answers.py",
}
# Commands at a terminal, and what is read there.
AT_A_TERMINAL = {"replay"}
# Said once more by `console/reasons.py`, in the reader's language; the cures of refusals.
SAID_AGAIN = {"REWRITTEN", "QUOTED_ANEW", "CURES"}
CATALOGUES = re.compile(r"(?:.*_)?(?:words|sentences|phrases)\.py")


def test_no_sentence_of_the_desk_is_in_english_alone() -> None:
    found = [
        f"{path.relative_to(DESK)}:{line}: {said}"
        for path in sorted(DESK.rglob("*.py"))
        if _is_read_by_people(path.relative_to(DESK))
        for line, said in _sentences(ast.parse(path.read_text("utf-8")))
    ]
    assert found == [], "bring them into a Catalogue (kernel/wordings.py)"


def test_what_was_written_into_the_code_is_found() -> None:
    code = ast.parse(
        '"""What it does, in a docstring."""\n'
        'class Wrong(Conflict):\n    title = "This is what refusals say. Not here."\n'
        'raise Malformed("field: one of these three words.", field="field")\n'
        'mail(f"Your code for pages is {code}, for ten minutes.")\n'
    )
    assert [said for _, said in _sentences(code)] == ["Your code for pages is {}, for ten minutes."]


def _is_read_by_people(path: Path) -> bool:
    kept = path.as_posix() in FOR_KEEPERS or path.parts[0] in AT_A_TERMINAL
    return not kept and not CATALOGUES.fullmatch(path.name)


def _sentences(code: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that read like a sentence, but docstrings and refusals."""
    for node in ast.iter_child_nodes(code):
        if isinstance(node, ast.Raise | ast.Expr) and _is_apart(node):
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign) and _named(node) & {"title", *SAID_AGAIN}:
            continue
        if isinstance(node, ast.Call) and _called(node) in APART:
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr):
            said = _text(node)
            if _is_sentence(said.strip()):
                yield node.lineno, said
        else:
            yield from _sentences(node)


def _is_sentence(said: str) -> bool:
    """In one line, from a capital to a full stop, three words or more."""
    words = re.findall(r"[a-z’']{2,}", said)
    return said[:1].isupper() and said[-1:] in ".!?" and len(words) > 2 and "\n" not in said


APART = {
    *("Catalogue", "Malformed", "WrongState", "SetAside", "NeverTaken"),
    *("Unreadable", "NotForUs", "TryLater", "Wrong"),
}


def _is_apart(node: ast.Raise | ast.Expr) -> bool:
    return isinstance(node, ast.Raise) or isinstance(node.value, ast.Constant)


def _named(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_text(each) if isinstance(each, ast.Constant) else "{}" for each in node.values)
