"""The stages of an import: listing, work in other processes, and the crew that does it."""
