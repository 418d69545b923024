"""The only outbound HTTP client: refusals, redirects, ledger."""
