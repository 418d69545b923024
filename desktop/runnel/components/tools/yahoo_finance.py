"""Yahoo Finance's addresses, and its answers as plain rows. The service has no contract; what fails is said."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from runnel.sdk import ComponentError, Context, Data
from runnel.web.json_service import ask_json

HOST = "https://query2.finance.yahoo.com"
COOKIE_ADDRESS = "https://fc.yahoo.com"
# Without a browser's name the service sends everybody away.
_HEADERS = {"user-agent": "Mozilla/5.0"}
_VENDOR = "Yahoo Finance"

MODULES = {
    "get_info": ("assetProfile", "summaryDetail", "financialData", "quoteType", "defaultKeyStatistics", "price"),
    "get_fast_info": ("price",),
    "get_analysis": ("earningsTrend",),
    "get_calendar": ("calendarEvents",),
    "get_institutional_holders": ("institutionOwnership",),
    "get_mutualfund_holders": ("fundOwnership",),
    "get_major_holders": ("majorHoldersBreakdown",),
    "get_recommendations": ("recommendationTrend",),
    "get_recommendations_summary": ("recommendationTrend",),
    "get_sustainability": ("esgScores",),
    "get_insider_purchases": ("netSharePurchaseActivity",),
    "get_insider_transactions": ("insiderTransactions",),
    "get_insider_roster_holders": ("insiderHolders",),
    "get_sec_filings": ("secFilings",),
    "get_upgrades_downgrades": ("upgradeDowngradeHistory",),
    "get_earnings": ("earnings",),
}
"""Methods, and the parts of a quote's summary that answer them."""
EVENTS = {
    "get_actions": ("dividends", "splits", "capitalGains"),
    "get_dividends": ("dividends",),
    "get_splits": ("splits",),
    "get_capital_gains": ("capitalGains",),
}
"""Methods, and the events of a price chart that answer them."""
STATEMENTS = {
    "get_income_stmt": (
        *("TotalRevenue", "CostOfRevenue", "GrossProfit", "OperatingExpense", "ResearchAndDevelopment"),
        *("OperatingIncome", "EBITDA", "PretaxIncome", "TaxProvision", "NetIncome", "BasicEPS", "DilutedEPS"),
    ),
    "get_balance_sheet": (
        *("TotalAssets", "CurrentAssets", "CashAndCashEquivalents", "Inventory", "AccountsReceivable", "NetPPE"),
        *("TotalLiabilitiesNetMinorityInterest", "CurrentLiabilities", "TotalDebt", "LongTermDebt"),
        *("StockholdersEquity", "RetainedEarnings", "WorkingCapital", "OrdinarySharesNumber"),
    ),
    "get_cashflow": (
        *("OperatingCashFlow", "InvestingCashFlow", "FinancingCashFlow", "FreeCashFlow", "CapitalExpenditure"),
        *("CashDividendsPaid", "RepurchaseOfCapitalStock", "DepreciationAndAmortization", "EndCashPosition"),
    ),
    "get_shares": ("OrdinarySharesNumber", "ShareIssued"),
}
"""Methods, and the lines of yearly statements that answer them."""

Row = dict[str, Any]


async def list_news(context: Context, symbol: str, limit: int) -> list[Data]:
    """A record per article: text (its title), title, link, publisher, published."""
    params = {"q": symbol, "newsCount": str(limit), "quotesCount": "0"}
    found = await _ask(context, "/v1/finance/search", params)
    return [
        Data(
            {
                "text": article.get("title", ""),
                "title": article.get("title", ""),
                "link": article.get("link", ""),
                "publisher": article.get("publisher", ""),
                "published": _day(article.get("providerPublishTime")),
            }
        )
        for article in (found.get("news") or [])[:limit]
    ]


