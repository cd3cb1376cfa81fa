"""Pages of the documents and of what is published."""
