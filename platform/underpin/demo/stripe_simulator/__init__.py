"""A Stripe to try things on: a stateful model of what we use of it, spoken to by the real SDK.

It lives with the demo because the demo and the tests alone may stand on it: nothing of billing can
import what lies above it, so nothing of billing can come to depend on how the model answers.
`docs/payments.md` says how to use it and what it does not model.
"""
