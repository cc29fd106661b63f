"""Backfile: a full-text search engine for news archives. This package is the library; it knows no Flask."""

__version__ = "0.1.0"
