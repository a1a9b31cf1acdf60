"""Each request's parameters, held to the SDK's own TypedDicts (`stripe.params`): what is unknown,
missing or of another kind is refused as Stripe refuses it.

Where the types leave an enumeration open ("or any str"), Stripe does not, and neither does this.
"""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, Union

from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from underpin.demo.stripe_simulator import refusal
from underpin.demo.stripe_simulator.refusal import Refusal

OPTIONS = frozenset(RequestOptions.__annotations__)
Params = dict[str, Any]
# What the types of the request's options name, which are no parameters and live in another module.
_OF_OPTIONS = {"StripeContext": object, "Mapping": Mapping}


def checked(kind: Any, given: Params) -> Params:
    """With numbers, booleans and lists as such. None takes no parameter. Raises Refusal."""
    if kind is None:
        return given if not given else _fail(refusal.unknown(next(iter(given))))
    return _record(kind, given, "")


def _record(kind: Any, given: Any, at: str) -> Params:
    if not isinstance(given, dict):
        raise refusal.invalid(at, "a hash", given)
    fields, required = _fields(kind)
    for name in given:
        if name not in fields:
            raise refusal.unknown(_name(at, name))
    for name in required:
        if name not in given:
            raise refusal.missing(_name(at, name))
    return {name: _value(fields[name], value, _name(at, name)) for name, value in given.items()}


@functools.cache
def _fields(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    hints = typing.get_type_hints(kind, localns=_OF_OPTIONS)
    names = {name: hint for name, hint in hints.items() if name not in OPTIONS}
    required: frozenset[str] = frozenset(kind.__required_keys__)
    optional = {name for name in names if "NotRequired" in str(kind.__annotations__.get(name, ""))}
    return names, (required & names.keys()) - optional


def _value(hint: Any, given: Any, at: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _any_of(typing.get_args(hint), given, at)
    if origin is Literal:
        return _one_of(typing.get_args(hint), given, at)
    if origin is list:
        return _list(typing.get_args(hint)[0], given, at)
    if origin in (dict, UntypedStripeObject) or hint is UntypedStripeObject:
        return _metadata(given, at)
    if is_typeddict(hint):
        return _record(hint, given, at)
    return _scalar(hint, given, at)


def _any_of(hints: tuple[Any, ...], given: Any, at: str) -> Any:
    """The first that fits; what none takes is refused in the words of the most telling one."""
    if any(_is_enumeration(hint) for hint in hints):
        hints = tuple(hint for hint in hints if hint is not str)
    if given != "":
        hints = tuple(hint for hint in hints if typing.get_args(hint) != ("",))
    problem: Refusal | None = None
    for hint in hints:
        try:
            return _value(hint, given, at)
        except Refusal as refused:
            problem = problem if problem and not isinstance(given, dict) else refused
    return _fail(problem or refusal.invalid(at, "something else", given))


def _is_enumeration(hint: Any) -> bool:
    return typing.get_origin(hint) is Literal and any(typing.get_args(hint))


def _one_of(values: tuple[Any, ...], given: Any, at: str) -> Any:
    if given not in values:
        raise refusal.invalid(at, f"one of {', '.join(map(str, values))}", given)
    return given


def _list(hint: Any, given: Any, at: str) -> list[Any]:
    if not isinstance(given, dict) or not all(place.isdigit() for place in given):
        raise refusal.invalid(at, "an array", given)
    return [_value(hint, value, f"{at}[{place}]") for place, value in given.items()]


def _metadata(given: Any, at: str) -> dict[str, str]:
    """Stripe's limits: 50 keys of 40 characters, values of 500."""
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise refusal.invalid(at, "a hash of strings", given)
    long = [name for name, value in given.items() if len(name) > 40 or len(value) > 500]
    if len(given) > 50 or long:
        raise refusal.invalid(at, "50 keys of 40 characters with values of 500 at most", long)
    return given


def _scalar(hint: Any, given: Any, at: str) -> Any:
    if not isinstance(given, str):
        raise refusal.invalid(at, "a string", given)
    if hint is int:
        if not re.fullmatch(r"-?\d+", given):
            raise refusal.invalid(at, "an integer", given, "parameter_invalid_integer")
        return int(given)
    if hint is bool:
        return _one_of(("true", "false"), given, at) == "true"
    return _decimal(given, at) if hint is Decimal else given


def _decimal(given: str, at: str) -> Decimal:
    try:
        return Decimal(given)
    except InvalidOperation as error:
        raise refusal.invalid(at, "a decimal", given) from error


def _name(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


def _fail(problem: Refusal) -> Any:
    raise problem
