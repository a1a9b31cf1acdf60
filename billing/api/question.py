"""The JSON API over questions about lines of an invoice: asked by the client, answered by staff."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from billing.api.invoice import NUMBERED
from billing.receivables import question
from billing.receivables.question import Question
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

QUESTIONS = f"{NUMBERED}/questions"
QUESTION = f"{QUESTIONS}/{{line_question_id:uuid}}"


class NewQuestion(msgspec.Struct, forbid_unknown_fields=True):
    ordinal: int
    words: str


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    answer: str


class Acceptance(msgspec.Struct, forbid_unknown_fields=True):
    """`net`: so much of the line; all that it has left where it is not said."""

    answer: str
    net: Decimal | None = None


@get(QUESTIONS, **route.of(question.of_invoice))
async def listed(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> list[Question]:
    found: list[Question] = await asking.read(request, question.of_invoice, key, number)
    return found


@post(QUESTIONS, **route.of(question.ask, "portal"))
async def ask(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[NewQuestion]
) -> Question:
    words = (number, data.ordinal, data.words)
    made: Question = await asking.change(request, question.ask, key, *words)
    return made


@put(f"{QUESTION}/explanation", **route.of(question.explain, "desk"))
async def explain(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    line_question_id: FromPath[UUID],
    data: JSONBody[Answer],
) -> Question:
    words = (number, line_question_id, data.answer)
    made: Question = await asking.change(request, question.explain, key, *words)
    return made


@put(f"{QUESTION}/acceptance", **route.of(question.accept, "desk"))
async def accept(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    line_question_id: FromPath[UUID],
    data: JSONBody[Acceptance],
) -> Question:
    words = (number, line_question_id, data.answer, data.net)
    made: Question = await asking.change(request, question.accept, key, *words)
    return made


ROUTER = Router("/", route_handlers=[listed, ask, explain, accept], tags=["questions"])
