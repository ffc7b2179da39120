"""The norms as data, with their loader."""
