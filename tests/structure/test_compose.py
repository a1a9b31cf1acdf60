"""docker-compose.yml: valid by the Compose Specification's own schema, and true to the product.

No Docker engine is needed, and none is asked: what an image does when it runs is not shown here.
The schema is the one that the package check-jsonschema carries.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from underpin.kernel import settings, settings_values, settings_variables

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
FIRST_START = {"service_completed_successfully", "service_healthy", "service_started"}


def compose_schema() -> dict[str, Any]:
    path = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema: dict[str, Any] = json.loads(path.read_text())
    return schema


def violations(document: dict[str, Any]) -> list[str]:
    schema = compose_schema()
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def waits() -> Iterator[tuple[str, str, str]]:
    """Each (service, the one it waits for, until when)."""
    for name, service in SERVICES.items():
        for other, condition in service.get("depends_on", {}).items():
            yield name, other, condition["condition"]


def interpolated(value: str, **given: str) -> str:
    """`value` as Compose fills it in: ${NAME}, ${NAME:-default}, ${NAME:?message}."""

    def fill(match: re.Match[str]) -> str:
        name, default = match["name"], match["default"]
        return given[name] if default is None else given.get(name, default)

    return re.sub(r"\$\{(?P<name>\w+)(?::\?[^}]*|:-(?P<default>[^}]*))?\}", fill, value)


def test_the_file_is_valid_by_the_compose_specification() -> None:
    assert violations(COMPOSE) == []


def test_the_schema_refuses_what_is_wrong() -> None:
    wrong = {"services": {"web": {"imagge": "x", "depends_on": {"db": {"condition": "ready"}}}}}

    assert len(violations(wrong)) == 2


def test_the_services_are_the_products_parts_and_their_servers() -> None:
    assert set(SERVICES) == {"postgres", "redis", "mail", "migrate", "web", "worker"}
    assert {"migrate", "web", "worker"} == OURS
    assert SERVICES["postgres"]["image"] == "postgres:18"


def test_what_is_waited_for_exists_and_can_come_true() -> None:
    for name, other, condition in waits():
        assert other in SERVICES, f"{name} waits for {other}"
        assert condition in FIRST_START
        if condition == "service_healthy":
            assert "healthcheck" in SERVICES[other], f"{other} has no health to wait for"
        if condition == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no", f"{other} would never be complete"


def test_nothing_serves_before_the_schema_stands() -> None:
    after_migrate = {name for name, other, _ in waits() if other == "migrate"}

    assert after_migrate == {"web", "worker"}


def test_volumes_are_declared_and_used() -> None:
    used = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert used == set(COMPOSE["volumes"])


def test_no_host_port_is_taken_twice_and_none_is_open_to_the_network() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    published = [port.rpartition(":")[0] for port in ports]

    assert len(set(published)) == len(published)
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_settings_of_each_part_are_read_as_they_stand(name: str) -> None:
    given = {"UNDERPIN_SECRET": "s" * 48, "POSTGRES_PASSWORD": "0123abcd"}
    environment = SERVICES[name]["environment"]
    environ = {key: interpolated(value, **given) for key, value in environment.items()}

    loaded = settings.load(environ)

    assert settings.unknown(environ) == ()
    assert (loaded.demo, loaded.allow_private_addresses) == (False, False)
    assert (loaded.admin_url is not None) is (name == "migrate")


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_settings_name_services_that_are_there(name: str) -> None:
    environment = SERVICES[name]["environment"]
    hosts = {
        re.sub(r"^.*@|:\d+$", "", re.split(r"[/?]", value.partition("://")[2])[0])
        for variable, value in environment.items()
        if variable.endswith("_URL")
    }

    assert hosts <= set(SERVICES)
    assert "@" not in environment["UNDERPIN_DATABASE_URL"]


def test_no_secret_is_written_down() -> None:
    secret = {
        variable.name
        for variable in settings_variables.ALL
        if variable.parse in (settings_values.secret, settings_values.secrets)
    }
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if variable in secret or "PASSWORD" in variable:
                assert value.startswith("${"), f"{name}: {variable}"


def test_the_same_key_reaches_every_part() -> None:
    for variable in ("UNDERPIN_SECRET", "UNDERPIN_DATABASE_URL", "UNDERPIN_REDIS_URL"):
        assert len({SERVICES[name]["environment"][variable] for name in OURS}) == 1


def test_ports_that_are_published_are_the_ones_listened_on() -> None:
    web, worker = SERVICES["web"], SERVICES["worker"]

    listen = web["environment"]["UNDERPIN_LISTEN"]
    mail_listen = worker["environment"]["UNDERPIN_MAIL_LISTEN"]
    assert [port.rpartition(":")[2] for port in web["ports"]] == [listen.rpartition(":")[2]]
    assert [port.rpartition(":")[2] for port in worker["ports"]] == [mail_listen.rpartition(":")[2]]
    assert f":{listen.rpartition(':')[2]}/health/ready" in web["healthcheck"]["test"][-1]


def test_what_is_commanded_is_a_command_of_the_product() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for name in OURS:
        program, command = SERVICES[name]["command"]
        assert program in project["scripts"]
        assert command in {"serve", "worker", "migrate"}


def dockerfile() -> Iterator[list[str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield shlex.split(line)


def test_the_image_is_made_of_files_that_are_there_and_hashed_pins() -> None:
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"
    }
    copied = [
        source
        for words in dockerfile()
        if words[0] == "COPY" and not words[1].startswith("--from")
        for source in words[1:-1]
    ]

    within = {source for source in copied if source.split("/")[0] in kept}
    assert within == set(copied)
    assert {source.split("/")[0] for source in copied} == kept
    for source in copied:
        assert (ROOT / source).exists(), source
    installs = [words for words in dockerfile() if "install" in words]
    assert installs
    for words in installs:
        assert "--require-hashes" in words or "--no-deps" in words


def test_the_image_does_not_run_as_root() -> None:
    users = [words[1] for words in dockerfile() if words[0] == "USER"]

    assert users == ["underpin"]
