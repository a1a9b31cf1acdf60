"""What a tool would have posted into a chat room: Slack's attachments and Teams' cards."""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape
from underpin.desk.alerts.told import CRITICAL, ERROR, INFO, WARNING

COLOURS: Final = (
    ("danger", ERROR),
    ("ff0000", CRITICAL),
    ("d63232", ERROR),
    ("warning", WARNING),
    ("ffff00", WARNING),
    ("good", INFO),
)
SHAPES: Final = (
    Shape(
        "slack",
        "attachments.0.title|attachments.0.text|attachments.0.fallback",
        identity="attachments.0.callbackid",
        title="attachments.0.title text attachments.0.fallback attachments.0.text",
        state="attachments.0.color",
        severity="attachments.0.color",
        news="attachments.0.ts",
        began="attachments.0.ts",
        ended="attachments.0.ts",
        text="attachments.0.text text",
        link="attachments.0.titlelink",
        tags="attachments.0.fields",
        levels=COLOURS,
    ),
    Shape(
        "teams",
        "type|context themecolor|sections.|potentialaction. title|summary|text",
        title="title summary text sections.0.activitytitle",
        severity="themecolor",
        text="text sections.0.activitytext sections.0.text",
        tags="sections.0.facts",
        levels=COLOURS,
    ),
)
