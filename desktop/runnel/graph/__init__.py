"""What a flow means: nodes and edges parsed into a graph with an order. Pure, no I/O. Imports schemas."""
