"""What Prometheus may scrape, in a registry of our own. Never public: it tells how busy we are.

No label names a tenant, a person or anything a visitor can choose: labels are verbs, scopes,
kinds and outcomes, of which there are few.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    exposition,
)

CONTENT_TYPE = exposition.CONTENT_TYPE_LATEST
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LATE = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)

registry = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=registry)

requests = Counter("underpin_requests", "Requests answered.", ("verb", "status"), registry=registry)
request_seconds = Histogram(
    "underpin_request_seconds", "Time to answer.", ("verb",), buckets=_FAST, registry=registry
)
transactions = Counter(
    "underpin_transactions", "Transactions ended.", ("scope", "outcome"), registry=registry
)
streams = Gauge("underpin_streams", "Open event streams.", ("audience",), registry=registry)
timers = Counter("underpin_timers", "Timers fired.", ("kind", "outcome"), registry=registry)
timer_lateness_seconds = Histogram(
    "underpin_timer_lateness_seconds",
    "From a timer's time to its effect.",
    ("kind",),
    buckets=_LATE,
    registry=registry,
)
deliveries = Counter(
    "underpin_deliveries", "Deliveries tried.", ("consumer", "outcome"), registry=registry
)
set_aside = Gauge(
    "underpin_set_aside", "Deliveries and timers set aside.", ("lane",), registry=registry
)
outbound = Counter(
    "underpin_outbound", "What left, by way and outcome.", ("way", "outcome"), registry=registry
)
mails_received = Counter(
    "underpin_mails_received", "Mails taken in or refused.", ("outcome",), registry=registry
)
pulse_held = Gauge(
    "underpin_pulse_held", "1 while the pulse waits for a person.", registry=registry
)
pulse_drift_seconds = Gauge(
    "underpin_pulse_drift_seconds", "Wall against monotonic time.", registry=registry
)


@contextmanager
def counted(counter: Counter, *labels: str) -> Iterator[None]:
    """Count what happens inside under its labels and an outcome: "done", or the error's name."""
    try:
        yield
    except BaseException as error:
        counter.labels(*labels, type(error).__name__).inc()
        raise
    counter.labels(*labels, "done").inc()


def seconds(microseconds: int) -> float:
    """Prometheus speaks in seconds; the house in integer microseconds. Only for observing."""
    return microseconds / 1_000_000


def may_scrape(token: str | None, authorization: str) -> bool:
    """Whether an Authorization header carries the settings' token; nobody may where none is set."""
    scheme, _, given = authorization.strip().partition(" ")
    known = token is not None and hmac.compare_digest(
        given.strip().encode("latin-1", "replace"), token.encode()
    )
    return scheme.lower() == "bearer" and known


def render() -> bytes:
    """The exposition text; serve it with CONTENT_TYPE."""
    return exposition.generate_latest(registry)
