"""Components where a flow begins: chat and text inputs."""
