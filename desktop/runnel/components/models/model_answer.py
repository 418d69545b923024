"""What all chat model components do: put the input into turns, ask the model, hand on the answer."""

from __future__ import annotations

from pathlib import PurePath

from runnel.components.helpers.list_parser import ListParser
from runnel.sdk import ChatTurn, Context, LanguageModel, Message

_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})


def chat_turns(context: Context, input_value: Message, system_message: str) -> list[ChatTurn]:
    """The system turn, where there is a system message, and the user's turn with the images of the message.

    Files that are no images are left out; the vertex' log says which.
    """
    images = [name for name in input_value.files if PurePath(name).suffix.lower() in _IMAGE_SUFFIXES]
    others = [PurePath(name).name for name in input_value.files if name not in images]
    if others:
        context.log(f"Not sent to the model, since they are no images: {', '.join(others)}", "Files")
    turns = [ChatTurn("system", system_message)] if system_message else []
    if input_value.text or images or not turns:
        turns.append(ChatTurn("user", input_value.text, tuple(context.file_path(name) for name in images)))
    return turns


async def model_answer(
    context: Context,
    model: LanguageModel,
    input_value: Message,
    system_message: str,
    *,
    stream: bool,
    parser: ListParser | None = None,
    prefill: str = "",
) -> Message:
    """The model's answer as a message: whole, or with a ``stream`` that asks the model when it is first read.

    What a ``parser`` reads out of it stands in a line each; such an answer is not streamed. ``prefill`` are words put
    into the model's mouth, which it goes on from.
    """
    turns = chat_turns(context, input_value, system_message)
    if prefill:
        turns.append(ChatTurn("assistant", prefill))
    if stream and parser is None:
        return Message(stream=model.stream(turns, on_usage=context.record_usage))
    reply = await model.complete(turns)
    context.record_usage(reply.usage)
    return Message(text=reply.text if parser is None else "\n".join(parser.parse(reply.text)))
