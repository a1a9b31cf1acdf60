"""What a catalogue item says: its texts in each language, its form, and how it is fulfilled. Pure;
a version of it never changes, so that a request can always be read by what was asked then."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from underpin.kernel.errors import Malformed

LANGUAGES: Final = ("en", "pl", "zh", "ar")
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
MOST_FIELDS, MOST_CHOICES, LONGEST = 60, 100, 2_000
MOST_READ_FIRST: Final = 5
FieldKind = Literal["text", "long_text", "choice", "date", "person", "number", "yes_no", "file"]
DECIDING: Final = ("choice", "yes_no")
"""Kinds of fields on which others may depend."""
YES, NO = "yes", "no"
By = Mapping[str, str]
"""A text by language; English stands in for what is missing."""


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    label: dict[str, str]


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """Shown where an earlier field was answered so: a choice's key, or yes or no."""

    field: str
    equals: str


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """`least` and `most` bound a number."""

    key: str
    kind: FieldKind
    label: dict[str, str]
    help: dict[str, str] = {}
    required: bool = False
    choices: list[Choice] = []
    show_when: When | None = None
    least: Decimal | None = None
    most: Decimal | None = None


class Texts(Struct, frozen=True, forbid_unknown_fields=True):
    """`price` is shown as it stands."""

    name: str
    summary: str = ""
    description: str = ""
    price: str = ""


class Fulfilment(Struct, frozen=True, forbid_unknown_fields=True):
    """`service`: the client's service of this name. `tasks`: the key of a task template. `wanted`:
    whether a date may be asked for, `notice_hours` ahead at least. `subject_field`: the answer
    that is put behind the item's name in the ticket's subject."""

    service: str = ""
    impact: Literal["low", "medium", "high"] = "low"
    urgency: Literal["low", "medium", "high"] = "low"
    tasks: str = ""
    wanted: Literal["no", "may", "must"] = "no"
    notice_hours: int = 0
    subject_field: str = ""


class Approval(Struct, frozen=True, forbid_unknown_fields=True):
    """What has to be approved: `amount` in major units of `currency`, net, where it is money."""

    amount: Decimal | None = None
    currency: str | None = None


class Definition(Struct, frozen=True, forbid_unknown_fields=True):
    """`category` by language; `icon` one of the icons of the pages; `read_first`: articles that may
    spare the request."""

    texts: dict[str, Texts]
    category: dict[str, str]
    icon: str = "box"
    fields: list[Field] = []
    fulfilment: Fulfilment = Fulfilment()
    approval: Approval | None = None
    read_first: list[UUID] = []

    def told(self, language: str) -> Texts:
        return self.texts.get(language) or self.texts["en"]


def said(texts: By, language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def encode(definition: Definition) -> str:
    return msgspec.json.encode(definition, order="sorted").decode()


def decode(body: str) -> Definition:
    return msgspec.json.decode(body, type=Definition)


def check(item: Definition) -> None:
    """Raises Malformed naming what cannot be offered so."""
    _languages("texts", item.texts)
    _languages("category", item.category)
    if not 1 <= len(item.texts["en"].name.strip()) <= 200:
        raise Malformed("texts.en.name: 1 to 200 characters.", field="texts")
    if len(item.fields) > MOST_FIELDS:
        raise Malformed(f"fields: at most {MOST_FIELDS}.", field="fields")
    known: dict[str, Field] = {}
    for field in item.fields:
        _check_field(field, known)
        known[field.key] = field
    _check_fulfilment(item.fulfilment, known)
    _check_approval(item.approval)
    if len(set(item.read_first)) < len(item.read_first) or len(item.read_first) > MOST_READ_FIRST:
        raise Malformed(
            f"read_first: at most {MOST_READ_FIRST} articles, each once.", field="read_first"
        )


def _languages(what: str, texts: Mapping[str, object]) -> None:
    strange = sorted(set(texts) - set(LANGUAGES))
    if strange or "en" not in texts:
        raise Malformed(f"{what}: in en, and in {', '.join(LANGUAGES[1:])} or not.", field=what)


def _check_field(field: Field, known: Mapping[str, Field]) -> None:
    where = f"fields.{field.key}"
    if not KEY.fullmatch(field.key) or field.key in known:
        raise Malformed(f"{where}: a key of its own of small letters.", field="fields")
    _languages(f"{where}.label", field.label)
    if (field.kind == "choice") != (1 <= len(field.choices) <= MOST_CHOICES):
        raise Malformed(f"{where}.choices: only a choice has them, and at least one.", field=where)
    keys = [each.key for each in field.choices]
    if len(set(keys)) < len(keys) or not all(KEY.fullmatch(each) for each in keys):
        raise Malformed(f"{where}.choices: keys of their own of small letters.", field=where)
    if field.show_when is not None and not _can_be(field.show_when, known):
        raise Malformed(
            f"{where}.show_when: an earlier choice or yes/no, and an answer it can have.",
            field=where,
        )


def _can_be(when: When, known: Mapping[str, Field]) -> bool:
    on = known.get(when.field)
    if on is None or on.kind not in DECIDING:
        return False
    return when.equals in (
        (YES, NO) if on.kind == "yes_no" else {choice.key for choice in on.choices}
    )


def _check_fulfilment(said: Fulfilment, known: Collection[str]) -> None:
    if said.subject_field and said.subject_field not in known:
        raise Malformed("fulfilment.subject_field: one of the fields.", field="fulfilment")
    if not 0 <= said.notice_hours <= 24 * 366:
        raise Malformed("fulfilment.notice_hours: 0 to 8784.", field="fulfilment")


def _check_approval(wanted: Approval | None) -> None:
    if wanted is None:
        return
    if (wanted.amount is None) != (wanted.currency is None):
        raise Malformed("approval: an amount with its currency, or neither.", field="approval")
    if wanted.amount is not None and wanted.amount < 0:
        raise Malformed("approval.amount: 0 or more.", field="approval")
    if wanted.currency is not None and not CURRENCY.fullmatch(wanted.currency):
        raise Malformed("approval.currency: such as EUR.", field="approval")
