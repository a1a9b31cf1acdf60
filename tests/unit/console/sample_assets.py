"""What assets, remote support and trainings look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from underpin.console import views
from underpin.console.pages import View

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Frame = Callable[..., views.Shell]
ROWS = (
    views.AssetRow(
        *("0192", "ACME-LT-014", "laptop", "5CD1234XYZ", "Anna Kowalczyk", "Hamburg", "in_use"),
        *(date(2026, 12, 1), "warn"),
    ),
    views.AssetRow("0193", "طابعة المستودع", "printer", "", "", "", "in_repair", None, ""),
)
KINDS = (("laptop", "laptop"), ("printer", "printer"))


def pages(staff: Frame, member: Frame) -> dict[str, tuple[str, View]]:
    """Each preview's name with its template and view."""
    return {
        "assets": ("assets", _list(staff("clients"), "ACME", ROWS)),
        "assets_empty": ("assets", _list(staff("clients"), "ACME", ())),
        "portal_assets": ("assets", _list(member("assets"), "", ROWS)),
        "portal_assets_empty": ("assets", _list(member("assets"), "", ())),
        "asset": ("asset", _one(staff("clients"))),
        "asset_sheets": ("asset_sheets", _sheets(staff("clients"))),
        "ticket_assets": ("ticket_assets", _on_ticket(staff("list"))),
        "trainings": ("trainings", _trainings(staff("trainings"))),
    }


def _list(shell: views.Shell, key: str, rows: tuple[views.AssetRow, ...]) -> views.AssetsPage:
    path = f"/clients/{key}/assets" if key else "/assets"
    paths = (f"{path}?after=0193", path) if rows else ("", "")
    asked = ("acme", "laptop", "") if rows else ("", "", "")
    may = bool(key)
    return views.AssetsPage(
        shell, path, key, key, rows, KINDS, *asked, *paths, may_write=may, may_import=may
    )


def _one(shell: views.Shell) -> views.AssetPage:
    form = views.AssetForm(
        *("ACME-LT-014", "laptop", "5CD1234XYZ", "Contoso", "anna@acme.example", "Hamburg"),
        *("Workplace", "2024-01-02", "2026-12-01", "in_use", "1299.00", "EUR", "RAM: 16 GB"),
    )
    changes = (
        views.AssetChange(NOW, "Ada", "hand", ("owner_id", "state")),
        views.AssetChange(NOW, "", "rmm", ("name",)),
    )
    tickets = (("ACME-7", "Screen stays black"),)
    problem = "site: no site has this name; add it first, or leave it blank."
    return views.AssetPage(shell, "ACME", "ACME", "0192", form, 3, tickets, changes, problem)


def _sheets(shell: views.Shell) -> views.AssetImportPage:
    columns = (
        views.MappedColumn("Hostname", "name", "web1"),
        views.MappedColumn("Rack", "attribute", "B2"),
    )
    refused = (views.RefusedRow(4, "Warranty", "a day such as 2026-11-22."),)
    made = (
        views.AssetImportRow("0194", "inventory.csv", NOW, 12, 1, 0, 2),
        views.AssetImportRow("0195", "", NOW, 0, 0, 13, 0),
    )
    text = "Hostname,Rack\nweb1,B2\n"
    lists = (columns, ("name", "kind", "attribute"), (12, 1, 0), refused, made)
    return views.AssetImportPage(
        shell, "ACME", "ACME", text, "sheet", *lists, "file: line 3: unexpected end of data."
    )


def _on_ticket(shell: views.Shell) -> views.TicketAssetsPage:
    buttons = (views.RemoteButton("0196", "RustDesk", "123 456"),)
    linked = views.TicketAsset("0192", "ACME-LT-014", "laptop", "5CD1234XYZ", "Anna", buttons)
    until = date(2025, 1, 1)
    linked = replace(
        linked, path="/clients/ACME/assets/0192", warranty=until, tone="bad", vendor="Dell"
    )
    sessions = (
        views.RemoteSession("0197", "RustDesk", "123 456", "Ada", NOW, None, None, mine=True),
        views.RemoteSession("0198", "TeamViewer", "987", "Ada", NOW, NOW, 17, mine=True),
    )
    tools = (("0196", "RustDesk"),)
    more = (ROWS[1:], "drucker", tools, sessions, "/remote/123456")
    return views.TicketAssetsPage(shell, "ACME-7", (linked,), *more, "Anna", buttons)


def _trainings(shell: views.Shell) -> views.TrainingsPage:
    done = date(2024, 3, 1)
    rows = (
        views.TrainingRow("Ada Nowak", "Wi-Fi", "CWNA", "CWNP", "C-1", done, NOW.date(), "warn"),
        views.TrainingRow("Ben", "Switches", "CCNA", "Cisco", "", done, done, "bad"),
        views.TrainingRow("Li Wei", "Backup", "Workshop", "", "", done, None, "good"),
    )
    people = (("ada@underpin.example", "ada@underpin.example"),)
    skills = (("0192", "Wi-Fi"),)
    problem = "who: nobody of ours has this address."
    return views.TrainingsPage(shell, rows, people, skills, may_write=True, problem=problem)
