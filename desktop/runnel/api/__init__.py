"""HTTP in, HTTP out: routes, decoding, guarding, encoding; no SQL and no graph logic. Imports state and everything below it."""
