"""A body that works for each operation that takes one, by the operation's name: shown in the OpenAPI document."""

from __future__ import annotations

from typing import Any

_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
_GRAPH: dict[str, Any] = {"nodes": [], "edges": []}
_CODE = '''from runnel.sdk import Component, Message, Output, TextInput


class Shout(Component):
    """Say it louder."""

    display_name = "Shout"
    inputs = (TextInput("text"),)
    outputs = (Output("loud", method="shout"),)

    def shout(self, text: str) -> Message:
        return Message(text=text.upper())
'''

EXAMPLES: dict[str, Any] = {
    "answer_question": {"answer": "The second one"},
    "branch_session": {"session_id": "another session"},
    "log_page_in": {"api_key": "sk-…"},
    "create_user": {"username": "ada", "password": "a long password"},
    "update_user": {"is_active": True, "profile_image": "Space/046-rocket.svg"},
    "reset_password": {"password": "another long password"},
    "create_api_key": {"name": "My scripts"},
    "save_store_key": {"api_key": "any text"},
    "create_flow": {"name": "My flow", "description": "What it does", "data": _GRAPH},
    "import_local_file": {"path": "/home/ada/My flow.json"},
    "delete_flows": [_ID],
    "create_flows": {"flows": [{"name": "First", "data": _GRAPH}, {"name": "Second", "data": _GRAPH}]},
    "download_flows": [_ID],
    "update_flow": {"name": "A better name", "endpoint_name": "my-flow"},
    "update_flow_data": {"nodes": [{"id": "Shout-a1b2c", "data": {}}, [1, 4]], "edges": [[0, 3]], "rest": {}},
    "create_folder": {"name": "My folder", "flows_list": [_ID]},
    "update_folder": {"name": "A better name", "flows": [_ID]},
    "create_project": {"name": "My project"},
    "update_project": {"name": "A better name"},
    "create_variable": {
        "name": "OPENAI_API_KEY",
        "value": "sk-…",
        "type": "Credential",
        "default_fields": ["api_key"],
    },
    "update_variable": {"value": "sk-…"},
    "delete_messages": [_ID],
    "create_restore_point": {"label": "Before the big change"},
    "update_message": {"text": "What I meant to say"},
    "download_user_files": [_ID],
    "delete_user_files": [_ID],
    "share_component": {"name": "My flow", "description": "What it does", "data": _GRAPH, "tags": ["Chatbots"]},
    "update_shared_component": {"description": "What it really does"},
    "create_custom_component": {"code": _CODE},
    "update_custom_component": {"code": _CODE, "field": "text", "field_value": "hello", "template": {}},
    "validate_code": {"code": _CODE},
    "validate_prompt": {"name": "template", "template": "Say hello to {name}."},
    "build_flow": {"inputs": {"input_value": "hello", "session": "my session"}},
    "order_vertices": {"data": _GRAPH},
    "build_vertex": {"inputs": {"input_value": "hello"}},
    "run_flow": {"input_value": "hello", "session_id": "my session", "tweaks": {"Chat Input": {"sender_name": "Ada"}}},
    "run_flow_advanced": {"inputs": [{"input_value": "hello"}], "outputs": ["Chat Output"]},
    "run_webhook": {"any": "JSON, or text: it goes to the flow's webhook components"},
    "create_response": {"model": "my-flow", "input": "hello"},
    "update_models": {"openai_base_url": "http://127.0.0.1:8080/v1"},
    "create_model_address": {"base_url": "http://127.0.0.1:8080/v1", "name": "My server"},
    "try_model_address": {"base_url": "http://127.0.0.1:8080/v1"},
    "update_preferences": {"theme": "dark"},
    "set_window_theme": {"theme": "dark", "is_dark": True},
    "quit_window": {"runs": "finish"},
    "show_data_folder": {"folder": "logs"},
    "create_trust": {
        "text": "from runnel.sdk import Component\n",
        "name": "My Component",
        "node_id": "MyComponent-Ab3xY",
    },
    "check_trust": {"nodes": []},
}
