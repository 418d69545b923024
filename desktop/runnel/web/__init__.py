"""Pages of the web: addresses as people type them, pages fetched and read, and what is found without a key.

Goes out by the ``Http`` that a component's context lends. May import: ``knowledge``, ``sdk``, ``errors``.
"""
