"""Components for repositories of Git."""
