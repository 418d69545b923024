"""Wire structs (msgspec), one module per noun. Imports errors only."""
