"""xAI's chat models, as later files have them."""

from __future__ import annotations

from runnel.components.models.seeded_vendor import SeededVendorNode, seeded_inputs
from runnel.sdk import MessageTextInput

BASE_URL = "https://api.x.ai/v1"


class XAIModelComponent(SeededVendorNode):
    """Ask one of xAI's Grok models."""

    display_name = "xAI"
    icon = "xAI"
    type_key = "xAIModel"
    vendor = "xai"
    usual_address = BASE_URL
    inputs = seeded_inputs(
        ("grok-2-latest",),
        MessageTextInput("base_url", "xAI API Base", value=BASE_URL, advanced=True, info="Address of the service."),
        "xAI",
        0.1,
    )
