"""Datadog: its webhook's body is made from a template of the customer's, with these variables under
names near to them."""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.leaves import Leaves
from underpin.desk.alerts.shape import Shape

SHAPE: Final = Shape(
    "datadog",
    "",
    identity="alertid monitorid aggregkey alertscope scope scopes hostname host",
    state="alerttransition alerttype alertstatus transition",
    title="alerttitle eventtitle title monitorname",
    severity="alertpriority priority severity alerttype",
    news="lastupdated lastupdatedat date timestamp",
    began="lastupdated lastupdatedat date timestamp",
    ended="lastupdated lastupdatedat date timestamp",
    text="body eventmsg textonlymsg message",
    link="link url eventurl alerturl",
    group="aggregkey alertid",
)
_OWN: Final = {
    *("alerttransition", "alertid", "alertscope", "alertmetric", "alertquery", "alertcyclekey"),
    *("alerttitle", "aggregkey", "eventmsg", "textonlymsg", "lastupdated", "eventtype"),
}


def fits(found: Leaves) -> bool:
    own = _OWN & found.keys()
    return len(own) >= 2 and ("alerttransition" in own or "title" in found or "alerttitle" in own)
