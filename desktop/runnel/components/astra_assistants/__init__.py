"""What stood beside assistants in the format's catalogue."""
