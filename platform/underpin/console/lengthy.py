"""A message so long that it would bury the conversation shows how it begins; the rest is folded."""

SEEN = 4000
"""Characters that are read without unfolding."""
LINES = 80
SPARED = 500
"""What would be left over is not worth a fold of its own below so many characters."""


def parted(text: str) -> tuple[str, str]:
    """How a text begins, and its rest: parted between paragraphs, else lines, else words, in the
    later half of what may be seen. The rest is empty where the text is short enough."""
    end = _end_of_lines(text[:SEEN])
    if len(text) - end <= SPARED:
        return text, ""
    for gap in ("\n\n", "\n", " "):
        at = text.rfind(gap, end // 2, end)
        if at > 0:
            return text[:at], text[at + len(gap) :]
    return text[:end], text[end:]


def _end_of_lines(text: str) -> int:
    """Where the last line ends that may be seen."""
    return len("\n".join(text.split("\n")[:LINES]))
