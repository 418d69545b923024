"""Speech to text at AssemblyAI."""
