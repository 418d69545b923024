"""Agents: models that use tools until they know the answer."""
