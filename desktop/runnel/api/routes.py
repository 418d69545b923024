"""THE table: every route of the API, one line each. Order counts only among templates of equally many parts."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from runnel.api import docs, launch
from runnel.api.endpoint import Endpoint, Upload
from runnel.api.v1 import (
    about,
    all,
    api_key,
    backups,
    build,
    config,
    custom_component,
    data_folder,
    files,
    flows,
    folders,
    health,
    legacy,
    login,
    logs,
    models,
    monitor,
    page_state,
    preferences,
    profile_pictures,
    questions,
    responses,
    run,
    runs,
    starter_projects,
    store,
    task,
    trash,
    trust,
    users,
    validate,
    variables,
    version,
    webhook,
    welcome,
    window,
)
from runnel.api.v2 import files as user_files
from runnel.schemas.build import JobCreated
from runnel.schemas.detail import Detail
from runnel.schemas.flow import FlowHeader, FlowPage, FlowRead
from runnel.schemas.folder import FolderWithFlows, FolderWithPage
from runnel.schemas.login import LogoutResult, Tokens
from runnel.schemas.run import RunRead, WebhookRead
from runnel.schemas.store import StoreComponentCreate, StoreComponentUpdate

_FLOW_LISTS = (list[FlowRead], list[FlowHeader], FlowPage)

_ROUTES: tuple[Endpoint, ...] = (
    # The server itself
    Endpoint("GET", "/health", health.get_health, tag="Server", access="open"),
    Endpoint("GET", "/health_check", health.get_health_check, tag="Server", access="open", errors=(500,)),
    Endpoint("GET", "/api/v1/version", version.get_version, tag="Server", access="open"),
    Endpoint("GET", "/api/v1/config", config.get_config, tag="Server", access="open"),
    Endpoint("GET", "/openapi.json", docs.get_openapi, access="open"),
    Endpoint("GET", "/docs", docs.show_docs, access="open"),
    Endpoint("GET", "/redoc", docs.show_docs, access="open"),
    Endpoint("GET", "/launch/{token}", launch.launch, access="open"),
    # Login
    Endpoint("POST", "/api/v1/login", login.login, tag="Login", access="open", errors=(400, 401), answers=Tokens),
    Endpoint("GET", "/api/v1/auto_login", login.auto_login, tag="Login", access="open", errors=(400,), answers=Tokens),
    Endpoint(
        "POST", "/api/v1/refresh", login.refresh_tokens, tag="Login", access="open", errors=(401,), answers=Tokens
    ),
    Endpoint("POST", "/api/v1/logout", login.logout, tag="Login", access="open", answers=LogoutResult),
    Endpoint("POST", "/api/v1/page_login", login.log_page_in, 204, tag="runnel", access="open", errors=(400, 401)),
    Endpoint("DELETE", "/api/v1/page_login", login.log_page_out, 204, tag="runnel", access="open"),
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
    Endpoint("POST", "/api/v1/api_key/store", api_key.save_store_key, tag="API keys", errors=(400,), answers=Detail),
    Endpoint("DELETE", "/api/v1/api_key/{api_key_id}", api_key.delete_api_key, tag="API keys", errors=(400,)),
    # Flows
    Endpoint("POST", "/api/v1/flows/", flows.create_flow, 201, tag="Flows"),
    Endpoint(
        "GET", "/api/v1/flows/", flows.list_flows, tag="Flows", answers=(list[FlowRead], list[FlowHeader], FlowPage)
    ),
    Endpoint("DELETE", "/api/v1/flows/", flows.delete_flows, tag="Flows"),
    Endpoint("POST", "/api/v1/flows/batch/", flows.create_flows, 201, tag="Flows"),
    Endpoint("POST", "/api/v1/flows/upload/", flows.upload_flows, 201, tag="Flows", errors=(400, 404, 413)),
    Endpoint("POST", "/api/v1/flows/download/", flows.download_flows, tag="Flows", errors=(404,), answers=FlowRead),
    Endpoint("GET", "/api/v1/flows/basic_examples/", flows.list_basic_examples, tag="Flows", access="none"),
    Endpoint(
        "POST", "/api/v1/flows/local_file", flows.import_local_file, 201, tag="runnel", errors=(400, 403, 404, 413)
    ),
    Endpoint("GET", "/api/v1/flows/{flow_id}/file", flows.get_flow_file, tag="runnel", errors=(404,), answers=FlowRead),
    Endpoint("GET", "/api/v1/flows/summaries", flows.list_summaries, tag="runnel"),
    Endpoint("GET", "/api/v1/flows/{flow_id}", flows.get_flow, tag="Flows", errors=(404,), answers=FlowRead),
    Endpoint(
        "PATCH",
        "/api/v1/flows/{flow_id}",
        flows.update_flow,
        tag="Flows",
        errors=(400, 403, 404, 409),
        answers=FlowRead,
    ),
    Endpoint(
        "PATCH",
        "/api/v1/flows/{flow_id}/data",
        flows.update_flow_data,
        204,
        tag="runnel",
        errors=(400, 403, 404, 409),
    ),
    Endpoint("DELETE", "/api/v1/flows/{flow_id}", flows.delete_flow, tag="Flows", errors=(404,)),
    Endpoint("GET", "/api/v1/flows/{flow_id}/revisions", flows.list_revisions, tag="runnel", errors=(404,)),
    Endpoint("POST", "/api/v1/flows/{flow_id}/revisions", flows.create_restore_point, 201, tag="runnel", errors=(404,)),
    Endpoint("GET", "/api/v1/flows/{flow_id}/revisions/{revision_id}", flows.get_revision, tag="runnel", errors=(404,)),
    Endpoint(
        "POST",
        "/api/v1/flows/{flow_id}/revisions/{revision_id}/restore",
        flows.restore_revision,
        tag="runnel",
        errors=(404,),
        answers=FlowRead,
    ),
    # Folders
    Endpoint("GET", "/api/v1/folders/", folders.list_folders, tag="Folders"),
    Endpoint("POST", "/api/v1/folders/", folders.create_folder, 201, tag="Folders"),
    Endpoint("POST", "/api/v1/folders/upload/", folders.upload_folder, 201, tag="Folders", errors=(400, 413)),
    Endpoint(
        "GET",
        "/api/v1/folders/download/{folder_id}",
        folders.download_folder,
        tag="Folders",
        errors=(404,),
        media_type="application/x-zip-compressed",
    ),
    Endpoint(
        "GET",
        "/api/v1/folders/{folder_id}",
        folders.get_folder,
        tag="Folders",
        errors=(404,),
        answers=(FolderWithFlows, FolderWithPage),
    ),
    Endpoint("PATCH", "/api/v1/folders/{folder_id}", folders.update_folder, tag="Folders", errors=(400, 404)),
    Endpoint("DELETE", "/api/v1/folders/{folder_id}", folders.delete_folder, 204, tag="Folders", errors=(404,)),
    # The trash (ours)
    Endpoint("GET", "/api/v1/trash", trash.list_trash, tag="runnel"),
    Endpoint("DELETE", "/api/v1/trash", trash.empty_trash, 204, tag="runnel"),
    Endpoint("POST", "/api/v1/trash/flows/{flow_id}/restore", trash.restore_flow, tag="runnel", errors=(404,)),
    Endpoint("DELETE", "/api/v1/trash/flows/{flow_id}", trash.delete_trashed_flow, 204, tag="runnel", errors=(404,)),
    Endpoint("POST", "/api/v1/trash/folders/{folder_id}/restore", trash.restore_folder, tag="runnel", errors=(404,)),
    Endpoint(
        "DELETE", "/api/v1/trash/folders/{folder_id}", trash.delete_trashed_folder, 204, tag="runnel", errors=(404,)
    ),
    # Files
    Endpoint(
        "POST",
        "/api/v1/files/upload/{flow_id}",
        files.upload_file,
        201,
        tag="Files",
        errors=(400, 404, 413),
        reads=Upload,
    ),
    Endpoint("GET", "/api/v1/files/list/{flow_id}", files.list_files, tag="Files", errors=(404,)),
    Endpoint(
        "GET",
        "/api/v1/files/download/{flow_id}/{file_name}",
        files.download_file,
        tag="Files",
        access="none",
        errors=(404,),
        media_type="application/octet-stream",
    ),
    Endpoint(
        "GET",
        "/api/v1/files/images/{flow_id}/{file_name}",
        files.get_image,
        tag="Files",
        access="none",
        errors=(404, 415),
        media_type="image/*",
    ),
    Endpoint("DELETE", "/api/v1/files/delete/{flow_id}/{file_name}", files.delete_file, tag="Files", errors=(404,)),
    Endpoint(
        "POST",
        "/api/v1/upload/{flow_id}",
        files.upload_file_by_content,
        201,
        tag="Files",
        access="none",
        errors=(413,),
        reads=Upload,
    ),
    # Variables
    Endpoint("GET", "/api/v1/variables/", variables.list_variables, tag="Variables"),
    Endpoint("POST", "/api/v1/variables/", variables.create_variable, 201, tag="Variables", errors=(400,)),
    Endpoint("PATCH", "/api/v1/variables/{variable_id}", variables.update_variable, tag="Variables", errors=(400, 404)),
    Endpoint(
        "DELETE", "/api/v1/variables/{variable_id}", variables.delete_variable, 204, tag="Variables", errors=(404,)
    ),
    # Monitor
    Endpoint("GET", "/api/v1/monitor/builds", monitor.list_builds, tag="Monitor", access="none"),
    Endpoint("DELETE", "/api/v1/monitor/builds", monitor.delete_builds, 204, tag="Monitor", access="none"),
    Endpoint("GET", "/api/v1/monitor/messages", monitor.list_messages, tag="Monitor", access="none", errors=(400,)),
    Endpoint("DELETE", "/api/v1/monitor/messages", monitor.delete_messages, 204, tag="Monitor"),
    Endpoint("GET", "/api/v1/monitor/messages/sessions", monitor.list_sessions, tag="Monitor", access="none"),
    Endpoint("PUT", "/api/v1/monitor/messages/{message_id}", monitor.update_message, tag="Monitor", errors=(404,)),
    Endpoint(
        "POST",
        "/api/v1/monitor/messages/{message_id}/branch",
        monitor.branch_session,
        201,
        tag="runnel",
        errors=(404,),
    ),
    Endpoint(
        "PATCH",
        "/api/v1/monitor/messages/session/{session_id}",
        monitor.rename_session,
        tag="Monitor",
        errors=(404,),
    ),
    Endpoint(
        "DELETE",
        "/api/v1/monitor/messages/session/{session_id}",
        monitor.delete_session,
        204,
        tag="Monitor",
        access="none",
    ),
    Endpoint("GET", "/api/v1/monitor/transactions", monitor.list_transactions, tag="Monitor", access="none"),
    # Runs (ours)
    Endpoint("GET", "/api/v1/runs", runs.list_runs, tag="runnel"),
    Endpoint("DELETE", "/api/v1/runs", runs.delete_runs, 204, tag="runnel"),
    Endpoint("GET", "/api/v1/runs/{run_id}", runs.get_run, tag="runnel", errors=(404,)),
    Endpoint("DELETE", "/api/v1/runs/{run_id}", runs.delete_run, 204, tag="runnel", errors=(404,)),
    Endpoint("POST", "/api/v1/runs/{run_id}/repeat", runs.repeat_run, tag="runnel", errors=(400, 404, 409)),
    # Files of a user (later API)
    Endpoint("POST", "/api/v2/files", user_files.upload_user_file, 201, tag="Files", errors=(413,), reads=Upload),
    Endpoint("POST", "/api/v2/files/", user_files.upload_user_file, 201),
    Endpoint("GET", "/api/v2/files", user_files.list_user_files, tag="Files"),
    Endpoint("DELETE", "/api/v2/files", user_files.delete_all_user_files, tag="Files"),
    Endpoint(
        "POST",
        "/api/v2/files/batch/",
        user_files.download_user_files,
        tag="Files",
        errors=(404,),
        media_type="application/x-zip-compressed",
    ),
    Endpoint("DELETE", "/api/v2/files/batch/", user_files.delete_user_files, tag="Files", errors=(404,)),
    Endpoint(
        "GET",
        "/api/v2/files/{file_id}",
        user_files.download_user_file,
        tag="Files",
        errors=(404,),
        media_type="application/octet-stream",
    ),
    Endpoint("PUT", "/api/v2/files/{file_id}", user_files.rename_user_file, tag="Files", errors=(404,)),
    Endpoint("DELETE", "/api/v2/files/{file_id}", user_files.delete_user_file, tag="Files", errors=(404,)),
    # The library of shared components
    Endpoint("GET", "/api/v1/store/check/", store.check_store, tag="Store", access="none"),
    Endpoint("GET", "/api/v1/store/check/api_key", store.check_store_key, tag="Store"),
    Endpoint("GET", "/api/v1/store/tags", store.list_store_tags, tag="Store", access="none"),
    Endpoint("GET", "/api/v1/store/components/", store.list_store_components, tag="Store"),
    Endpoint(
        "POST",
        "/api/v1/store/components/",
        store.share_component,
        201,
        tag="Store",
        errors=(400,),
        reads=StoreComponentCreate,
    ),
    Endpoint(
        "GET", "/api/v1/store/components/{component_id}", store.download_component, tag="Store", errors=(400, 404)
    ),
    Endpoint(
        "PATCH",
        "/api/v1/store/components/{component_id}",
        store.update_shared_component,
        201,
        tag="Store",
        errors=(400, 404),
        reads=StoreComponentUpdate,
    ),
    Endpoint(
        "DELETE",
        "/api/v1/store/components/{component_id}",
        store.delete_shared_component,
        204,
        tag="runnel",
        errors=(400, 404),
    ),
    Endpoint("GET", "/api/v1/store/users/likes", store.list_liked_components, tag="Store", errors=(400,)),
    Endpoint("POST", "/api/v1/store/users/likes/{component_id}", store.like_component, tag="Store", errors=(400, 404)),
    # Starter projects and pictures
    Endpoint("GET", "/api/v1/starter-projects/", starter_projects.list_starter_projects, tag="Flows"),
    Endpoint(
        "GET", "/api/v1/files/profile_pictures/list", profile_pictures.list_profile_pictures, tag="Files", access="none"
    ),
    Endpoint(
        "GET",
        "/api/v1/files/profile_pictures/{folder_name}/{file_name}",
        profile_pictures.get_profile_picture,
        tag="Files",
        access="none",
        errors=(404,),
        media_type="image/svg+xml",
    ),
    # Components
    Endpoint("GET", "/api/v1/all", all.get_all, tag="Components", answers=dict[str, dict[str, Any]]),
    Endpoint(
        "POST", "/api/v1/custom_component", custom_component.create_custom_component, tag="Components", errors=(400,)
    ),
    Endpoint(
        "POST",
        "/api/v1/custom_component/update",
        custom_component.update_custom_component,
        tag="Components",
        errors=(400,),
    ),
    Endpoint("POST", "/api/v1/validate/code", validate.validate_code, tag="Components", access="none"),
    Endpoint(
        "POST", "/api/v1/validate/prompt", validate.validate_prompt, tag="Components", access="none", errors=(400,)
    ),
    # Build
    Endpoint(
        "POST",
        "/api/v1/build/{flow_id}/flow",
        build.build_flow,
        tag="Build",
        answers=JobCreated,
        streams_as="application/x-ndjson",
    ),
    Endpoint("GET", "/api/v1/build/jobs", build.list_jobs, tag="runnel"),
    Endpoint("GET", "/api/v1/questions", questions.list_questions, tag="runnel"),
    Endpoint(
        "POST", "/api/v1/questions/{question_id}", questions.answer_question, tag="runnel", errors=(400, 404, 409)
    ),
    Endpoint(
        "GET",
        "/api/v1/build/{job_id}/events",
        build.follow_job,
        tag="Build",
        access="none",
        errors=(404,),
        media_type="application/x-ndjson",
    ),
    Endpoint("POST", "/api/v1/build/{job_id}/cancel", build.cancel_job, tag="Build", access="none", errors=(404,)),
    Endpoint(
        "POST",
        "/api/v1/build/{flow_id}/vertices",
        build.order_vertices,
        tag="Build",
        access="none",
        errors=(400, 404),
    ),
    Endpoint(
        "POST",
        "/api/v1/build/{flow_id}/vertices/{vertex_id}",
        build.build_vertex,
        tag="Build",
        errors=(400, 404),
        answers=dict[str, Any],
        stops_with_client=True,
    ),
    Endpoint(
        "GET",
        "/api/v1/build/{flow_id}/{vertex_id}/stream",
        build.stream_vertex,
        tag="Build",
        access="none",
        media_type="text/event-stream",
    ),
    # Run
    Endpoint(
        "POST",
        "/api/v1/run/{flow_id_or_name}",
        run.run_flow,
        tag="Run",
        access="key",
        errors=(400, 404, 500),
        answers=RunRead,
        streams_as="text/event-stream",
        stops_with_client=True,
        finds=run.find_flow,
    ),
    Endpoint(
        "POST",
        "/api/v1/run/advanced/{flow_id}",
        run.run_flow_advanced,
        tag="Run",
        access="key",
        errors=(404, 500),
        stops_with_client=True,
    ),
    Endpoint(
        "POST",
        "/api/v1/responses",
        responses.create_response,
        tag="Run",
        access="key",
        errors=(400, 404, 500),
        streams_as="text/event-stream",
        stops_with_client=True,
    ),
    Endpoint(
        "POST",
        "/api/v1/webhook/{flow_id_or_name}",
        webhook.run_webhook,
        202,
        tag="Run",
        access="none",
        errors=(400, 404),
        reads=dict[str, Any],
        answers=WebhookRead,
    ),
    # Logs
    Endpoint("GET", "/logs", logs.get_logs, tag="Logs", access="none", errors=(400, 501)),
    Endpoint(
        "GET",
        "/logs-stream",
        logs.stream_logs,
        tag="Logs",
        access="none",
        errors=(501,),
        media_type="text/event-stream",
    ),
    # Tasks, and routes of the past
    Endpoint("GET", "/api/v1/task/{task_id}", task.get_task, tag="Run", access="none", errors=(404,)),
    Endpoint("POST", "/api/v1/process/{flow_id}", legacy.process_flow, tag="Run", access="key", errors=(400,)),
    Endpoint("POST", "/api/v1/predict/{flow_id}", legacy.predict_flow, tag="Run", access="key", errors=(400,)),
    # Models (ours)
    Endpoint("GET", "/api/v1/models", models.list_models, tag="runnel"),
    Endpoint("PATCH", "/api/v1/models", models.update_models, tag="runnel", errors=(400,)),
    Endpoint("POST", "/api/v1/models/addresses", models.create_model_address, 201, tag="runnel", errors=(400, 409)),
    Endpoint(
        "DELETE", "/api/v1/models/addresses/{address_id}", models.delete_model_address, 204, tag="runnel", errors=(404,)
    ),
    Endpoint("POST", "/api/v1/models/test", models.try_model_address, tag="runnel", errors=(400,)),
    # Code that the user trusts (ours)
    Endpoint("GET", "/api/v1/trust", trust.list_trust, tag="runnel", access="session"),
    Endpoint("POST", "/api/v1/trust", trust.create_trust, 201, tag="runnel", access="session"),
    Endpoint("POST", "/api/v1/trust/check", trust.check_trust, tag="runnel", access="session", errors=(400,)),
    Endpoint(
        "DELETE", "/api/v1/trust/{digest}", trust.delete_trust, 204, tag="runnel", access="session", errors=(404,)
    ),
    # The native window (ours)
    Endpoint("GET", "/api/v1/window", window.get_window, tag="runnel"),
    Endpoint("GET", "/api/v1/window/events", window.follow_window, tag="runnel", access="session", errors=(403, 409)),
    Endpoint("POST", "/api/v1/window/save", window.save_file, tag="runnel", access="session", errors=(403, 409, 500)),
    Endpoint("POST", "/api/v1/window/open", window.open_files, tag="runnel", access="session", errors=(403, 409)),
    Endpoint(
        "GET",
        "/api/v1/window/files/{file_id}",
        window.read_lent_file,
        tag="runnel",
        access="session",
        media_type="application/octet-stream",
        errors=(400, 403, 404, 409),
    ),
    Endpoint(
        "POST", "/api/v1/window/theme", window.set_window_theme, 204, tag="runnel", access="session", errors=(403, 409)
    ),
    Endpoint("POST", "/api/v1/window/quit", window.quit_window, 204, tag="runnel", access="session", errors=(403, 409)),
    Endpoint("POST", "/api/v1/window/show", window.show_window, tag="runnel", access="session", errors=(400,)),
    Endpoint(
        "POST", "/api/v1/window/folder", window.show_data_folder, 204, tag="runnel", access="session", errors=(500,)
    ),
    Endpoint(
        "POST",
        "/api/v1/crash_report/show",
        window.show_crash_report,
        204,
        tag="runnel",
        access="session",
        errors=(404, 500),
    ),
    Endpoint("POST", "/api/v1/crash_report/told", window.forget_crash, 204, tag="runnel"),
    # This computer (ours)
    Endpoint("GET", "/api/v1/about", about.get_about, tag="runnel", access="none"),
    Endpoint("GET", "/api/v1/about/licences", about.get_licences, tag="runnel", access="none"),
    Endpoint("GET", "/api/v1/data_folder", data_folder.get_data_folder, tag="runnel"),
    Endpoint("GET", "/api/v1/data_folder/log", data_folder.get_log, tag="runnel"),
    Endpoint("POST", "/api/v1/data_folder/reset", backups.reset_data, tag="runnel", errors=(409,)),
    Endpoint("GET", "/api/v1/backups", backups.list_backups, tag="runnel"),
    Endpoint("POST", "/api/v1/backups", backups.create_backup, 201, tag="runnel"),
    Endpoint("DELETE", "/api/v1/backups/{name}", backups.delete_backup, 204, tag="runnel", errors=(404,)),
    Endpoint("POST", "/api/v1/backups/{name}/restore", backups.restore_backup, tag="runnel", errors=(404, 409)),
    Endpoint("GET", "/api/v1/welcome", welcome.get_welcome, tag="runnel"),
    Endpoint("POST", "/api/v1/welcome/seen", welcome.mark_welcome_seen, 204, tag="runnel"),
    Endpoint("GET", "/api/v1/page_state", page_state.get_page_state, tag="runnel"),
    Endpoint("GET", "/api/v1/preferences", preferences.get_preferences, tag="runnel"),
    Endpoint("PATCH", "/api/v1/preferences", preferences.update_preferences, tag="runnel"),
)


def _as_projects(endpoint: Endpoint) -> Endpoint:
    """The same act under the later name of folders."""
    path = endpoint.path.replace("/folders/", "/projects/")
    return replace(endpoint, path=path, tag="Projects", operation=endpoint.name.replace("folder", "project"))


ROUTES = (*_ROUTES, *(_as_projects(endpoint) for endpoint in _ROUTES if endpoint.path.startswith("/api/v1/folders/")))
