"""Text splitters and the like, under the category that the flow format gives them."""
