"""What readers take with them: citations, exports and feeds."""
