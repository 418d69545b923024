"""Components that the user writes."""
