"""Components that shape texts and records, each in a flow over HTTP: what is put in, what comes out."""

# ruff: noqa: E501 - the tables read better in long lines

from __future__ import annotations

import re

import pytest

from tests.components.flow_case import Case, Failed, Json, Text
from tests.conftest import RunningApp

PEOPLE = '[{"name": "Ann", "age": 30}, {"name": "Bo", "age": 4}]'
SPLIT = {"chunk_size": 5, "chunk_overlap": 0}

CASES = [
    Case("TextInput", "text", {"input_value": "hello"}, "hello"),
    Case("TextOutput", "text", {"input_value": Text("hello")}, "hello"),
    Case("Prompt", "prompt", {"template": "{{x}} {greeting}, {name}!", "greeting": "Hi", "name": Text("Ann")}, "{x} Hi, Ann!"),
    Case("Prompt", "prompt", {"template": "[{missing}]"}, "[]"),
    Case("Prompt", "prompt", {"template": "{{a}} {b}", "a": "A", "use_double_brackets": True}, "A {b}"),
    Case("CombineText", "combined_text", {"text1": "a", "text2": Text("b"), "delimiter": "-"}, "a-b"),
    Case("CombineText", "combined_text", {"text1": "a", "text2": "b"}, "a b"),
    Case("Pass", "output_message", {"input_message": Text("go"), "ignored_message": Text("wait")}, "go"),
    Case("ParseData", "text", {"data": Json(PEOPLE), "template": "{name} ({age})", "sep": ", "}, "Ann (30), Bo (4)"),
    Case("ParseData", "text", {"data": Json('{"price": 1.5, "text": "t"}'), "template": "{text} {price:.2f}"}, "t 1.50"),
    Case("ParseData", "text", {"data": Json('{"a": [1, "x"]}'), "template": "{{{a}}} {data}"}, '{[1, "x"]} {"a": [1, "x"]}'),
    Case("ParseData", "text", {"data": Json('{"a": 1}')}, ""),
    Case("SplitText", "chunks", {"data_inputs": Json('{"text": "aa bb cc", "from": "x"}'), "separator": " ", **SPLIT},
         [{"text": "aa bb", "from": "x"}, {"text": "cc", "from": "x"}]),
    Case("SplitText", "chunks", {"data_inputs": Json('{"text": "a\\nb"}'), "separator": "\\n", "chunk_size": 1, "chunk_overlap": 0},
         [{"text": "a"}, {"text": "b"}]),
    Case("RecursiveCharacterTextSplitter", "data", {"data_input": Json('{"text": "aa bb cc"}'), **SPLIT},
         [{"text": "aa bb"}, {"text": "cc"}]),
    Case("CharacterTextSplitter", "data", {"data_input": Json('{"text": "aa\\n\\nbb\\n\\ncc"}'), **SPLIT},
         [{"text": "aa"}, {"text": "bb"}, {"text": "cc"}]),
    Case("NaturalLanguageTextSplitter", "data",
         {"data_input": Json('{"text": "One is. Two is! Three"}'), "separator": " ", "chunk_size": 15, "chunk_overlap": 0},
         [{"text": "One is. Two is!"}, {"text": "Three"}]),
    Case("LanguageRecursiveTextSplitter", "data",
         {"data_input": Json('{"text": "x = 1\\ndef f():\\n    pass"}'), "chunk_size": 20, "chunk_overlap": 0},
         [{"text": "x = 1"}, {"text": "def f():\n    pass"}]),
    Case("HtmlLinkExtractor", "data", {"data_input": Json('{"text": "<a href=\'/b#c\'>b</a>", "source": "http://x.test/a"}')},
         [{"text": "<a href='/b#c'>b</a>", "source": "http://x.test/a", "links": [
             {"kind": "hyperlink", "direction": "in", "tag": "http://x.test/a"},
             {"kind": "hyperlink", "direction": "out", "tag": "http://x.test/b"}]}]),
    Case("CreateData", "data", {"field_1_key": {"a": "1"}, "field_2_key": [{"b": "2"}, {"c": 3}]}, {"a": "1", "b": "2", "c": 3}),
    Case("UpdateData", "data", {"old_data": Json(PEOPLE), "field_1_key": {"age": 5}}, [{"name": "Ann", "age": 5}, {"name": "Bo", "age": 5}]),
    Case("FilterData", "filtered_data", {"data": Json('{"a": 1, "b": 2, "c": 3}'), "filter_criteria": ["a", "c", "z"]}, {"a": 1, "c": 3}),
    Case("FilterDataValues", "filtered_data",
         {"input_data": Json(PEOPLE), "filter_key": "name", "filter_value": "A", "operator": "starts with"}, [{"name": "Ann", "age": 30}]),
    Case("MergeDataComponent", "merged_data", {"data_inputs": Json('[{"a": 1}, {"b": 2}]')}, [{"a": 1, "b": ""}, {"a": "", "b": 2}]),
    Case("ExtractaKey", "extracted_data", {"data_input": Json('{"a": 1, "b": 2}'), "key": "b"}, {"b": 2}),
    Case("ExtractaKey", "extracted_data", {"data_input": Json('[{"a": 1}, {"b": 2}]'), "key": "b"}, [{"b": 2}]),
    Case("SelectData", "selected_data", {"data_list": Json(PEOPLE), "data_index": 1}, {"name": "Bo", "age": 4}),
    Case("CreateList", "list", {"texts": ["a", "b"]}, [{"text": "a"}, {"text": "b"}]),
    Case("CSVtoData", "data_list", {"csv_string": "a;b\n1;2\n\n3"}, [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]),
    Case("CSVtoData", "data_list", {"csv_string": 'a,b\n"x, y",2'}, [{"a": "x, y", "b": "2"}]),
    Case("JSONtoData", "data", {"json_string": "[1, {\"a\": 2}]"}, [{"text": 1}, {"a": 2}]),
    Case("JSONtoData", "data", {"json_string": "Here: {'a': True, b: [1, 2,], // c\n \"d\": \"e"}, {"a": True, "b": [1, 2], "d": "e"}),
    Case("JSONCleaner", "output", {"json_str": "Sure! {'a': 1,} Bye"}, '{"a": 1}'),
    Case("JSONCleaner", "output", {"json_str": '{"a": "e\u0301"}', "normalize_unicode": True}, '{"a": "é"}'),
    Case("ParseJSONData", "filtered_data", {"input_value": Text('{"items": [{"n": 1}, {"n": 2}]}'), "query": ".items[].n"},
         [{"text": 1}, {"text": 2}]),
    Case("ParseJSONData", "filtered_data", {"input_value": Json('{"a": {"b": {"c": 1}}}'), "query": '.a | ."b"'}, [{"c": 1}]),
    Case("ParseJSONData", "filtered_data", {"input_value": Text("[3, 1, 2]"), "query": ".[-1], .[0:2] | length, sort"},
         [{"text": 2}, {"text": 2}, {"text": [1, 2, 3]}]),
    Case("Webhook", "output_data", {"data": '{"a": 1}'}, {"a": 1}),
    Case("Webhook", "output_data", {"data": "just text"}, {"payload": "just text"}),
    Case("Webhook", "output_data", {"data": ""}, {}),
    Case("CalculatorTool", "api_run_model", {"expression": "4*(33/8)+-2**2"}, [{"result": "12.5"}]),
    Case("CalculatorTool", "api_run_model", {"expression": "1/3"}, [{"result": "0.333333"}]),
    Case("CalculatorTool", "api_run_model", {"expression": "1/0"}, [{"error": "It divides by zero.", "input": "1/0"}]),
    Case("CalculatorTool", "api_run_model", {"expression": "__import__('os')"},
         [{"error": "Only numbers, + - * / ** and brackets are understood.", "input": "__import__('os')"}]),
    Case("OutputParser", "format_instructions", {}, "Answer with nothing but a list of values, separated by commas: first, second, third"),
    Case("IDGenerator", "id", {"unique_id": "mine"}, "mine"),
    Case("MessagetoData", "data", {"message": Text("hi")}, re.compile(r"'text': 'hi'.*'timestamp': '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC'")),
    Case("IDGenerator", "id", {}, re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}")),
    Case("CurrentDate", "current_date", {"timezone": "Asia/Tokyo"}, re.compile(r"Asia/Tokyo: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d JST")),
]  # fmt: skip

