"""Documents to text, text to chunks, chunks to words (SQLite FTS5): local retrieval.

`documents` reads files, `html` reads pages, `chunks` cuts texts, `passages` makes what is searched, `word_index` keeps
and searches it. May import: ``sdk``, ``errors``. Parsers are imported where they are used. No network, no models.
"""
