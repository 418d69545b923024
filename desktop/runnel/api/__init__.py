"""HTTP in, HTTP out: routes, decoding, guarding, encoding; no SQL and no graph logic.

May import ``state`` and everything below it.
"""
