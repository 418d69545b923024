"""Routes of the API's second version: what its clients of today need of it."""
