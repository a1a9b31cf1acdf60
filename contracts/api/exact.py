"""A field that nothing reads is refused by name, however deep in what was sent: in an agreement,
a misspelled clause left out in silence would be a promise nobody gave."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request
from msgspec import inspect

from underpin.kernel.errors import Malformed

NAMED = (inspect.DataclassType, inspect.StructType)
LISTS = (inspect.ListType, inspect.VarTupleType)


async def check(request: Request[Any, Any, Any]) -> None:
    """Before a request with a JSON body is read. Raises Malformed with the field's path."""
    wanted = getattr(request.route_handler, "parsed_data_field", None)
    if wanted is None:
        return
    try:
        sent = msgspec.json.decode(await request.body())
    except msgspec.DecodeError:
        return  # refused as it is read
    for path in unread(_type(wanted.annotation), sent):
        raise Malformed(f"{path}: there is no such field; leave it out.", field=path)


def unread(wanted: inspect.Type, sent: object, at: str = "") -> Iterator[str]:
    """The paths of fields that a value of this type does not have. Where it may be one of several
    objects, its reader knows which."""
    several = wanted.types if isinstance(wanted, inspect.UnionType) else (wanted,)
    if sum(isinstance(each, NAMED) for each in several) > 1:
        return
    for each in several:
        if isinstance(each, NAMED) and isinstance(sent, dict):
            yield from _fields(each, sent, at)
        elif isinstance(each, LISTS) and isinstance(sent, list):
            for place, one in enumerate(sent):
                yield from unread(each.item_type, one, f"{at}[{place}]")


def _fields(
    wanted: inspect.DataclassType | inspect.StructType, sent: dict[str, object], at: str
) -> Iterator[str]:
    known = {field.encode_name: field.type for field in wanted.fields}
    tag = getattr(wanted, "tag_field", None)
    for name, value in sent.items():
        path = f"{at}.{name}" if at else name
        if name in known:
            yield from unread(known[name], value, path)
        elif name != tag:
            yield path


@functools.cache
def _type(annotation: Any) -> inspect.Type:
    return inspect.type_info(annotation)
