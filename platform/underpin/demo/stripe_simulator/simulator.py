"""The simulated Stripe as an ASGI app: the key at the door, then idempotency, parameters, effect.

simulator = Simulator(now=lambda: 1_780_000_000)
account.of(simulator.key, InProcess(simulator), simulated=True)
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from billing.payments.gateway.account import API_VERSION
from underpin.demo.stripe_simulator import delivery, form, listing, parameters, routes
from underpin.demo.stripe_simulator.call import Call
from underpin.demo.stripe_simulator.delivery import Deliver
from underpin.demo.stripe_simulator.idempotency import Answer, Keys
from underpin.demo.stripe_simulator.objects import cards, giving_back, paying
from underpin.demo.stripe_simulator.refusal import Refusal
from underpin.demo.stripe_simulator.state import Card, Clock, Obj, State
from underpin.demo.stripe_simulator.trouble import Troubles

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Simulator:
    """`now`: unix seconds, for ages of keys, sessions and searches. One event loop, no locks."""

    def __init__(self, now: Clock, *, key: str = "sk_test_simulated", name: str = "sim") -> None:
        self.key = key
        self.state = State(now, API_VERSION, name)
        self.keys = Keys(now)
        self.troubles = Troubles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        query = scope["query_string"].decode()
        answer, replayed = self.answer(scope["method"], scope["path"], query, headers, body)
        sent = [(b"content-type", b"application/json"), (b"request-id", b"req_simulated")]
        if replayed:
            sent.append((b"idempotent-replayed", b"true"))
        await send({"type": "http.response.start", "status": answer.status, "headers": sent})
        await send({"type": "http.response.body", "body": answer.body})

    def answer(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[Answer, bool]:
        """And whether it is what was answered before. Raises TimedOut where silence is ordered."""
        key = headers.get("idempotency-key") if method == "POST" else None
        request = f"{method} {path} {query} {body.decode()}"
        try:
            self._let_in(headers)
            if key and (known := self.keys.recall(key, request)) is not None:
                return known, True
            return self._fresh(method, path, query or body.decode(), key, request), False
        except Refusal as refused:
            return _refused(refused), False

    def _fresh(self, method: str, path: str, said: str, key: str | None, request: str) -> Answer:
        trouble = self.troubles.take(method, path)
        try:
            if trouble and not trouble.after:
                raise trouble.problem()
            made = Answer(200, json.dumps(self.perform(method, path, form.read(said))).encode())
        except Refusal as refused:
            made = _refused(refused)
            if key and refused.kept:
                self.keys.keep(key, request, made)
            return made
        if trouble:
            return self._spoilt(trouble.problem(), key, request, made)
        if key:
            self.keys.keep(key, request, made)
        return made

    def _spoilt(self, problem: Exception, key: str | None, request: str, made: Answer) -> Answer:
        """It took effect; a fault is kept in the answer's place, silence hides the answer."""
        if isinstance(problem, Refusal):
            made = _refused(problem)
        if key:
            self.keys.keep(key, request, made)
        if not isinstance(problem, Refusal):
            raise problem
        return made

    def perform(self, method: str, path: str, said: dict[str, Any]) -> Obj:
        """One request's effect. Raises Refusal."""
        route, names = routes.find(method, path)
        params = parameters.checked(route.kind, said)
        made = route.answer(Call(self.state, params, names))
        return listing.expanded(self.state, made, params.get("expand", ()))

    def _let_in(self, headers: Mapping[str, str]) -> None:
        if headers.get("authorization") != f"Bearer {self.key}":
            raise Refusal("Invalid API Key provided.", status=401, kept=False)

    # What happens at Stripe and is no call of ours

    def save_card(self, session: str, card: Card) -> Obj:
        """The client fills in Checkout's page."""
        return cards.save(self.state, session, card)

    def pay_page(self, invoice: str, card: Card) -> Obj:
        """The client pays on the invoice's page."""
        return paying.by_page(self.state, invoice, card)

    def dispute(self, charge: str, reason: str = "fraudulent") -> Obj:
        return giving_back.dispute(self.state, charge, reason)

    def decide(self, dispute: str, *, won: bool) -> Obj:
        return giving_back.decide(self.state, dispute, won=won)

    @property
    def events(self) -> list[Obj]:
        """In the order they happened."""
        return list(reversed(self.state.all("event")))

    async def deliver(
        self, to: Deliver, secret: str, *, seed: int | None = None, copies: int = 1
    ) -> list[int]:
        """Every event there is, as `delivery.deliver` says."""
        now = self.state.now()
        return await delivery.deliver(self.events, to, secret, now, seed=seed, copies=copies)


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _refused(refused: Refusal) -> Answer:
    return Answer(refused.status, json.dumps(refused.body).encode())
