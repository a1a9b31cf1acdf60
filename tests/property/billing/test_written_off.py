"""What is given up, with its tax, and the rest without one, come to what was open, to the cent."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.invoicing import crediting
from billing.invoicing.crediting import Billed
from billing.receivables import written_off

RATES = st.sampled_from([Decimal(0), Decimal(7), Decimal("8.1"), Decimal(23)])
NETS = st.integers(-5_000, 200_000).filter(bool).map(lambda n: Decimal(n).scaleb(-2))
LINES = st.lists(st.tuples(NETS, RATES), min_size=1, max_size=5)


@given(LINES, st.integers(1, 10_000))
def test_a_write_off_is_exact(drawn: list[tuple[Decimal, Decimal]], part: int) -> None:
    lines = [Billed(n, net, Decimal(0), "S", rate) for n, (net, rate) in enumerate(drawn, 1)]
    gross = crediting.note(lines, crediting.everything(lines), "EUR").gross
    if gross <= 0:
        return
    open_ = max((gross * part / 10_000).quantize(Decimal("0.01")), Decimal("0.01"))
    found = written_off.of(lines, open_, "EUR")
    credited = crediting.note(lines, found.parts, "EUR").gross if found.parts else Decimal(0)
    assert credited + found.rest == open_
    assert 0 <= found.rest <= Decimal("0.01") * len(lines)
    if open_ == gross:
        assert found.rest == 0
