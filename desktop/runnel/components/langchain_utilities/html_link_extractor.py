"""The links of web pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag

from runnel.knowledge.html import list_links
from runnel.sdk import BoolInput, Component, Data, DataInput, Output, StrInput
from runnel.shaping.record_list import list_records


class HtmlLinkExtractor(Component):
    """Find the links in the source of web pages."""

    display_name = "HTML Link Extractor"
    icon = "link"
    is_blocking = True
    inputs = (
        StrInput("kind", "Kind of edge", value="hyperlink", info="What to call these links in the records."),
        BoolInput("drop_fragments", "Drop URL fragments", value=True, info="Leave out what follows # in an address."),
        DataInput("data_input", "Input", input_types=("Document", "Data"), info="Pages as HTML, with their source."),
    )
    outputs = (Output("data", "transform_data", types=("Data",), display_name="Data"),)

    def transform_data(
        self, kind: str = "hyperlink", drop_fragments: bool = True, data_input: Any = None
    ) -> list[Data]:
        """The records with an entry ``links``: ``{kind, direction, tag}`` for the page itself and each link on it."""
        return [_with_links(record, kind, drop_fragments) for record in list_records(data_input)]


def _with_links(record: Data, kind: str, drop_fragments: bool) -> Data:
    address = str(record.data.get("source") or "")
    own = urldefrag(address).url if drop_fragments else address
    links = [{"kind": kind, "direction": "in", "tag": own}] if own else []
    for target, _ in list_links(record.text, address, with_fragments=not drop_fragments):
        links.append({"kind": kind, "direction": "out", "tag": target})
    return Data({**record.data, "links": links}, text_key=record.text_key)
