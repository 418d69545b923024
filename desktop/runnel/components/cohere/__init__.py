"""Cohere's services beside its models."""