async def list_events(context: Context, symbol: str, kinds: Sequence[str]) -> list[Row]:
    """Dividends, splits and the like since the beginning, the oldest first."""
    params = {"range": "max", "interval": "1d", "events": "div,splits,capitalGains"}
    chart = (await _ask(context, f"/v8/finance/chart/{quote(symbol, safe='')}", params)).get("chart") or {}
    events = (_result(chart, symbol).get("events")) or {}
    rows = [
        {**{name: value for name, value in event.items() if name != "date"}, "kind": kind, "date": event.get("date")}
        for kind in kinds
        for event in (events.get(kind) or {}).values()
    ]
    return [{**row, "date": _day(row["date"])} for row in sorted(rows, key=lambda row: row["date"] or 0)]


async def list_statement(context: Context, symbol: str, lines: Sequence[str]) -> list[Row]:
    """A row per year with these lines of its statement, the newest first."""
    params = {"type": ",".join(f"annual{line}" for line in lines), "period1": "0", "period2": str(int(time.time()))}
    path = f"/ws/fundamentals-timeseries/v1/finance/timeseries/{quote(symbol, safe='')}"
    series = (await _ask(context, path, params)).get("timeseries") or {}
    years: dict[str, Row] = {}
    for each in series.get("result") or []:
        kind = next(iter((each.get("meta") or {}).get("type") or [""]))
        for value in filter(None, each.get(kind) or []):
            row = years.setdefault(str(value.get("asOfDate") or ""), {})
            row[kind.removeprefix("annual")] = _plain(value.get("reportedValue"))
    if not years:
        raise _nothing_known(symbol)
    return [{"date": date, **years[date]} for date in sorted(years, reverse=True)]


async def quote_summary(context: Context, symbol: str, modules: Sequence[str]) -> list[Row]:
    """The parts of a summary: a row per entry where there is one list, else one row of all entries."""
    headers, crumb = await _sign_in(context)
    params = {"modules": ",".join(modules), **({"crumb": crumb} if crumb else {})}
    path = f"/v10/finance/quoteSummary/{quote(symbol, safe='')}"
    summary = (await _ask(context, path, params, headers)).get("quoteSummary") or {}
    parts = _result(summary, symbol)
    entries: Row = {}
    for module in modules:
        entries |= {name: _plain(value) for name, value in (parts.get(module) or {}).items() if name != "maxAge"}
    lists = [value for value in entries.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if len(modules) == 1 and len(lists) == 1:
        return [dict(row) for row in lists[0]]
    return [entries]


async def _sign_in(context: Context) -> tuple[dict[str, str], str]:
    """The headers and the crumb with which summaries are given; without them the service decides."""
    cookies = (await context.http.request("GET", COOKIE_ADDRESS, headers=_HEADERS)).headers.get("set-cookie", "")
    found = re.match(r"\s*([^=;,\s]+=[^;]+)", cookies)
    headers = {**_HEADERS, **({"cookie": found.group(1)} if found else {})}
    answer = await context.http.request("GET", f"{HOST}/v1/test/getcrumb", headers=headers)
    return headers, answer.text.strip() if answer.status == 200 else ""


async def _ask(
    context: Context, path: str, params: dict[str, str], headers: dict[str, str] | None = None
) -> dict[str, Any]:
    found = await ask_json(context, _VENDOR, "GET", f"{HOST}{path}", params=params, headers=headers or _HEADERS)
    return found if isinstance(found, dict) else {}


def _result(answer: dict[str, Any], symbol: str) -> dict[str, Any]:
    if not answer.get("result"):
        raise _nothing_known(symbol)
    return dict(answer["result"][0] or {})


def _nothing_known(symbol: str) -> ComponentError:
    return ComponentError(
        f"{_VENDOR} knows nothing of that.",
        f"It has no such figures for {symbol}.",
        "Check the symbol, or choose other data.",
        field="symbol",
    )


def _plain(value: Any) -> Any:
    """A figure without the ways in which it is written."""
    if isinstance(value, dict):
        if "raw" in value:
            return value["raw"]
        return {name: _plain(each) for name, each in value.items() if name != "maxAge"} or None
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _day(seconds: Any) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}" if isinstance(seconds, int | float) else ""
