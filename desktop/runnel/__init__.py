"""Runnel: build and run LLM flows on your own computer.

The rooms of this package and what each may import are drawn in the README under "A map of the rooms".
"""

__version__ = "0.1.0"
