"""The page of one article, and what else its address leads to."""
