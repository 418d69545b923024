"""The shape of the catalogue, kept in ``catalogue_shape.json`` so that no input or output changes unnoticed.

``python -m tests.registry.keep_shape`` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from runnel.registry import Registry, find_components


def catalogue_shape(registry: Registry) -> dict[str, Any]:
    """Per type key: category, ``name: kind(handle types)`` of inputs, ``name: method(types)`` of outputs."""
    shape: dict[str, Any] = {}
    for category, kinds in registry.catalogue().items():
        for key, node in kinds.items():
            entries = (node["template"][name] for name in node["field_order"])
            shape[key] = {
                "category": category,
                "inputs": [
                    f"{entry['name']}: {entry['_input_type']}({' '.join(entry.get('input_types', ()))})"
                    for entry in entries
                ],
                "outputs": [
                    f"{output['name']}: {output['method']}({' '.join(output['types'])})" for output in node["outputs"]
                ],
            }
    return dict(sorted(shape.items()))


if __name__ == "__main__":
    path = Path(__file__).with_name("catalogue_shape.json")
    path.write_text(json.dumps(catalogue_shape(Registry(find_components())), indent=1, ensure_ascii=False) + "\n")
