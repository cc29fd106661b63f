"""The pages: what the archive shows to readers."""
