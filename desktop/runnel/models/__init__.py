"""Chat models and embeddings over pydantic-ai, and the detection of local model servers. The only room that knows model SDKs."""
