"""Which tenant lives which case, when a log has more clients than one wants tenants."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from underpin.desk.replay import step

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Folding:
    """`kept` tenants live on their own, the rest together as `other`; None keeps every one."""

    kept: frozenset[str] | None = None

    def tenant(self, case: step.Case) -> str:
        """The tenant that lives this case."""
        if self.kept is None or case.tenant_key in self.kept:
            return case.tenant_key
        return OTHER


def fold(cases: Iterable[step.Case], most: int) -> Folding:
    """At most `most` tenants: those with the most cases, equals by name, and `other` as the last.

    Nothing is folded when the log has no more than `most`. Raises ValueError below 1.
    """
    if most < 1:
        raise ValueError("A log is folded into at least one tenant.")
    sizes = Counter(case.tenant_key for case in cases)
    if len(sizes) <= most:
        return Folding()
    largest = sorted(sizes, key=lambda tenant: (-sizes[tenant], tenant))
    return Folding(frozenset(largest[: most - 1]))
