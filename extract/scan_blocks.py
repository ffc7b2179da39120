"""Blocks of a recognised page."""

from __future__ import annotations

from ..model import Block, PageScan
from .lines import text_block


def blocks_of_scan(scan: PageScan) -> tuple[Block, ...]:
    """One block for each line, in reading order."""
    return tuple(text_block(line.text, scan.page) for line in scan.lines)
