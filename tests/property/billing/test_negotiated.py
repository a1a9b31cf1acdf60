"""What was negotiated holds on its days, for its price, and cuts no other's."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from billing.pricing import model, negotiated, subscription
from billing.pricing.negotiated import Override
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription, Term

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
DAYS = st.builds(lambda after: date(2026, 9, 20) + timedelta(days=after), st.integers(0, 50))


def price(key: str, fee: int) -> Price:
    return Price(key=key, name=key, currency="EUR", model=model.Flat(Decimal(fee)))


def plan(key: str) -> PlanVersion:
    prices = (price("desk", 100), price("care", 200))
    return PlanVersion(key=key, number=1, currency="EUR", prices=prices)


@st.composite
def overrides(draw: st.DrawFn) -> list[Override]:
    starts = draw(st.lists(DAYS, max_size=5))
    return [
        Override(
            id=UUID(int=number),
            plan=draw(st.sampled_from(["Silver", "Gold"])),
            price=price(draw(st.sampled_from(["desk", "care", "gone"])), number + 1),
            start=start,
            until=draw(st.one_of(st.none(), st.just(start + timedelta(days=9)))),
        )
        for number, start in enumerate(starts)
    ]


@st.composite
def listed(draw: st.DrawFn) -> tuple[Term, ...]:
    first, second = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    ended = draw(st.one_of(st.none(), st.just(second - timedelta(days=1))))
    until = ended if ended is not None and ended > first else None
    return Term(first, plan("Silver"), until=until), Term(second, plan("Gold"))


def fee_on(terms: tuple[Term, ...], agreed: list[Override], key: str, day: date) -> Decimal | None:
    """Day by day, as one would look it up."""
    held = [term for term in terms if term.start <= day]
    if not held or (held[-1].until is not None and held[-1].until <= day):
        return None
    name = held[-1].plan.key
    found = [each for each in agreed if (each.plan, each.price.key) == (name, key)]
    found = sorted((each for each in found if each.holds(day)), key=lambda each: each.start)
    latest = [each for each in found if each.start == found[-1].start]
    chosen = max(latest, key=lambda each: each.id.bytes).price if latest else None
    fee = (chosen or price(key, {"desk": 100, "care": 200}[key])).model
    assert isinstance(fee, model.Flat)
    return fee.fee


@settings(max_examples=200)
@given(listed(), overrides())
def test_each_day_has_the_price_that_was_agreed_for_it(
    terms: tuple[Term, ...], agreed: list[Override]
) -> None:
    laid = negotiated.over(terms, agreed)
    of = Subscription(id=UUID(int=1), tenant_id=7, zone="UTC", terms=laid)
    seen: dict[tuple[str, date], Decimal] = {}
    cuts: Counter[str] = Counter()
    for days, _, found in subscription.priced(of, OCTOBER):
        assert isinstance(found.model, model.Flat)
        cuts[found.key] += 1
        for after in range(days.days):
            seen[found.key, days.start + timedelta(days=after)] = found.model.fee
    for key in ("desk", "care"):
        days_of = [OCTOBER.start + timedelta(days=after) for after in range(OCTOBER.days)]
        wanted = {(key, day): fee_on(terms, agreed, key, day) for day in days_of}
        assert {at: fee for at, fee in wanted.items() if fee is not None} == {
            at: fee for at, fee in seen.items() if at[0] == key
        }
        if not any(each.price.key == key for each in agreed):
            assert cuts[key] <= 2, "one a plan"
