"""Settings come from the environment; what is wrong is named, and secrets are never said."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from underpin.kernel import settings, settings_variables

SECRET = "correct-horse-battery-staple-and-more"
DOCS = Path(__file__).parents[3] / "docs" / "settings.md"

COMPLETE = {
    "UNDERPIN_DATABASE_URL": "postgresql://db.example.com:5432/underpin",
    "UNDERPIN_REDIS_URL": "redis://:hushhush@redis.example.com:6379/0",
    "UNDERPIN_SECRET": SECRET,
    "UNDERPIN_DESK_ORIGIN": "https://desk.example.com",
    "UNDERPIN_PORTAL_ORIGIN": "https://portal.example.com",
    "UNDERPIN_CONTENT_ORIGIN": "https://content.example.com",
    "UNDERPIN_SMTP_URL": "smtp://mailer:hushhush@smtp.example.com:587",
    "UNDERPIN_MAIL_DOMAIN": "help.example.com",
}


def refusal(**changes: str | None) -> settings.SettingsError:
    environ = {**COMPLETE, **changes}
    with pytest.raises(settings.SettingsError) as caught:
        settings.load({name: value for name, value in environ.items() if value is not None})
    return caught.value


def test_a_complete_environment_is_read_with_its_defaults() -> None:
    loaded = settings.load(COMPLETE)

    assert loaded.database_url == "postgresql://db.example.com:5432/underpin"
    assert loaded.role_prefix == "underpin"
    assert loaded.listen == settings.Address("127.0.0.1", 8000)
    assert loaded.mail_listen == settings.Address("127.0.0.1", 8025)
    assert (loaded.owner_url, loaded.admin_url, loaded.metrics_token) == (None, None, None)
    assert (loaded.demo, loaded.allow_private_addresses) == (False, False)


def test_settings_cannot_be_changed() -> None:
    loaded = settings.load(COMPLETE)

    with pytest.raises(dataclasses.FrozenInstanceError):
        loaded.demo = True  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_one_is_named_with_its_cure(name: str) -> None:
    (problem,) = refusal(**{name: None}).problems

    assert problem.variable == name
    assert problem.reason == "is not set"
    assert problem.cure


def test_an_empty_value_counts_as_missing() -> None:
    assert "UNDERPIN_SECRET is not set." in str(refusal(UNDERPIN_SECRET="  "))


def test_everything_wrong_is_named_at_once() -> None:
    error = refusal(UNDERPIN_SECRET=None, UNDERPIN_LISTEN="8000", UNDERPIN_DEMO="maybe")

    named = [problem.variable for problem in error.problems]
    assert named == ["UNDERPIN_SECRET", "UNDERPIN_LISTEN", "UNDERPIN_DEMO"]
    assert str(error).count("\n") == 2


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DATABASE_URL", "mysql://host/db", "does not begin with postgresql://"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("DATABASE_URL", "postgresql:///db", "names no host"),
        ("DATABASE_URL", "postgresql://host:port/db", "is not a URL"),
        ("DATABASE_URL", "postgresql://me:hushhush@host/db", "names a user"),
        ("OWNER_URL", "postgresql://host/db", "names no user"),
        ("ADMIN_URL", "postgresql://host/db", "names no user"),
        ("ROLE_PREFIX", 'x"; DROP', "is not a plain lower-case name"),
        ("REDIS_URL", "http://host", "does not begin with redis://"),
        ("REDIS_URL", "redis:///0", "names no server"),
        ("SECRET", "hushhush", "is 8 characters long"),
        ("SECRET_PREVIOUS", SECRET + ",hushhush", "is 8 characters long"),
        ("DESK_ORIGIN", "http://desk.example.com", "is not https"),
        ("DESK_ORIGIN", "https://desk.example.com/app", "is more or less than"),
        ("DESK_ORIGIN", "https://me@desk.example.com", "is more or less than"),
        ("SMTP_URL", "smtp.example.com:587", "is not an smtp://"),
        ("MAIL_DOMAIN", "help desk", "is not a domain name"),
        ("LISTEN", "8000", "is not host:port"),
        ("LISTEN", "127.0.0.1:99999", "is not host:port"),
        ("MAIL_LISTEN", ":25", "is not host:port"),
        ("METRICS_TOKEN", "hushhush", "is 8 characters long"),
        ("DEMO", "perhaps", "is neither yes nor no"),
    ],
)
def test_a_wrong_one_is_named_without_repeating_it(name: str, value: str, reason: str) -> None:
    error = refusal(**{f"UNDERPIN_{name}": value})

    assert [problem.variable for problem in error.problems] == [f"UNDERPIN_{name}"]
    assert reason in str(error)
    assert "hushhush" not in str(error)


def test_origins_may_not_share_a_host() -> None:
    error = refusal(UNDERPIN_CONTENT_ORIGIN="https://desk.example.com")

    assert "UNDERPIN_CONTENT_ORIGIN shares a host with another origin" in str(error)


def test_private_addresses_open_in_the_demo_alone() -> None:
    error = refusal(UNDERPIN_ALLOW_PRIVATE_ADDRESSES="yes")
    allowed = settings.load(
        {**COMPLETE, "UNDERPIN_ALLOW_PRIVATE_ADDRESSES": "yes", "UNDERPIN_DEMO": "yes"}
    )

    assert "UNDERPIN_ALLOW_PRIVATE_ADDRESSES is on outside the demo" in str(error)
    assert allowed.allow_private_addresses


def test_localhost_may_go_without_tls() -> None:
    loaded = settings.load({**COMPLETE, "UNDERPIN_DESK_ORIGIN": "http://Desk.Localhost:8000/"})

    assert loaded.desk_origin == "http://desk.localhost:8000"


def test_a_socket_folder_stands_for_the_host() -> None:
    url = "postgresql:///underpin?host=/run/postgresql"

    assert settings.load({**COMPLETE, "UNDERPIN_DATABASE_URL": url}).database_url == url


def test_secrets_stay_out_of_repr() -> None:
    loaded = settings.load(
        {
            **COMPLETE,
            "UNDERPIN_OWNER_URL": "postgresql://owner:hushhush@db.example.com/underpin",
            "UNDERPIN_ADMIN_URL": "postgresql://admin:hushhush@db.example.com/postgres",
            "UNDERPIN_SECRET_PREVIOUS": SECRET + "-old",
            "UNDERPIN_METRICS_TOKEN": SECRET + "-metrics",
        }
    )

    assert "hushhush" not in repr(loaded)
    assert SECRET not in repr(loaded)


def test_retired_secrets_come_after_the_present_one() -> None:
    previous = f"{SECRET}-2, {SECRET}-1"

    loaded = settings.load({**COMPLETE, "UNDERPIN_SECRET_PREVIOUS": previous})

    assert loaded.secret_previous == (f"{SECRET}-2", f"{SECRET}-1")
    assert loaded.secrets == (SECRET, f"{SECRET}-2", f"{SECRET}-1")


def test_what_only_preparing_the_roles_needs_is_asked_for_then() -> None:
    loaded = settings.load(COMPLETE)

    with pytest.raises(settings.SettingsError, match="UNDERPIN_ADMIN_URL is not set"):
        loaded.require_admin_url()


def test_a_slip_of_the_pen_is_found() -> None:
    environ = {**COMPLETE, "UNDERPIN_DATABSE_URL": "x", "HOME": "/"}

    assert settings.unknown(environ) == ("UNDERPIN_DATABSE_URL",)


def test_an_address_is_written_as_it_is_read() -> None:
    loaded = settings.load({**COMPLETE, "UNDERPIN_LISTEN": "[::1]:8000"})

    assert loaded.listen == settings.Address("::1", 8000)
    assert str(loaded.listen) == "[::1]:8000"


def test_the_page_of_settings_lists_exactly_what_the_code_reads() -> None:
    rows = re.findall(r"^\| `(UNDERPIN_\w+)` \|", DOCS.read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(variable.name for variable in settings_variables.ALL)


def test_the_page_of_settings_marks_what_is_secret_and_states_the_defaults() -> None:
    fields = {field.name: field for field in dataclasses.fields(settings.Settings)}
    for variable in settings_variables.ALL:
        (row,) = re.findall(rf"^\| `{variable.name}` .*$", DOCS.read_text(), re.MULTILINE)
        assert ("*Secret.*" in row) is not fields[variable.field].repr, row
        if isinstance(variable.default, str | settings.Address):
            assert f"default `{variable.default}`" in row
        assert ("| yes |" in row) is (variable.default is settings_variables.REQUIRED), row
