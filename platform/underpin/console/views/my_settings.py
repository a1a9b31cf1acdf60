"""A person's own settings, on the portal."""

from dataclasses import dataclass

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class MySettingsPage:
    """Times are of the day, like 22:00, empty for none. `digest` in minutes."""

    shell: Shell
    locale: str
    time_zone: str
    zones: tuple[str, ...]
    by_mail: bool
    quiet_from: str
    quiet_to: str
    digest: str
    is_kept: bool = False
    problem: str = ""
