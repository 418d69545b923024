"""How values become other values: records, tables and messages to lists and texts, broken JSON to JSON, texts compared.

Pure functions that several components use, no input and no output. May import: ``sdk``, ``errors``.
"""
