"""Things and what is known of them, from Wikidata."""

from __future__ import annotations

from runnel.components.tools.search_tool import search_outputs, search_tool
from runnel.sdk import Component, ComponentError, Context, Data, MultilineInput, Tool
from runnel.web.json_service import ask_json

ADDRESS = "https://www.wikidata.org/w/api.php"


class WikidataAPI(Component):
    """Find things (people, places, works …) by name in Wikidata."""

    display_name = "Wikidata API"
    is_repeatable = False
    icon = "Wikipedia"
    needs = "net"
    inputs = (MultilineInput("query", "Query", required=True, info="A name; an agent fills it in by itself."),)
    outputs = search_outputs("query")

    async def run_model(self, context: Context, query: str = "") -> list[Data]:
        """A record per thing: text (``name: what it is``), label, id, url, description, concepturi."""
        if not query.strip():
            raise ComponentError("Wikidata was not asked.", "The query is empty.", "Write a name.", field="query")
        params = {"action": "wbsearchentities", "format": "json", "search": query.strip(), "language": "en"}
        found = await ask_json(context, "Wikidata", "GET", ADDRESS, params=params)
        if error := found.get("error"):
            raise ComponentError("Wikidata gave no answer.", f"It says: {error.get('info')}.", field="query")
        return [
            Data(
                {
                    "text": f"{thing.get('label', '')}: {thing.get('description', '')}",
                    **{name: thing.get(name, "") for name in ("label", "id", "url", "description", "concepturi")},
                }
            )
            for thing in found.get("search") or []
        ]

    def build_tool(self, context: Context) -> Tool:
        """The search for an agent: ``wikidata(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, query)

        return search_tool("wikidata", self.description(), search, about="The name of a thing.")
