"""Components that bring data in: files, pages, requests."""
