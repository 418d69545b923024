"""One component, one small file, in the folder of its category, beside what only that category's components share.

Imports sdk, shaping, web, models, knowledge, databases, sandbox and network.
"""
