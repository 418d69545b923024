"""Components that write prompts."""
