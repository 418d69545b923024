"""Model servers for tests: a real one (llama-server with a tiny model made here) and a scripted stand-in."""
