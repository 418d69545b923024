"""Early components of the flow format."""
