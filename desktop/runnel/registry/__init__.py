"""Which components exist and how a component class reads as a node of the flow format. Imports sdk and schemas."""