FAILURES = [
    Case("ParseData", "text", {"data": Json('{"a": 1}'), "template": "{b}"}, 'no entry "b".*entries are a'),
    Case("ParseData", "text", {"data": Json('{"a": 1}'), "template": "{a"}, "template cannot be read"),
    Case("SplitText", "chunks", {"data_inputs": Json('{"text": "a"}'), "chunk_size": 5, "chunk_overlap": 9}, "overlap smaller"),
    Case("CreateData", "data", {"field_1_key": {"a": 1}, "text_key": "b", "text_key_validator": True}, 'no entry "b"'),
    Case("ExtractaKey", "extracted_data", {"data_input": Json('{"a": 1}'), "key": "b"}, "entries are a"),
    Case("SelectData", "selected_data", {"data_list": Json(PEOPLE), "data_index": 2}, "no place 2 in a list of 2"),
    Case("CSVtoData", "data_list", {}, "nothing to read.*exactly one"),
    Case("CSVtoData", "data_list", {"csv_string": "a", "csv_path": "/x.csv"}, "too much to read"),
    Case("CSVtoData", "data_list", {"csv_path": "/no/such/file.csv"}, r"file\.csv could not be read.*No such file"),
    Case("JSONtoData", "data", {"json_string": "nothing in here"}, "no JSON object"),
    Case("JSONCleaner", "output", {"json_str": "{'a': 1}", "validate_json": True}, "Expecting property name"),
    Case("ParseJSONData", "filtered_data", {"input_value": Text("{}"), "query": ".a | keys"}, "keys does not fit null"),
    Case("ParseJSONData", "filtered_data", {"input_value": Text("{}"), "query": "map(.x)"}, "cannot be read|not known"),
    Case("CurrentDate", "current_date", {"timezone": "Mars/Olympus"}, "no time zone known"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type_key}-{case.output}")
def test_what_comes_out(case: Case, shared_app: RunningApp) -> None:
    found = case.run(shared_app)
    if isinstance(case.expected, re.Pattern):
        assert case.expected.search(str(found))
    else:
        assert found == case.expected


@pytest.mark.parametrize("case", FAILURES, ids=lambda case: case.type_key)
def test_what_is_said_when_it_fails(case: Case, shared_app: RunningApp) -> None:
    with pytest.raises(Failed) as caught:
        case.run(shared_app)
    assert re.search(case.expected, str(caught.value)), caught.value
