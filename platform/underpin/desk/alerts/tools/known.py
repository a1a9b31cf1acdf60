"""Every tool whose payload is one alert with its fields in plain places."""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.shape import Shape
from underpin.desk.alerts.tools import clouds, errors, hosts, metrics, on_call, uptime

SHAPES: Final[tuple[Shape, ...]] = (
    *metrics.SHAPES,
    *uptime.SHAPES,
    *clouds.SHAPES,
    *on_call.SHAPES,
    *errors.SHAPES,
    *hosts.SHAPES,
)
KINDS: Final = tuple(sorted({shape.name for shape in SHAPES}))
