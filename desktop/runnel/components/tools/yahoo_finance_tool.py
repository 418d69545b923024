"""Figures and news of companies, from Yahoo Finance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.components.tools.search_tool import plain_tool
from runnel.components.tools.yahoo_finance import EVENTS, MODULES, STATEMENTS, list_events, list_news, list_statement
from runnel.components.tools.yahoo_finance import quote_summary as summarize
from runnel.sdk import Component, ComponentError, Context, Data, DropdownInput, IntInput, MessageTextInput, Output, Tool

METHODS = (
    *("get_info", "get_news", "get_actions", "get_analysis", "get_balance_sheet", "get_calendar", "get_cashflow"),
    *("get_institutional_holders", "get_recommendations", "get_sustainability", "get_major_holders"),
    *("get_mutualfund_holders", "get_insider_purchases", "get_insider_transactions", "get_insider_roster_holders"),
    *("get_dividends", "get_capital_gains", "get_splits", "get_shares", "get_fast_info", "get_sec_filings"),
    *("get_recommendations_summary", "get_upgrades_downgrades", "get_earnings", "get_income_stmt"),
)


class YahooFinanceTool(Component):
    """Look up figures and news of a company by the symbol of its stock, at Yahoo Finance."""

    display_name = "Yahoo Finance"
    is_repeatable = False
    icon = "trending-up"
    needs = "net"
    inputs = (
        MessageTextInput("symbol", "Stock Symbol", info="Such as AAPL or SAP.DE; an agent fills it in by itself."),
        DropdownInput("method", "Data Method", options=METHODS, value="get_news", info="What to look up."),
        IntInput("num_news", "Number of News", value=5, info="How many news to pass on at most."),
    )
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data"),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool"),
    )

    async def run_model(
        self, context: Context, symbol: str = "", method: str = "get_news", num_news: int | None = 5
    ) -> list[Data]:
        """A record per piece of news, date, holder …; those of figures have them as lines in ``text`` too."""
        wanted = symbol.strip().upper()
        if not wanted:
            raise ComponentError(
                f"{context.display_name} was not asked.",
                "No symbol is given.",
                "Write one, such as AAPL.",
                field="symbol",
            )
        if method == "get_news":
            return await list_news(context, wanted, 5 if num_news is None else num_news)
        if method in EVENTS:
            found = await list_events(context, wanted, EVENTS[method])
        elif method in STATEMENTS:
            found = await list_statement(context, wanted, STATEMENTS[method])
        elif method in MODULES:
            found = await summarize(context, wanted, MODULES[method])
        else:
            raise ComponentError(
                f"{context.display_name} was not asked.",
                f'There is no method "{method}".',
                f"Choose one of: {', '.join(METHODS)}.",
                field="method",
            )
        return [Data({"text": "\n".join(f"{name}: {value}" for name, value in row.items()), **row}) for row in found]

    def build_tool(self, context: Context, method: str = "get_news", num_news: int | None = 5) -> Tool:
        """The same for an agent: ``yahoo_finance(symbol, method, num_news)``."""

        async def look_up(arguments: Mapping[str, Any]) -> list[Data]:
            asked = str(arguments.get("method") or method)
            number = arguments.get("num_news")
            number = number if isinstance(number, int) else num_news
            records = await self.run_model(context, str(arguments.get("symbol") or ""), asked, number)
            # The lines of `text` say the same again.
            return [Data({key: value for key, value in each.data.items() if key != "text"}) for each in records]

        fields = {
            "symbol": {"type": "string", "description": "The stock's symbol, such as AAPL."},
            "method": {"type": "string", "enum": list(METHODS), "description": f"What to look up; usually {method}."},
            "num_news": {"type": "integer", "description": "How many news at most."},
        }
        return plain_tool("yahoo_finance", self.description(), fields, ("symbol",), look_up)
