"""Where a deployment of Azure is."""

from __future__ import annotations

from urllib.parse import quote

from runnel.sdk import ComponentError, Context, MessageTextInput

DEPLOYMENT_INPUTS = (
    MessageTextInput(
        "azure_endpoint",
        "Azure Endpoint",
        required=True,
        info="Address of your resource, such as https://example.openai.azure.com.",
    ),
    MessageTextInput("azure_deployment", "Deployment Name", required=True, info="The deployment to ask."),
)


def deployment_address(context: Context, endpoint: str, deployment: str) -> str:
    """The address below which a deployment is asked. Raises `ComponentError` when one of the two is not named."""
    for name, value, what in (
        ("azure_endpoint", endpoint, "the address of your Azure resource"),
        ("azure_deployment", deployment, "the name of the deployment"),
    ):
        if not value.strip():
            raise ComponentError(
                f"{context.display_name} asked no model.",
                f"It does not say {what}.",
                "Write it on the node.",
                field=name,
            )
    return f"{endpoint.strip().rstrip('/')}/openai/deployments/{quote(deployment.strip(), safe='')}"
