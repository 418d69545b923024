"""The route table and the handlers' signatures as an OpenAPI 3.1 document."""

from __future__ import annotations

import inspect
import types
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any, Union, get_args, get_origin

import msgspec
from starlette.responses import Response

from runnel import __version__
from runnel.api.endpoint import Endpoint, Parameter, Upload, encode_json
from runnel.api.examples import EXAMPLES
from runnel.schemas.detail import Detail, ErrorDetail

_UUID_EXAMPLE = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
_REFERENCE = "#/components/schemas/{name}"
_SECURITY_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "key_header": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "key_query": {"type": "apiKey", "in": "query", "name": "x-api-key"},
}
_SECURITY: dict[str, list[dict[str, list[str]]]] = {
    # The empty entry: with auto-login, the default, nothing is asked for.
    "user": [{}, {"token": []}, {"key_header": []}, {"key_query": []}],
    "key": [{}, {"key_header": []}, {"key_query": []}],
    "none": [{}, {"token": []}, {"key_header": []}, {"key_query": []}],
    "open": [],
    # The cookie's name holds the port, so it cannot be told here.
    "session": [],
}


@cache
def openapi_document() -> dict[str, Any]:
    """The document of the whole route table. Needs no data folder."""
    from runnel.api.routes import ROUTES

    return describe(ROUTES)


@cache
def openapi_json() -> bytes:
    """The document as JSON."""
    return encode_json(openapi_document())


