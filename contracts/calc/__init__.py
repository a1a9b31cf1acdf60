"""Open arithmetic: questions about working time as JSON lines, answered without a database.

Clients, vendors and auditors check our sums against their own with it, so it imports no tables
and reads nothing but its input.
"""

from contracts.calc.loop import answer_line, run

__all__ = ["answer_line", "run"]
