"""Embedding models: texts to vectors, for search by meaning."""
