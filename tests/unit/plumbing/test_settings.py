"""Settings: what does not fit is refused in one clear line each; what is secret is never shown."""

import pytest

from palabre.plumbing import settings


def test_defaults_hold_where_nothing_is_said():
    read = settings.read({})
    assert read.port == 8080 and read.voice is True and read.database_url == ""


def test_the_command_line_goes_before_the_environment():
    read = settings.read({"PALABRE_PORT": "9000", "PALABRE_VOICE": "false"}, port=9001)
    assert read.port == 9001 and read.voice is False


def test_everything_refused_is_told_at_once_one_line_each():
    with pytest.raises(settings.SettingsRefused) as refused:
        settings.read({"PALABRE_PORT": "99999", "PALABRE_LOG_LEVEL": "loud", "PALABRE_STOP_SECONDS": "soon"})
    lines = str(refused.value).splitlines()
    assert [line.split("=")[0] for line in lines] == ["PALABRE_PORT", "PALABRE_LOG_LEVEL", "PALABRE_STOP_SECONDS"]


def test_a_secret_is_shown_nowhere():
    read = settings.read({"PALABRE_NATS_URL": "nats://core:hunter2@127.0.0.1:1"})
    assert "hunter2" not in repr(read) and "hunter2" not in str(read)
    with pytest.raises(settings.SettingsRefused) as refused:
        settings.read({"PALABRE_ARI_PASSWORD": "hunter2" * 100})
    assert "hunter2" not in str(refused.value)


def test_a_child_is_told_exactly_what_is_named():
    read = settings.read({"PALABRE_NATS_URL": "nats://x", "PALABRE_ARI_PASSWORD": "p", "PALABRE_VOICE": "false"})
    assert settings.environment_of(read, "nats_url", "voice") == {
        "PALABRE_NATS_URL": "nats://x",
        "PALABRE_VOICE": "false",
    }


def test_every_setting_says_what_it_is_for():
    for row in settings.describe():
        assert row["what"], row["variable"]
