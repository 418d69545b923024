"""What happens when a flow runs: vertices built in order, build events told, the journal kept. Imports sdk, graph and schemas."""
