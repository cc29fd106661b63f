"""The search box that other sites embed: the script, the frame, and the page that shows how."""
