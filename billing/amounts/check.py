"""What a price, plan or rule refuses: an error that names the field, the reason and the cure."""

from collections.abc import Collection
from decimal import Decimal

from billing.amounts import exact
from underpin.kernel import errors

WHOLE_DIGITS = 15
DECIMALS = 12
_FINEST = exact.ONE.scaleb(-DECIMALS)


class Invalid(errors.Malformed):
    """`field` is the path of the value, such as `tiers.steps[1].start`."""

    code = "invalid-value"
    title = "A value is outside what its rule allows"

    def __init__(self, field: str, reason: str, cure: str) -> None:
        super().__init__(f"{field or 'document'}: {reason}; {cure}.", field=field)
        self.path = field
        self.reason = reason
        self.cure = cure

    def within(self, path: str) -> "Invalid":
        """The same, seen from the value that holds this one at `path`."""
        field = f"{path}.{self.path}" if self.path else path
        return Invalid(field, self.reason, self.cure)


def number(value: object, field: str) -> Decimal:
    """A finite Decimal of at most `WHOLE_DIGITS` digits before the point, `DECIMALS` after it."""
    if type(value) is not Decimal or not value.is_finite():
        raise Invalid(field, f"{value!r} is no exact number", "give a Decimal, never a float")
    if value.adjusted() >= WHOLE_DIGITS or exact.rounded(value, _FINEST) != value:
        raise Invalid(
            field,
            f"{value} is too long",
            f"give at most {WHOLE_DIGITS} digits before the point and {DECIMALS} after it",
        )
    return value


def not_negative(value: object, field: str) -> Decimal:
    if (checked := number(value, field)) < 0:
        raise Invalid(field, f"{value} is below zero", "give zero or more")
    return checked


def positive(value: object, field: str) -> Decimal:
    if (checked := number(value, field)) <= 0:
        raise Invalid(field, f"{value} is not above zero", "give more than zero")
    return checked


def percentage(value: object, field: str) -> Decimal:
    if (checked := not_negative(value, field)) > 100:
        raise Invalid(field, f"{value} % is more than the whole", "give 0 to 100")
    return checked


def name(value: object, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Invalid(field, "it is empty", "give it a name")
    return value


def one_of(value: str, allowed: Collection[str], field: str) -> str:
    if value not in allowed:
        raise Invalid(field, f"{value!r} is not known", f"use one of {', '.join(sorted(allowed))}")
    return value
