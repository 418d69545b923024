"""Components that shape texts and records."""
