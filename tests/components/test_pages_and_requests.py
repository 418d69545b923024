"""Components that go out, against a web server on loopback; our own server is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Json
from tests.conftest import RunningApp


def one(type_key: str, output: str, app: RunningApp, **values: Any) -> Any:
    return Case(type_key, output, values).run(app)


def test_url_gives_a_page_as_it_is_read(shared_app: RunningApp, web: str) -> None:
    (page,) = one("URL", "data", shared_app, urls=[f"{web}/page"])
    assert page == {
        "text": "Bees\n\nBees make honey.\n\nMore",
        "source": f"{web}/page",
        "title": "Bees",
        "language": "en",
        "description": "On bees",
    }


def test_url_adds_the_scheme_and_keeps_the_order(shared_app: RunningApp, web: str) -> None:
    text = one("URL", "text", shared_app, urls=[f"{web}/plain".removeprefix("http://"), f"{web}/page", " "])
    assert text == "plain text\nBees\n\nBees make honey.\n\nMore"


def test_url_gives_the_source_where_asked(shared_app: RunningApp, web: str) -> None:
    (page,) = one("URL", "data", shared_app, urls=[f"{web}/page"], format="Raw HTML")
    assert "<script>no()</script>" in page["text"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("{web}/gone", "/gone was not fetched. Its server answered with status 404."),
        ("http://127.0.0.1:9/x", "http://127.0.0.1:9/x failed. Nothing listens there."),
        ("", "nothing to fetch. No address is given."),
    ],
)
def test_url_says_why_it_failed(shared_app: RunningApp, web: str, url: str, said: str) -> None:
    with pytest.raises(Failed) as caught:
        one("URL", "data", shared_app, urls=[url.format(web=web)])
    assert said in str(caught.value)


@pytest.mark.parametrize("type_key", ["URL", "APIRequest"])
def test_our_own_server_is_refused(shared_app: RunningApp, type_key: str) -> None:
    address = f"{shared_app.url}/api/v1/variables/"
    if type_key == "URL":
        with pytest.raises(Failed, match=r"refused|Runnel"):
            one("URL", "data", shared_app, urls=[address])
    else:
        (record,) = one("APIRequest", "data", shared_app, urls=[address])
        assert record["status_code"] == 500
        assert "result" not in record


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT"])
def test_api_request_sends_what_it_is_given(shared_app: RunningApp, web: str, method: str) -> None:
    values = {"urls": [f"{web}/echo?a=1"], "method": method, "headers": {"X-Token": "t"}, "body": {"n": 1}}
    (record,) = one("APIRequest", "data", shared_app, **values)
    assert record["status_code"] == 200
    assert record["source"] == f"{web}/echo?a=1"
    expected_body = None if method == "GET" else {"n": 1}
    assert record["result"] == {"method": method, "query": {"a": "1"}, "body": expected_body, "token": "t"}
    assert "t" not in record["headers"].values(), "what was sent may hold keys and is not shown"


def test_api_request_takes_records_over_edges(shared_app: RunningApp, web: str) -> None:
    values = {
        "urls": [f"{web}/echo"],
        "method": "POST",
        "body": Json('{"n": [1]}'),
        "query_params": Json('{"q": "x y"}'),
    }
    (record,) = one("APIRequest", "data", shared_app, **values)
    assert record["result"]["body"] == {"n": [1]}
    assert record["result"]["query"] == {"q": "x y"}


def test_api_request_calls_all_addresses_in_order(shared_app: RunningApp, web: str) -> None:
    records = one("APIRequest", "data", shared_app, urls=[f"{web}/plain", f"{web}/gone", "http://127.0.0.1:9/"])
    assert [record["status_code"] for record in records] == [200, 404, 500]
    assert [record.get("result") for record in records] == ["plain text", "no such page", None]
    assert "Nothing listens there" in records[2]["error"]


def test_api_request_waits_no_longer_than_told(shared_app: RunningApp, web: str) -> None:
    (record,) = one("APIRequest", "data", shared_app, urls=[f"{web}/slow"], timeout=1)
    assert (record["status_code"], record["error"]) == (408, "No answer within 1 seconds.")


def test_a_curl_command_fills_the_fields_in(shared_app: RunningApp, web: str) -> None:
    catalogue = shared_app.client.get("/api/v1/all").json()
    node = catalogue["data"]["APIRequest"]
    command = f"""curl -X PUT '{web}/echo' \\\n  -H 'X-Token: t' --data '{{"n": 1}}'"""
    asked = {
        "code": node["template"]["code"]["value"],
        "field": "curl",
        "field_value": command,
        "template": node["template"],
        "frontend_node": {**node, "key": "APIRequest"},
    }
    answer = shared_app.client.post("/api/v1/custom_component/update", json=asked)
    assert answer.status_code == 200, answer.text
    template = answer.json()["template"]
    values = {name: template[name]["value"] for name in ("urls", "method", "headers", "body")}
    assert values == {"urls": [f"{web}/echo"], "method": "PUT", "headers": {"X-Token": "t"}, "body": {"n": 1}}
    (record,) = one("APIRequest", "data", shared_app, **values)
    assert json.dumps(record["result"]["body"]) == '{"n": 1}'
