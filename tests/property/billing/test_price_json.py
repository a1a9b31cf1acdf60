"""What is written is read back as it was."""

import json

from hypothesis import given

from billing.amounts import canonical
from billing.pricing import price_json
from billing.pricing.price import Price
from tests.property.billing import worlds


@given(worlds.prices())
def test_a_price_survives_its_json_form(price: Price) -> None:
    text = json.dumps(price_json.write(price))

    again = price_json.read(json.loads(text))

    assert again == price
    assert canonical.digest(again) == canonical.digest(price)
