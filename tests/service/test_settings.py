"""What the environment says, and what holds when it says nothing."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import BadSetting, Settings, read_settings, told


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch):
    for name in ("DATABASE_URL", "HOME", "ALLOWED_HOSTS", "CORS_ORIGINS", "DEBUG", "ENCODER"):
        monkeypatch.delenv(f"OSMOSE_{name}", raising=False)


def test_without_environment_the_database_is_a_file_in_the_working_folder():
    settings = read_settings()

    assert settings.database_url == "sqlite:///osmose.db"
    assert settings.home.name == "osmose"
    assert settings.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert settings.cors_origins == ()
    assert settings.encoder == ""


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("OSMOSE_DATABASE_URL", "postgresql://osmose@db/osmose")
    monkeypatch.setenv("OSMOSE_HOME", "/srv/osmose")
    monkeypatch.setenv("OSMOSE_ALLOWED_HOSTS", "oss.example.org, localhost")
    monkeypatch.setenv("OSMOSE_ENCODER", "/srv/models/nl")

    settings = read_settings()

    assert settings.database_url == "postgresql://osmose@db/osmose"
    assert settings.model_path == Path("/srv/osmose/model.json")
    assert settings.allowed_hosts == ("oss.example.org", "localhost")
    assert (settings.encoder, settings.encoded_path) == ("/srv/models/nl", Path("/srv/osmose/encoded.db"))


def test_a_value_that_means_nothing_is_told_with_its_name(monkeypatch):
    monkeypatch.setenv("OSMOSE_DEBUG", "perhaps")

    with pytest.raises(BadSetting, match=r"^OSMOSE_DEBUG is 'perhaps': "):
        read_settings()


SECRETS = ("SMTP_PASSWORD", "OIDC_CLIENT_SECRET", "KEYS", "DATABASE_URL")


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_cannot_be_used_is_told_without_its_value(name):
    with pytest.raises(ValidationError) as met:
        Settings(**{name.lower(): [{"marker-of-a-secret": 1}]})

    assert str(told(met.value)).startswith(f"OSMOSE_{name} cannot be used: ")
    assert "marker" not in f"{told(met.value)} {met.value}"


def test_no_secret_stands_among_the_settings_as_they_are_shown(monkeypatch):
    for name in SECRETS:
        monkeypatch.setenv(f"OSMOSE_{name}", "postgresql://osmose:marker-of-a-secret@db/osmose")

    settings = read_settings()

    assert "marker" not in f"{settings} {settings!r} {settings.model_dump_json(exclude={'database_url'})}"
    assert settings.keys[0].get_secret_value().endswith("@db/osmose")
