"""One's own settings, as the samples show them."""

from __future__ import annotations

from collections.abc import Callable

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.personal import OwnSettingsPage
from underpin.console.views.provided import QuietPage

LANGUAGES = (("en", "English"), ("pl", "Polski"), ("zh", "中文"), ("ar", "العربية"))
TYPED = {
    "locale": "pl",
    "time_zone": "Europe/Warsaw",
    "theme": "dark",
    "by_mail": "yes",
    "quiet_from": "22:00",
    "quiet_to": "06:30",
    "digest_minutes": "15",
}
HOUSE = {"quiet_from": "20:00", "quiet_to": "07:00", "weekends": "yes"}
ZONES = ("Asia/Dubai", "Europe/Warsaw")
Frame = Callable[..., views.Shell]


def pages(staff: Frame, member: Frame) -> dict[str, tuple[str, View]]:
    """Each preview's name with its template and view."""
    given = (ZONES, LANGUAGES, (0, 15, 60, 90, 1440))
    wrong = {"quiet_from": "Give both times, or neither."}
    return {
        "own_settings": ("personal/settings", OwnSettingsPage(staff(), TYPED, *given, house=HOUSE)),
        "house_quiet": ("provided/quiet", QuietPage(staff("administration"), HOUSE)),
        "own_settings_wrong": ("personal/settings", OwnSettingsPage(staff(), TYPED, *given, wrong)),
        "own_settings_member": (
            "personal/settings",
            OwnSettingsPage(member(), TYPED, *given, staff=False),
        ),
    }
