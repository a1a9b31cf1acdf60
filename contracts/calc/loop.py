"""Takes questions one line at a time and answers each in its turn, whatever the others were."""

import importlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import IO, Any, Final

from contracts.calc import reading, writing
from contracts.calc.reading import Refused

_ANSWERED_BY: Final = {
    "add": "contracts.calc.add",
    "between": "contracts.calc.between",
    "clock": "contracts.calc.clock",
    "coherence": "contracts.calc.coherence",
}


def run(stdin: IO[Any], stdout: IO[str]) -> None:
    """One answer for every line that is not blank, in order, each written out at once."""
    for line in _lines(getattr(stdin, "buffer", stdin)):
        answered = _refusal(None, line) if isinstance(line, Refused) else answer_line(line)
        stdout.write(answered + "\n")
        stdout.flush()


def answer_line(line: str) -> str:
    """The answer to one question as one line of JSON: ``id`` and the sums, or ``id`` and ``error``.

    Never raises: the error names the field and the cause.
    """
    try:
        question, twice = reading.question(line)
    except Refused as refused:
        return _refusal(None, refused)
    identity = question.get("id")
    if not _echoes(identity):
        return _refusal(None, Refused("id", "is no text or number; write one to tell answers by"))
    try:
        return writing.line({"id": identity} | _answer(question, twice))
    except Refused as refused:
        return _refusal(identity, refused)
    except Exception as fault:  # noqa: BLE001 - told to who asked; the next question is answered
        return _refusal(identity, Refused("line", f"cannot be answered: {fault!r}"))


def _answer(question: Mapping[str, Any], twice: tuple[str, ...]) -> dict[str, Any]:
    if twice:
        raise Refused(twice[0][:60], "is written twice in one object; keep one of them")
    ask = reading.word(question.get("ask"), "ask", tuple(_ANSWERED_BY))
    answered: dict[str, Any] = importlib.import_module(_ANSWERED_BY[ask]).answer(question)
    return answered


def _refusal(identity: object, refused: Refused) -> str:
    return writing.line({"id": identity, "error": str(refused)})


def _echoes(identity: object) -> bool:
    if isinstance(identity, Decimal):
        return identity.is_finite()
    return identity is None or (isinstance(identity, str | int) and not isinstance(identity, bool))


def _lines(source: IO[Any]) -> Iterator[str | Refused]:
    while piece := source.readline(reading.LONGEST + 1):
        if len(piece) > reading.LONGEST and piece[-1:] not in ("\n", b"\n"):
            _skip_to_next(source)
            yield reading.too_long()
            continue
        line = _text(piece)
        if isinstance(line, Refused) or line.strip():
            yield line


def _skip_to_next(source: IO[Any]) -> None:
    while (piece := source.readline(reading.LONGEST)) and piece[-1:] not in ("\n", b"\n"):
        pass


def _text(piece: str | bytes) -> str | Refused:
    if isinstance(piece, str):
        return piece.removeprefix("\ufeff")
    try:
        return piece.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        return Refused("line", f"is not UTF-8: {broken.reason} at byte {broken.start}")
