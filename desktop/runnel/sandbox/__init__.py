"""Running Python that the user has trusted, in a child process of this program: a process boundary, not a sandbox.

The child gets a folder of its own, limits of time and memory, none of our environment, and is killed when its run
stops. What it may still do is what the user may do: read their files, use the network. That is why trust comes first.

`process` starts the child and talks with it; `child` is what runs there, with the component language of flow files in
`language`, reached under its known names by `aliases`. `trust` is what the ledger looks like from here. Both ends share
`frames` and `values`. Imports sdk; the child's modules import nothing heavy, so that it starts at once.
"""
