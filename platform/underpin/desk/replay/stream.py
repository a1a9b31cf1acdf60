"""The steps of many cases in one order of time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from underpin.desk.replay import folding, step

Steps = tuple[step.Step, ...]


def ordered(logs: Iterable[step.CaseLog], after: step.Place | None = None) -> Steps:
    """All steps by their place; only those beyond `after`, the last one lived, if given.

    A case's steps keep their order, and the same cases give the same stream in whatever order
    they come.
    """
    steps = sorted(chain.from_iterable(log.steps for log in logs), key=lambda told: told.place)
    if after is None:
        return tuple(steps)
    return tuple(told for told in steps if told.place > after)


def per_tenant(
    logs: Iterable[step.CaseLog], folded: folding.Folding | None = None
) -> Mapping[str, Steps]:
    """One stream for each tenant, tenants by name."""
    folded = folded or folding.Folding()
    tenants: dict[str, list[step.CaseLog]] = defaultdict(list)
    for log in logs:
        tenants[folded.tenant(log.case)].append(log)
    return {tenant: ordered(tenants[tenant]) for tenant in sorted(tenants)}
