"""Health, version and configuration, as clients first ask for them."""

from __future__ import annotations

from tests.conftest import RunningApp, StartApp


def test_health_and_parts_answer(shared_app: RunningApp) -> None:
    assert shared_app.client.get("/health").json() == {"status": "ok"}
    assert shared_app.client.get("/health_check").json() == {"status": "ok", "chat": "ok", "db": "ok"}


def test_version_is_that_of_the_spoken_api(shared_app: RunningApp) -> None:
    expected = {"version": "1.1.1", "main_version": "1.1.1", "package": "Langflow"}
    assert shared_app.client.get("/api/v1/version").json() == expected


def test_config_follows_the_upload_limit(start_app: StartApp) -> None:
    app = start_app(max_file_size_upload=7)
    assert app.client.get("/api/v1/config").json() == {
        "feature_flags": {"mvp_components": False},
        "frontend_timeout": 0,
        "auto_saving": True,
        "auto_saving_interval": 1000,
        "health_check_max_retries": 5,
        "max_file_size_upload": 7,
    }
