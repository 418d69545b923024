"""Documents to text, text to chunks, chunks to words (SQLite FTS5): local retrieval."""
