"""The SQL catalogue, the truth of an archive."""
