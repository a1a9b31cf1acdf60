"""Rating: what a quantity costs under a price. Pure, and incremental by subtraction.

The order is the trade's: (convert, weight, round: `quantity`); allowance; prepaid; price;
discount; maximum; minimum; (service credits, tax, prepaid money: `invoice_lines`).

A period's quantity is rated whole, what is booked already is subtracted, the rest is booked.
Late events, progressive billing and corrections are therefore one mechanism, and the sum of
what was booked is always one rating of the total. The persistence must give `booked` as the
sum of what stands on finalised documents for the same period, slice, price and group, read in
the transaction that books the rest.
"""

from decimal import Decimal

from billing.amounts import exact
from billing.pricing.price import Price


@exact.arithmetic
def rate(price: Price, quantity: Decimal, prepaid: Decimal = exact.ZERO) -> Decimal:
    """The amount, unrounded, in the price's currency, for the period's cumulative quantity.

    `prepaid` is what blocks have covered of it, in the same unit. The minimum is not in it:
    see `shortfall`.
    """
    amount = price.model.amount(chargeable(price, quantity, prepaid))
    if price.discount:
        amount -= exact.percent(amount, price.discount)
    return amount if price.maximum is None else min(amount, price.maximum)


@exact.arithmetic
def book(
    price: Price, quantity: Decimal, booked: Decimal, prepaid: Decimal = exact.ZERO
) -> Decimal:
    """What is to be booked now, unrounded; below zero where too much was booked before."""
    return rate(price, quantity, prepaid) - booked


@exact.arithmetic
def chargeable(price: Price, quantity: Decimal, prepaid: Decimal = exact.ZERO) -> Decimal:
    """The quantity that the model prices: less the allowance, then less what is prepaid.

    Net returns (below zero) are passed on as they are: an allowance cannot swallow them.
    """
    if quantity <= 0:
        return quantity
    return max(quantity - price.included - prepaid, exact.ZERO)


@exact.arithmetic
def shortfall(price: Price, rated: Decimal) -> Decimal:
    """What is missing to the minimum commitment, for a line of its own.

    Only the final slice of a period owes it: before that, more usage may still come.
    """
    if price.minimum is None:
        return exact.ZERO
    return max(price.minimum - rated, exact.ZERO)
