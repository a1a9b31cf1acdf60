"""The JSON form of a meter that others define: `read(write(meter)) == meter`."""

from __future__ import annotations

from billing.amounts import canonical, document
from billing.amounts.canonical import Json
from billing.amounts.document import Document
from billing.metered.meter import Aggregation, Filter, Meter


def read(data: object) -> Meter:
    """Raises `check.Invalid` naming the field."""
    return document.read(data, _meter)


def write(of: Meter) -> Json:
    return canonical.plain(of)


def _meter(given: Document) -> Meter:
    return Meter(
        key=given.text("key"),
        unit=given.text("unit"),
        aggregation=given.choice("aggregation", Aggregation, Aggregation.SUM),
        distinct=given.text("distinct") if given.has("distinct") else None,
        reads=given.text("reads", "") if given.has("reads") else "",
        filters=given.each("filters", filter_of),
    )


def filter_of(given: Document) -> Filter:
    return Filter(given.text("dimension"), given.texts("values"))