def describe(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI document of these endpoints."""
    listed = [endpoint for endpoint in endpoints if endpoint.tag]
    wanted = [Detail, ErrorDetail, *(wire for endpoint in listed for wire in _wire_types(endpoint))]
    schemas = _Schemas(wanted)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in listed:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Runnel",
            "version": __version__,
            "description": "Build and run LLM flows on this computer. Speaks the API of Langflow 1.1.1; "
            "what is tagged `runnel` goes beyond it.",
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for endpoint in listed)],
        "paths": paths,
        "components": {"schemas": schemas.components, "securitySchemes": _SECURITY_SCHEMES},
    }


class _Schemas:
    """JSON schemas of types, with the named ones in ``components``."""

    def __init__(self, wanted: Iterable[Any]) -> None:
        distinct: list[Any] = []
        for wire in wanted:
            if wire not in distinct:
                distinct.append(wire)
        found, self.components = msgspec.json.schema_components(distinct, ref_template=_REFERENCE)
        for schema in (*found, *self.components.values()):
            _open_objects(schema)
        self._of = list(zip(distinct, found, strict=True))

    def of(self, wire: Any) -> dict[str, Any]:
        """The schema of a type that was asked for at the start."""
        return dict(next(schema for known, schema in self._of if known == wire))


def _open_objects(schema: Any) -> None:
    """Say of an object without known keys that it may have any: readers take silence for "none"."""
    if isinstance(schema, dict):
        kind = schema.get("type")
        is_object = kind == "object" or (isinstance(kind, list) and "object" in kind)
        if is_object and "properties" not in schema:
            schema.setdefault("additionalProperties", True)
        for part in schema.values():
            _open_objects(part)
    elif isinstance(schema, list):
        for part in schema:
            _open_objects(part)


def _wire_types(endpoint: Endpoint) -> list[Any]:
    sent = [parameter.type for parameter in endpoint.parameters if parameter.source in _DESCRIBED]
    return [*sent, *(wire for wire in (endpoint.reads, *_answer_types(endpoint)) if wire not in (None, Upload))]


_DESCRIBED = ("path", "query", "header", "body", "form")
_PLACE = {"path": "path", "query": "query", "header": "header"}


def _operation(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    text = (inspect.getdoc(endpoint.handler) or "").replace("``", "`")
    summary, _, description = text.partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": " ".join(summary.split()),
        "security": _SECURITY[endpoint.access],
    }
    if description:
        operation["description"] = description
    parameters = [_parameter(entry, schemas) for entry in endpoint.parameters if entry.source in _PLACE]
    if parameters:
        operation["parameters"] = parameters
    body = _request_body(endpoint, schemas)
    if body:
        operation["requestBody"] = body
    operation["responses"] = _responses(endpoint, schemas, reads_input=bool(parameters or body))
    return operation


def _parameter(parameter: Parameter, schemas: _Schemas) -> dict[str, Any]:
    schema = schemas.of(parameter.type)
    if parameter.source != "path" and not parameter.is_required:
        schema = _without_null(schema)
        if parameter.default is not None:
            schema["default"] = msgspec.to_builtins(parameter.default)
    described: dict[str, Any] = {
        "name": parameter.alias,
        "in": _PLACE[parameter.source],
        "required": parameter.source == "path" or parameter.is_required,
        "schema": schema,
    }
    if schema.get("format") == "uuid":
        described["example"] = _UUID_EXAMPLE
    return described


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out or has a value; it is never null."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**{key: value for key, value in schema.items() if key != "anyOf"}, **choices[0]}
    return schema


def _request_body(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any] | None:
    if endpoint.reads is Upload:
        return _file_body(["file"])
    if endpoint.reads is not None:
        return _json_body(endpoint, schemas.of(endpoint.reads), is_required=True)
    for parameter in endpoint.parameters:
        if parameter.source == "body":
            return _json_body(endpoint, schemas.of(parameter.type), is_required=parameter.is_required)
        if parameter.source == "form":
            media: dict[str, Any] = {"schema": schemas.of(parameter.type)}
            return {"required": True, "content": {"application/x-www-form-urlencoded": media}}
    files = [parameter.alias for parameter in endpoint.parameters if parameter.source == "file"]
    return _file_body(files) if files else None


def _file_body(names: Sequence[str]) -> dict[str, Any]:
    content = {"type": "string", "contentMediaType": "application/octet-stream"}
    schema = {"type": "object", "properties": dict.fromkeys(names, content), "required": list(names)}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _json_body(endpoint: Endpoint, schema: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    media: dict[str, Any] = {"schema": schema}
    if endpoint.name in EXAMPLES:
        media["example"] = EXAMPLES[endpoint.name]
    return {"required": is_required, "content": {"application/json": media}}


def _responses(endpoint: Endpoint, schemas: _Schemas, *, reads_input: bool) -> dict[str, Any]:
    answers = [schemas.of(answer) for answer in _answer_types(endpoint)]
    success: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase}
    if answers:
        schema = answers[0] if len(answers) == 1 else {"anyOf": answers}
        success["content"] = {endpoint.media_type: {"schema": schema}}
    elif _streams(endpoint) or endpoint.media_type != "application/json":
        media_type = "application/x-ndjson" if endpoint.media_type == "application/json" else endpoint.media_type
        success["content"] = {media_type: {}}
    if endpoint.streams_as is not None:
        success.setdefault("content", {})[endpoint.streams_as] = {}
    responses = {str(endpoint.status): success}
    if any(parameter.alias == "if-none-match" for parameter in endpoint.parameters):
        responses["304"] = {"description": HTTPStatus(304).phrase}
    errors = set(endpoint.errors)
    if endpoint.access != "open":
        errors |= {401, 403}
    for status in sorted(errors):
        responses[str(status)] = _error(status, schemas.of(ErrorDetail))
    if reads_input:
        responses["422"] = _error(422, schemas.of(ErrorDetail))
    return responses


def _error(status: int, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": {"application/json": {"schema": schema}}}


def _streams(endpoint: Endpoint) -> bool:
    return inspect.isasyncgenfunction(endpoint.handler) or _is_stream(endpoint.hints.get("return"))


def _answer_types(endpoint: Endpoint) -> Sequence[Any]:
    """The types of the JSON answer, alternatives to each other; none where there is nothing to describe."""
    if endpoint.answers is not None:
        return endpoint.answers if isinstance(endpoint.answers, tuple) else (endpoint.answers,)
    hint = endpoint.hints.get("return")
    choices = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    nothing = (None, type(None), bytes)
    return [
        choice for choice in choices if choice not in nothing and not _is_stream(choice) and not _is_response(choice)
    ]


def _is_stream(hint: Any) -> bool:
    return get_origin(hint) in (AsyncIterator, AsyncGenerator)


def _is_response(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Response)
