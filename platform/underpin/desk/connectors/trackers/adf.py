"""The Atlassian Document Format of Jira's REST API v3: plain text to a document, and a document to
the text in it. Pure."""

from __future__ import annotations

from typing import Any, Final

BLOCKS: Final = frozenset(
    {"paragraph", "heading", "codeBlock", "listItem", "blockquote", "tableRow", "rule", "panel"}
)
DEEPEST: Final = 30


def of(text: str) -> dict[str, Any]:
    """A document with a paragraph for each stretch of text, its lines kept."""
    blocks = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": _lines(block)} for block in blocks],
    }


def _lines(block: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in block.strip("\n").split("\n"):
        if found:
            found.append({"type": "hardBreak"})
        if line:
            found.append({"type": "text", "text": line})
    return found


def text(document: Any) -> str:
    """What it says; a text that is none (API v2, webhooks) is itself."""
    if isinstance(document, str):
        return document.strip()
    parts: list[str] = []
    _walk(document, parts, 0)
    return "\n".join(line.rstrip() for line in "".join(parts).strip().split("\n"))


def _walk(node: Any, parts: list[str], depth: int) -> None:
    if not isinstance(node, dict) or depth > DEEPEST:
        return
    kind, attributes = node.get("type"), node.get("attrs") or {}
    if kind == "text":
        parts.append(str(node.get("text", "")))
    elif kind == "hardBreak":
        parts.append("\n")
    elif kind in ("mention", "emoji", "inlineCard", "status", "date"):
        parts.append(str(attributes.get("text") or attributes.get("url") or ""))
    inside = node.get("content")
    for child in inside if isinstance(inside, list) else ():
        _walk(child, parts, depth + 1)
    if kind in BLOCKS:
        parts.append("\n" if kind in ("listItem", "tableRow", "rule") else "\n\n")
