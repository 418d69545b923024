"""DeepSeek's chat models, as later files have them."""

from __future__ import annotations

from runnel.components.models.seeded_vendor import SeededVendorNode, seeded_inputs
from runnel.sdk import StrInput

BASE_URL = "https://api.deepseek.com"


class DeepSeekModelComponent(SeededVendorNode):
    """Ask one of DeepSeek's models."""

    display_name = "DeepSeek"
    icon = "DeepSeek"
    vendor = "deepseek"
    usual_address = BASE_URL
    version_path = ""
    inputs = seeded_inputs(
        ("deepseek-chat", "deepseek-reasoner"),
        StrInput("api_base", "DeepSeek API Base", value=BASE_URL, advanced=True, info="Address of the service."),
        "DeepSeek",
        1.0,
    )
