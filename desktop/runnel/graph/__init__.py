"""What a flow means: nodes and edges parsed into a graph with an order. Pure, no I/O. Imports schemas and errors only.

`read_flow_data` (JSON → nodes and edges) → `parse_graph` (groups expanded, edges checked) → `plan_run` (what runs, in
which order). Nothing here knows components: a vertex is what its node says.
"""

from runnel.graph.branches import ITEM_OUTPUT, Branch
from runnel.graph.edge import Edge
from runnel.graph.flow_data import FlowData, read_flow_data
from runnel.graph.graph import Graph, parse_graph
from runnel.graph.group import Group
from runnel.graph.order import Plan, plan_branch, plan_run
from runnel.graph.vertex import TOOL_OUTPUT, Vertex, VertexOutput

__all__ = [
    "ITEM_OUTPUT",
    "TOOL_OUTPUT",
    "Branch",
    "Edge",
    "FlowData",
    "Graph",
    "Group",
    "Plan",
    "Vertex",
    "VertexOutput",
    "parse_graph",
    "plan_branch",
    "plan_run",
    "read_flow_data",
]
