"""A typed async function as a route: bind its parameters from the request, call it, encode its result.

A parameter is bound by its annotation and name:

- ``state: AppState``, ``request: Request``, ``caller: Caller``: these very objects
- a name in the path template: that part of the path, read as its type (``UUID``, ``str``)
- ``body: T``: the JSON body as T (``body: T | None = None``: may be left out)
- ``form: T``: the fields of a form as the Struct T
- ``file: Upload``: that file of a multipart form
- ``x: Annotated[str | None, Header("if-match")] = None``: a header, required unless it has a default
- all else: the query parameter of that name, required unless it has a default; ``list[str]`` takes all its values;
  ``Annotated[int, Meta(ge=1, le=100)]`` sets bounds

The result is the answer: a Struct, list, dict … becomes JSON, ``bytes`` are JSON already, ``None`` is 204, a Starlette
`Response` goes out as it is, an async iterator is streamed, one piece at a time. A stream's first piece is awaited
before the status is sent, so errors raised until then are ordinary answers.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response

from runnel.api.auth import Access, Caller, identify
from runnel.api.body import read_body
from runnel.api.problems import Problem, missing, value_error
from runnel.api.reading import read_as, type_info
from runnel.api.stream import ClientLeft, Stream, wait_for_disconnect
from runnel.errors import Forbidden, Invalid, InvalidFields
from runnel.state import AppState

_UNWATCHED_S = 0.02

Upload = UploadFile
"""A file of a multipart form: ``filename``, ``content_type``, ``size``, ``await read()``."""

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Source = Literal["state", "request", "caller", "path", "query", "header", "body", "form", "file"]


class Header(msgspec.Struct, frozen=True):
    """Marks a parameter that is read from a request header (name in lower case)."""

    name: str


IfMatch = Annotated[str | None, Header("if-match")]
IfNoneMatch = Annotated[str | None, Header("if-none-match")]


class Parameter(msgspec.Struct, frozen=True):
    """One parameter of a handler: where it comes from, its wire name, its type."""

    name: str
    source: Source
    alias: str
    type: Any
    default: Any = inspect.Parameter.empty

    @property
    def is_required(self) -> bool:
        """Whether the request must carry it."""
        return self.default is inspect.Parameter.empty


class Endpoint(msgspec.Struct, frozen=True, dict=True):
    """One route: a line of `runnel.api.routes`.

    ``status`` is the status of success. ``access`` says who may call it, see `runnel.api.auth`. ``media_type`` is that
    of bytes and streams; ``streams_as`` that of a stream which may come in place of JSON. ``errors`` are the statuses
    beside 422 that the handler may answer, for the OpenAPI document. ``stops_with_client``: the handler is cancelled
    when its client leaves (streams always are).
    """

    method: Method
    path: str
    handler: Callable[..., Any]
    status: int = 200
    tag: str = ""
    access: Access = "user"
    media_type: str = "application/json"
    streams_as: str | None = None
    errors: Sequence[int] = ()
    stops_with_client: bool = False
    finds: Callable[..., Awaitable[Any]] | None = None
    """Called with the state and the path's parts before a caller without credentials is refused: it may raise 404."""
    answers: Any = None
    """The type of the JSON answer for the OpenAPI document, where the handler's return annotation does not tell it; a
    tuple of types where there are several."""
    reads: Any = None
    """The type of the JSON body of a handler that reads it itself, for the OpenAPI document; `Upload` for a form with a
    ``file``."""

    operation: str = ""

    @property
    def name(self) -> str:
        """The operationId, and the name in the generated client: the handler's, unless it serves several routes."""
        return self.operation or self.handler.__name__

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The handler's annotations, resolved."""
        return get_type_hints(self.handler, include_extras=True)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The handler's parameters in order, worked out at the first request (all of them in the OpenAPI document).

        Raises `TypeError` for one that cannot be bound.
        """
        return tuple(self._parameter(name, spec) for name, spec in inspect.signature(self.handler).parameters.items())

    def _parameter(self, name: str, spec: inspect.Parameter) -> Parameter:
        hint = self.hints.get(name, str)
        source: Source
        alias = name
        header = _header_of(hint)
        if hint is AppState:
            source = "state"
        elif hint is Request:
            source = "request"
        elif hint is Caller:
            source = "caller"
        elif hint is Upload:
            source = "file"
        elif name in ("body", "form"):
            source = "body" if name == "body" else "form"
        elif header is not None:
            source, alias, hint = "header", header.name, get_args(hint)[0]
        elif f"{{{name}}}" in self.path:
            source = "path"
        else:
            source = "query"
        if source in ("path", "query", "header", "form"):
            type_info(hint)  # Fails here rather than when somebody sends a value.
        return Parameter(name, source, alias, hint, spec.default)

    async def answer(self, request: Request, state: AppState) -> Response:
        """Carry out one request."""
        caller = await self._identify(request, state)
        arguments = await self._bind(request, state, caller)
        if inspect.isasyncgenfunction(self.handler):
            return await self._stream(self.handler(**arguments))
        call: Awaitable[Any] = self.handler(**arguments)
        result = await (_until_client_leaves(call, request) if self.stops_with_client else call)
        return await self._encode(result)

    async def _identify(self, request: Request, state: AppState) -> Caller:
        try:
            return await identify(request, state, self.access)
        except Forbidden:
            if self.finds is not None:
                await self.finds(state, *request.scope["path_params"].values())
            raise

    async def _bind(self, request: Request, state: AppState, caller: Caller) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        problems: list[Problem] = []
        body_problems: list[Problem] = []
        path: Mapping[str, str] = request.scope["path_params"]
        for parameter in self.parameters:
            name, source = parameter.name, parameter.source
            if source == "state":
                arguments[name] = state
            elif source == "request":
                arguments[name] = request
            elif source == "caller":
                arguments[name] = caller
            elif source == "path":
                arguments[name] = read_as(path[name], parameter.type, ("path", name), problems)
            elif source == "query":
                arguments[name] = _read_query(parameter, request, problems)
            elif source == "header":
                sent = request.headers.get(parameter.alias)
                if sent is None and parameter.is_required:
                    problems.append(missing(("header", parameter.alias), None))
                arguments[name] = parameter.default if sent is None else sent
            else:
                try:
                    arguments[name] = await _READ_CONTENT[source](parameter, request)
                except InvalidFields as error:
                    if any(entry["type"] == "json_invalid" for entry in error.detail):
                        raise
                    body_problems.extend(error.detail)
        if problems or body_problems:
            raise InvalidFields(problems + body_problems)
        return arguments

    async def _encode(self, result: Any) -> Response:
        if isinstance(result, Response):
            return result
        if result is None:
            return Response(status_code=204 if self.status == 200 else self.status)
        if isinstance(result, AsyncIterator):
            return await self._stream(result)
        content = result if isinstance(result, bytes) else encode_json(result)
        return Response(content, self.status, media_type=self.media_type)

    async def _stream(self, pieces: AsyncIterator[bytes | str]) -> Response:
        media_type = "application/x-ndjson" if self.media_type == "application/json" else self.media_type
        try:
            first = await anext(pieces)
        except StopAsyncIteration:
            return Response(b"", self.status, media_type=media_type)
        return Stream(_chain(first, pieces), self.status, media_type)


def encode_json(value: Any) -> bytes:
    """JSON bytes of a Struct or plain value; whole numbers of any size are written out."""
    try:
        return msgspec.json.encode(value)
    except OverflowError:
        import json

        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":")).encode()


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with headers of its own, for a handler that has to set some (``etag``, cookies …)."""
    content = value if isinstance(value, bytes) else encode_json(value)
    return Response(content, status, headers=headers, media_type="application/json")


