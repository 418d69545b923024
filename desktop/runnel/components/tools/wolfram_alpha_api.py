"""Answers of Wolfram|Alpha."""

from __future__ import annotations

from typing import Any

from runnel.components.tools.search_tool import search_outputs, search_tool
from runnel.sdk import Component, ComponentError, Context, Data, MultilineInput, SecretStrInput, Tool
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://api.wolframalpha.com/v2/query"


class WolframAlphaAPI(Component):
    """Let Wolfram|Alpha work something out: sums, units, facts, data."""

    display_name = "WolframAlpha API"
    is_repeatable = False
    icon = "WolframAlphaAPI"
    needs = "key"
    inputs = (
        MultilineInput("input_value", "Input Query", info="A question, in English; an agent fills it in by itself."),
        SecretStrInput(
            "app_id",
            "App ID",
            required=True,
            is_variable_optional=True,
            info="Name of the variable that holds the App ID.",
        ),
    )
    outputs = search_outputs("app_id")

    async def run_model(self, context: Context, input_value: str = "", app_id: str = "") -> list[Data]:
        """One record: ``text``, how the question was understood and the answer, and ``pods``, all parts by title."""
        need_key(context, app_id, "Wolfram|Alpha", "app_id")
        params = {"input": input_value, "appid": app_id, "output": "json", "format": "plaintext"}
        found = (await ask_json(context, "Wolfram|Alpha", "GET", ADDRESS, params=params)).get("queryresult") or {}
        if error := found.get("error"):
            said = error.get("msg") if isinstance(error, dict) else "no reason"
            raise ComponentError("Wolfram|Alpha gave no answer.", f"It says: {said}.", "Check the App ID.")
        pods = found.get("pods") or []
        if not found.get("success") or not pods:
            raise ComponentError(
                "Wolfram|Alpha gave no answer.",
                "It does not understand the question.",
                "Ask it in other words.",
                field="input_value",
            )
        answer = next((pod for pod in pods if pod.get("primary")), pods[min(1, len(pods) - 1)])
        text = _text(pods[0]) if pods[0] is answer else f"{_text(pods[0])} = {_text(answer)}"
        return [Data({"text": text, "pods": {str(pod.get("title", "")): _text(pod) for pod in pods if _text(pod)}})]

    def build_tool(self, context: Context, app_id: str = "") -> Tool:
        """The same for an agent: ``wolfram_alpha(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, query, app_id)

        need_key(context, app_id, "Wolfram|Alpha", "app_id")
        return search_tool("wolfram_alpha", self.description(), search, about="A question, in English.")


def _text(pod: dict[str, Any]) -> str:
    parts = (str(part.get("plaintext") or "").strip() for part in pod.get("subpods") or [])
    return "\n".join(filter(None, parts))
