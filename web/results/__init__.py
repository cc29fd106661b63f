"""The page of a search: its results, its facets, and ways to change it."""
