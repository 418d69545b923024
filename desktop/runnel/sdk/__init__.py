"""All that the author of a component imports: ``from runnel.sdk import Component, TextInput …``.

Values that travel along edges (`Message`, `Data`, `DataFrame`, language models), the declaration of inputs and outputs,
and `Context`, a component's door to the run it is part of. Pure declarations; imports ``errors`` and ``schemas`` only.
"""

from runnel.errors import ComponentError
from runnel.sdk.component import Component, Needs
from runnel.sdk.context import BranchResult, Context, Http, HttpResponse, Source
from runnel.sdk.data import Data, DataFrame
from runnel.sdk.flow_access import FlowAccess, FlowField, FlowOutput
from runnel.sdk.inputs import (
    BoolInput,
    CodeInput,
    DataInput,
    DictInput,
    DropdownInput,
    FileInput,
    FloatInput,
    HandleInput,
    Input,
    IntInput,
    LinkInput,
    MessageInput,
    MessageTextInput,
    MultilineInput,
    MultilineSecretInput,
    MultiselectInput,
    NestedDictInput,
    PromptInput,
    SecretStrInput,
    SliderInput,
    StrInput,
    TableInput,
)
from runnel.sdk.message import Message
from runnel.sdk.model import (
    ChatOptions,
    ChatReply,
    ChatTurn,
    EmbeddingModel,
    LanguageModel,
    ModelAccess,
    ResolvedModel,
    Usage,
)
from runnel.sdk.output import Output
from runnel.sdk.python_code import PythonResult
from runnel.sdk.retriever import Retriever
from runnel.sdk.tool import AgentStep, Tool

__all__ = [
    "AgentStep",
    "BoolInput",
    "BranchResult",
    "ChatOptions",
    "ChatReply",
    "ChatTurn",
    "CodeInput",
    "Component",
    "ComponentError",
    "Context",
    "Data",
    "DataFrame",
    "DataInput",
    "DictInput",
    "DropdownInput",
    "EmbeddingModel",
    "FileInput",
    "FloatInput",
    "FlowAccess",
    "FlowField",
    "FlowOutput",
    "HandleInput",
    "Http",
    "HttpResponse",
    "Input",
    "IntInput",
    "LanguageModel",
    "LinkInput",
    "Message",
    "MessageInput",
    "MessageTextInput",
    "ModelAccess",
    "MultilineInput",
    "MultilineSecretInput",
    "MultiselectInput",
    "Needs",
    "NestedDictInput",
    "Output",
    "PromptInput",
    "PythonResult",
    "ResolvedModel",
    "Retriever",
    "SecretStrInput",
    "SliderInput",
    "Source",
    "StrInput",
    "TableInput",
    "Tool",
    "Usage",
]
