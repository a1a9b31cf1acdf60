"""Metrics: our own registry, and no label that grows with tenants or visitors."""

import pytest
from prometheus_client import REGISTRY

from underpin.kernel import metrics


def test_what_is_counted_is_rendered() -> None:
    metrics.timers.labels("alarm", "fired").inc()
    metrics.timer_lateness_seconds.labels("alarm").observe(metrics.seconds(250_000))

    text = metrics.render().decode()

    assert 'underpin_timers_total{kind="alarm",outcome="fired"}' in text
    assert 'underpin_timer_lateness_seconds_bucket{kind="alarm",le="0.25"}' in text


def test_our_registry_is_not_the_librarys_global_one() -> None:
    ours = {metric.name for metric in metrics.registry.collect()}
    theirs = {metric.name for metric in REGISTRY.collect()}

    assert "underpin_requests" in ours
    assert not {name for name in theirs if name.startswith("underpin")}


def test_no_label_names_a_tenant_or_a_person() -> None:
    metrics.requests.labels("open_ticket", "200").inc()

    labels = {
        label
        for metric in metrics.registry.collect()
        for sample in metric.samples
        for label in sample.labels
    }

    allowed = {"verb", "status", "scope", "outcome", "audience", "kind", "consumer", "lane", "way"}
    assert labels - {"le", "major", "minor", "patchlevel"} <= allowed


def test_microseconds_are_observed_as_seconds() -> None:
    assert metrics.seconds(1_500_000) == 1.5


def test_an_outcome_is_counted_whether_it_is_done_or_fails() -> None:
    with metrics.counted(metrics.deliveries, "webhooks"):
        pass
    with pytest.raises(ConnectionError), metrics.counted(metrics.deliveries, "webhooks"):
        raise ConnectionError

    text = metrics.render().decode()
    assert 'underpin_deliveries_total{consumer="webhooks",outcome="done"} 1.0' in text
    assert 'underpin_deliveries_total{consumer="webhooks",outcome="ConnectionError"} 1.0' in text
