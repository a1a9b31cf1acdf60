"""What went wrong with a call, and what follows: try again under the same key, under another, or
never. Pure. Source: Stripe's pages on errors and idempotent requests."""

from __future__ import annotations

from dataclasses import dataclass

import stripe

from billing.payments.pushing import calls
from underpin.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Trouble:
    """`spent`: Stripe keeps an answer under the key that will never be another. `never`: as it
    stands no try can succeed, a person must look."""

    said: str
    spent: bool
    never: bool


def of(problem: Exception) -> Trouble:
    """What was not recognised is tried again under the same key, which cannot do it twice."""
    said = f"{type(problem).__name__}: {_words(problem)}"[:500]
    return Trouble(said, _spent(problem), _never(problem))


def _words(problem: Exception) -> str:
    if isinstance(problem, stripe.StripeError):
        request = f" ({problem.request_id})" if problem.request_id else ""
        return f"{problem.user_message or problem}{request}"
    return problem.detail if isinstance(problem, Problem) else str(problem)


def _spent(problem: Exception) -> bool:
    """A 500 is replayed for as long as the key is known; a refusal may be, and a key that was used
    for other parameters is of no use. A conflict (409) or a limit (429) is not kept."""
    if isinstance(problem, stripe.IdempotencyError | stripe.InvalidRequestError | stripe.CardError):
        return True
    return isinstance(problem, stripe.APIError) and (problem.http_status or 0) >= 500


def _never(problem: Exception) -> bool:
    if isinstance(problem, calls.Mismatch):
        return True
    return isinstance(problem, stripe.InvalidRequestError | stripe.CardError)
