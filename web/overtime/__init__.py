"""Searches over time: as a chart, and from one generation of the archive to another."""
