"""Our own people, teams and a rota, for previews and tests."""

from datetime import date, timedelta
from uuid import UUID

from tests.unit.console.sample_administration import ID, NOW, ONCE, ZONES
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views import administration_staff as shown

OTHER = UUID(int=7)
ROWS = (
    shown.StaffRow(ID, "Ada Byron", "ada@northgate.example", "active", 1, ("agent",)),
    shown.StaffRow(
        *(OTHER, "Lena Fisch", "lena@northgate.example", "invited", 2),
        ("service_lead", "account_manager"),
    ),
    shown.StaffRow(UUID(int=8), "Max Old", "max@northgate.example", "deactivated", None, ()),
)
ABSENCE = shown.AbsenceRow(ID, "Ada Byron", NOW, NOW + timedelta(days=7), "holiday")
MATES = (shown.TeamMate(ID, "Ada Byron", True), shown.TeamMate(OTHER, "Lena Fisch", False))
WEEK = tuple(
    shown.DutyDay(
        date(2026, 11, 16) + timedelta(days=n),
        (("", ("Ada Byron", "Lena Fisch")),)
        if n != 2
        else (("00:00–09:00", ("Lena Fisch",)), ("09:00–24:00", ())),
    )
    for n in range(7)
)
FORM = shown.RotaForm(
    *("Europe/Berlin", "2026-11-02", "09:00"),
    ((str(ID), "Ada Byron", "1"), (str(OTHER), "Lena Fisch", "")),
    (("mon", ""), ("tue", "18:00-24:00")),
)


def pages(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    frame = staff("administration")
    colleague = views.ColleaguePage(
        *(frame, ID, "Ada Byron", "ada@northgate.example", "invited", "UTC", "en", "1", "37.5"),
        *(("agent",), ZONES, (("ACME", "Acme", True), ("HELI", "Helios", False)), ("Night shift",)),
        (shown.SkillLine("Oracle", "Course", date(2027, 1, 1)),),
        (ABSENCE,),
        False,
        ONCE,
    )
    rota = views.RotaPage(
        *(frame, ID, "Night shift", OTHER, FORM, ZONES),
        *(date(2026, 11, 16), date(2026, 11, 9), date(2026, 11, 23), WEEK),
        (shown.OverrideRow(ID, "Lena Fisch", NOW, NOW + timedelta(days=1), True),),
        (shown.GapRow("ACME", 3, NOW, NOW + timedelta(hours=3)),),
        ((str(ID), "Ada Byron"),),
        True,
        draft=(shown.DraftWeek(date(2026, 11, 23), "Ada Byron", 3),),
    )
    teams = (
        shown.TeamRow(ID, "Night shift", "", ("Ada Byron", "Lena Fisch"), MATES, "yes"),
        shown.TeamRow(OTHER, "Network", "3", (), MATES, ""),
    )
    return {
        "staff": ("administration/staff", views.StaffPage(frame, ROWS)),
        "colleague": ("administration/colleague", colleague),
        "teams": ("administration/teams", views.TeamsPage(frame, teams, True)),
        "rota": ("administration/rota", rota),
    }
