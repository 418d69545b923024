"""Chat models: ask one, or hand it on to another component."""
