"""A matrix of units and boxes as one HTML page that prints on A4 and needs nothing beside it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from ..messages import language, translate
from ..model import FindingStatus
from .matrix import Matrix, ranking, trends
from .matrix_text import change_of, table_tally
from .snapshot import LETTERS
from .words import GLYPHS, printable, section_heading, status_word


def matrix_page(matrix: Matrix) -> str:
    """A matrix as a self-contained page, A4 across; it holds no script and loads nothing."""
    return _template().render(
        matrix=matrix,
        lang="zh-CN" if language() == "zh" else "en",
        trends=trends(matrix) if len(matrix.years) > 1 else (),
        ranking=ranking(matrix) if len({row.unit for row in matrix.rows}) > 1 else (),
        statuses=tuple(FindingStatus),
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(t=translate, glyphs=GLYPHS, letters=LETTERS, word=status_word)
    environment.globals.update(heading=section_heading, change=change_of, tally=table_tally)
    environment.filters["plain"] = printable
    return environment.from_string(files(__package__).joinpath("matrix.html").read_text("utf-8"))
