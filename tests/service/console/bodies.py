"""A body that a route takes, made from the type it declares: so that no refusal is about the body,
also on routes that nobody has written yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar.handlers import HTTPRouteHandler
from msgspec import inspect

from underpin.kernel import ids

# What a plain text would be refused for before anybody is asked who may, by the field's name.
SAID: Mapping[str, Any] = {
    "email": "x@example.org",
    "sha256": "00" * 32,
    "time_zone": "UTC",
    "country": "DE",
    "currency": "EUR",
    "state": "open",
    "impact": "high",
    "urgency": "high",
    "tier": 2,
    "effective_from": "2030-01-01T00:00:00Z",
}
PLAIN: Mapping[type[inspect.Type], Any] = {
    inspect.StrType: "x",
    inspect.BytesType: "eA==",
    inspect.IntType: 5,
    inspect.FloatType: 5.0,
    inspect.BoolType: True,
    inspect.NoneType: None,
    inspect.DecimalType: "5",
    inspect.DateType: "2030-01-01",
    inspect.DateTimeType: "2030-01-01T00:00:00Z",
    inspect.TimeType: "09:00:00",
    inspect.AnyType: {},
    inspect.RawType: {},
    inspect.DictType: {},
}
MANY = (
    inspect.ListType,
    inspect.CollectionType,
    inspect.SetType,
    inspect.FrozenSetType,
    inspect.VarTupleType,
)


def brings_files(handler: HTTPRouteHandler) -> bool:
    taken = handler.parsed_fn_signature.parameters.get("data")
    said = getattr(taken and taken.annotation, "__annotations__", {})
    return any("UploadFile" in str(each) for each in said.values())


def of(handler: HTTPRouteHandler) -> Any:
    """What the handler's body says at least; {} for one that takes none."""
    taken = handler.parsed_fn_signature.parameters.get("data")
    return {} if taken is None else sample(inspect.type_info(taken.annotation))


def whole(handler: HTTPRouteHandler) -> Any:
    """What the handler's body may say at most, one level deep."""
    taken = handler.parsed_fn_signature.parameters.get("data")
    wanted = inspect.type_info(taken.annotation) if taken else inspect.NoneType()
    if isinstance(wanted, inspect.StructType | inspect.DataclassType):
        said = {field.encode_name: sample(field.type, field.name) for field in wanted.fields}
        return said | _fields(wanted)
    return of(handler)


def query(handler: HTTPRouteHandler) -> dict[str, Any]:
    """What the handler asks for in the address's query, at least."""
    taken = handler.parsed_fn_signature.parameters
    asked = {name: each for name, each in taken.items() if name not in ("data", "request")}
    return {
        name: sample(inspect.type_info(each.annotation), name)
        for name, each in asked.items()
        if not each.has_default and f"{{{name}:" not in " ".join(handler.paths)
    }


def sample(wanted: inspect.Type, name: str = "") -> Any:
    if name in SAID:
        return SAID[name]
    if isinstance(wanted, inspect.UUIDType):
        return str(ids.new())
    if isinstance(wanted, inspect.StructType | inspect.DataclassType):
        return _fields(wanted)
    if isinstance(wanted, inspect.UnionType):
        return sample(_likeliest(wanted), name)
    if isinstance(wanted, MANY):
        return [sample(wanted.item_type)] if wanted.min_length else []
    if isinstance(wanted, inspect.TupleType):
        return [sample(each) for each in wanted.item_types]
    if isinstance(wanted, inspect.LiteralType):
        return wanted.values[0]
    if isinstance(wanted, inspect.EnumType):
        return next(iter(wanted.cls)).value
    if isinstance(wanted, inspect.Metadata):
        return sample(wanted.type, name)
    return PLAIN[type(wanted)]


def _likeliest(wanted: inspect.UnionType) -> inspect.Type:
    return next(each for each in wanted.types if not isinstance(each, inspect.NoneType))


def _fields(wanted: inspect.StructType | inspect.DataclassType) -> dict[str, Any]:
    said = {
        field.encode_name: sample(field.type, field.name)
        for field in wanted.fields
        if field.required
    }
    tag = getattr(wanted, "tag", None)
    if tag is not None:
        said[wanted.tag_field] = tag  # type: ignore[union-attr, index]
    return said
