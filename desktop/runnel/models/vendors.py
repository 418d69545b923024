"""Vendors that run models for others and speak OpenAI's protocol: where they are, and where their key is looked for."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Vendor(Struct, frozen=True):
    """A vendor. ``variable`` is the usual name for the variable that holds its key; Azure has no address of its own."""

    name: str
    base_url: str
    variable: str


VENDORS: Mapping[str, Vendor] = {
    "aiml": Vendor("AI/ML API", "https://api.aimlapi.com/v1", "AIML_API_KEY"),
    "anthropic": Vendor("Anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    "azure": Vendor("Azure OpenAI", "", "AZURE_OPENAI_API_KEY"),
    "cohere": Vendor("Cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
    "deepseek": Vendor("DeepSeek", "https://api.deepseek.com", "DEEPSEEK_API_KEY"),
    "google": Vendor("Google", "https://generativelanguage.googleapis.com/v1beta/openai", "GOOGLE_API_KEY"),
    "groq": Vendor("Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "huggingface": Vendor("Hugging Face", "https://router.huggingface.co/v1", "HUGGINGFACEHUB_API_TOKEN"),
    "mistral": Vendor("Mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "nvidia": Vendor("NVIDIA", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"),
    "openrouter": Vendor("OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "perplexity": Vendor("Perplexity", "https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
    "xai": Vendor("xAI", "https://api.x.ai/v1", "XAI_API_KEY"),
}
"""Vendors by the word for them in `runnel.sdk.ModelAccess`."""