def _header_of(hint: Any) -> Header | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Header)), None)


def _read_query(parameter: Parameter, request: Request, problems: list[Problem]) -> Any:
    values = request.query_params.getlist(parameter.alias)
    location = ("query", parameter.alias)
    if not values:
        if parameter.is_required:
            problems.append(missing(location, None))
        return parameter.default
    many = get_origin(parameter.type) is list
    return read_as(values if many else values[-1], parameter.type, location, problems)


async def _read_body_parameter(parameter: Parameter, request: Request) -> Any:
    if parameter.is_required:
        return await read_body(request, parameter.type)
    return await read_body(request, parameter.type, parameter.default)


async def _read_form_parameter(parameter: Parameter, request: Request) -> Any:
    fields: dict[str, Any] = {}
    if request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        fields = {name: value for name, value in (await _form(request)).items() if isinstance(value, str)}
    problems: list[Problem] = []
    result = read_as(fields, parameter.type, ("body",), problems)
    if problems:
        raise InvalidFields(problems)
    return result


async def _read_file_parameter(parameter: Parameter, request: Request) -> Any:
    location = ("body", parameter.alias)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidFields([missing(location, None)])
    value = (await _form(request)).get(parameter.alias)
    if value is None:
        raise InvalidFields([missing(location, None)])
    if isinstance(value, str):
        raise InvalidFields([value_error(location, "Expected UploadFile, received: <class 'str'>", value)])
    return value


async def _form(request: Request) -> Mapping[str, UploadFile | str]:
    try:
        return await request.form(max_files=100, max_fields=100)
    except MultiPartException as error:
        raise Invalid(error.message) from None


_READ_CONTENT: dict[str, Callable[[Parameter, Request], Awaitable[Any]]] = {
    "body": _read_body_parameter,
    "form": _read_form_parameter,
    "file": _read_file_parameter,
}


async def _chain(first: bytes | str, rest: AsyncIterator[bytes | str]) -> AsyncIterator[bytes | str]:
    try:
        yield first
        async for piece in rest:
            yield piece
    finally:
        close = getattr(rest, "aclose", None)
        if close is not None:
            await close()


async def _until_client_leaves(call: Awaitable[Any], request: Request) -> Any:
    """The call's result. Raises `ClientLeft`, the call being cancelled, when the client disconnects before.

    Whether the client is there is watched from a moment later on: most calls are done by then.
    """
    loop = asyncio.get_running_loop()
    answering = asyncio.current_task()
    assert answering is not None
    has_left = False
    watching: asyncio.Task[None] | None = None

    async def watch() -> None:
        nonlocal has_left
        await wait_for_disconnect(request.receive)
        has_left = True
        answering.cancel()

    def begin() -> None:
        nonlocal watching
        watching = loop.create_task(watch())

    timer = loop.call_later(_UNWATCHED_S, begin)
    try:
        return await call
    except asyncio.CancelledError:
        if not has_left:
            raise
        answering.uncancel()
        raise ClientLeft from None
    finally:
        timer.cancel()
        if watching is not None:
            watching.cancel()
