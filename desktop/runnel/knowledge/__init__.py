"""Documents to text, text to chunks, chunks to words (SQLite FTS5) and vectors (numpy): local retrieval.

`documents` reads files, `html` reads pages, `chunks` cuts texts, `passages` makes what is searched, `word_index` keeps
and searches it, `passage_vectors` by meaning too, `watch` follows folders, `collection` holds records of stores. May
import: ``sdk``, ``errors``. Parsers are imported where they are used. No network, no models.
"""
