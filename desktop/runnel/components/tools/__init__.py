"""Components that agents use, and that can be run by themselves too."""
