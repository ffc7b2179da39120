"""The command line: options, one call, one rendering."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Danghe 档盒."""
