"""Running Python that the user has trusted, in a child process of this program: a process boundary, not a sandbox.

The child gets a folder of its own, limits of time and memory, none of our environment, and is killed when its run
stops. What it may still do is what the user may do: read their files, use the network. That is why trust comes first.

`process` starts the child and talks with it over `frames`, in `values`. The child begins in `child` and does `jobs`;
the component language of flow files is in `language`, `tools` and `handles`, and is found under its known names by
`aliases`. `trust` is what the ledger looks like from here. Imports sdk; the child's modules import nothing heavy, so
that it starts at once.
"""

CHILD_WORD = "--run-trusted-code"
"""The private argument by which this program knows that it is the child."""
