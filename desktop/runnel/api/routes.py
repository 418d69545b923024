"""THE table: every route of the API, one line each. Order counts only among templates of equally many parts."""

from __future__ import annotations

from runnel.api import docs
from runnel.api.endpoint import Endpoint
from runnel.api.v1 import about, api_key, config, data_folder, health, login, models, preferences, users, version
from runnel.schemas.detail import Detail
from runnel.schemas.login import LogoutResult, Tokens

ROUTES: tuple[Endpoint, ...] = (
    # The server itself
    Endpoint("GET", "/health", health.get_health, tag="Server", access="none"),
    Endpoint("GET", "/health_check", health.get_health_check, tag="Server", access="none", errors=(500,)),
    Endpoint("GET", "/api/v1/version", version.get_version, tag="Server", access="none"),
    Endpoint("GET", "/api/v1/config", config.get_config, tag="Server", access="none"),
    Endpoint("GET", "/openapi.json", docs.get_openapi, access="none"),
    Endpoint("GET", "/docs", docs.show_docs, access="none"),
    Endpoint("GET", "/redoc", docs.show_docs, access="none"),
    # Login
    Endpoint("POST", "/api/v1/login", login.login, tag="Login", access="none", errors=(400, 401), answers=Tokens),
    Endpoint("GET", "/api/v1/auto_login", login.auto_login, tag="Login", access="none", errors=(400,), answers=Tokens),
    Endpoint(
        "POST", "/api/v1/refresh", login.refresh_tokens, tag="Login", access="none", errors=(401,), answers=Tokens
    ),
    Endpoint("POST", "/api/v1/logout", login.logout, tag="Login", access="none", answers=LogoutResult),
    # Users
    Endpoint("POST", "/api/v1/users/", users.create_user, 201, tag="Users", access="none", errors=(400,)),
    Endpoint("GET", "/api/v1/users/", users.list_users, tag="Users", errors=(403,)),
    Endpoint("GET", "/api/v1/users/whoami", users.whoami, tag="Users"),
    Endpoint("PATCH", "/api/v1/users/{user_id}", users.update_user, tag="Users", errors=(400, 403, 404)),
    Endpoint("PATCH", "/api/v1/users/{user_id}/reset-password", users.reset_password, tag="Users", errors=(400, 404)),
    Endpoint("DELETE", "/api/v1/users/{user_id}", users.delete_user, tag="Users", errors=(400, 403, 404)),
    # API keys
    Endpoint("GET", "/api/v1/api_key/", api_key.list_api_keys, tag="API keys"),
    Endpoint("POST", "/api/v1/api_key/", api_key.create_api_key, tag="API keys"),
    Endpoint("POST", "/api/v1/api_key/store", api_key.save_store_key, tag="API keys", answers=Detail),
    Endpoint("DELETE", "/api/v1/api_key/{api_key_id}", api_key.delete_api_key, tag="API keys", errors=(400,)),
    # Models (ours)
    Endpoint("GET", "/api/v1/models", models.list_models, tag="runnel"),
    Endpoint("PATCH", "/api/v1/models", models.update_models, tag="runnel", errors=(400,)),
    Endpoint("POST", "/api/v1/models/addresses", models.create_model_address, 201, tag="runnel", errors=(400, 409)),
    Endpoint(
        "DELETE", "/api/v1/models/addresses/{address_id}", models.delete_model_address, 204, tag="runnel", errors=(404,)
    ),
    Endpoint("POST", "/api/v1/models/test", models.try_model_address, tag="runnel", errors=(400,)),
    # This computer (ours)
    Endpoint("GET", "/api/v1/about", about.get_about, tag="runnel", access="none"),
    Endpoint("GET", "/api/v1/data_folder", data_folder.get_data_folder, tag="runnel"),
    Endpoint("GET", "/api/v1/preferences", preferences.get_preferences, tag="runnel"),
    Endpoint("PATCH", "/api/v1/preferences", preferences.update_preferences, tag="runnel"),
)
