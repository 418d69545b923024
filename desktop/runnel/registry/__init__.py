"""Which components exist and how a component class reads as a node of the flow format. Imports sdk and schemas.

`find_components` walks ``runnel.components.<category>.<name>``; a `Registry` maps type keys to classes and holds the
catalogue (``GET /all``) as bytes made once. `read_component_source` reads a class from source text, by its syntax only.
"""

from runnel.registry.registry import Registry, find_components
from runnel.registry.source import read_component_source
from runnel.registry.template import component_node, input_entry

__all__ = ["Registry", "component_node", "find_components", "input_entry", "read_component_source"]
