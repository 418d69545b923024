"""Components where a flow ends: chat and text outputs."""
