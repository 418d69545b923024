"""One module per noun of the API; each handler is a typed function."""
