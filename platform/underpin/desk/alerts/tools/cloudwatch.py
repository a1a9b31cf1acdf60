"""Amazon: CloudWatch alarms, as SNS delivers them or EventBridge tells them, and whatever else
comes in an SNS envelope. A request to confirm a subscription is never followed: a person is shown
it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from underpin.desk.alerts import leaves
from underpin.desk.alerts.shape import Shape
from underpin.desk.alerts.told import WARNING, Unreadable

ENVELOPES: Final = frozenset(
    {"Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"}
)
ALARM: Final = Shape(
    "cloudwatch",
    "alarmname",
    identity="awsaccountid region alarmname",
    state="newstatevalue",
    title="alarmname",
    severity="newstatevalue priority",
    news="statechangetime",
    began="statechangetime",
    ended="statechangetime",
    text="newstatereason alarmdescription",
    tags="trigger.dimensions dimensions",
    # data that stopped coming is worth a look; it does not say that all is well
    levels=(("insufficientdata", WARNING), ("alarm", "error")),
)
EVENT: Final = Shape(
    "cloudwatch",
    "detailtype detail.alarmname",
    identity="account region detail.alarmname",
    state="detail.state.value",
    title="detail.alarmname",
    severity="detail.state.value",
    news="detail.state.timestamp time",
    began="detail.state.timestamp time",
    ended="detail.state.timestamp time",
    text="detail.state.reason detail.configuration.description",
    levels=(("insufficientdata", WARNING), ("alarm", "error")),
)
SHAPES: Final = (EVENT, ALARM)


class Confirmation(Unreadable):
    """SNS asks whether we want its messages; whoever may answer opens its address by hand."""


def is_envelope(payload: Any) -> bool:
    if not isinstance(payload, Mapping):
        return False
    sent = str(payload.get("Type")) in ENVELOPES and "TopicArn" in payload
    return sent or set(payload) == {"Message"}


def opened(payload: Mapping[str, Any]) -> tuple[Any, str]:
    """What is inside, and the delivery's own name. Raises Confirmation, Unreadable."""
    kind = str(payload.get("Type", "Notification"))
    if kind != "Notification":
        raise Confirmation(f"{kind}: to answer it, open the SubscribeURL in it by hand.")
    inside = payload.get("Message")
    identity = leaves.clean(payload.get("MessageId", ""))[:200]
    if isinstance(inside, str):
        try:
            inside = msgspec.json.decode(inside)
        except (msgspec.DecodeError, RecursionError):
            return {"title": payload.get("Subject") or inside, "message": inside}, identity
    return inside, identity
