"""What stands in the place of 【单位】, 【年度】 … in a notice's template."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..check.report_rows import day_words
from ..check.rows import ObservationRow, ProblemRow, QuestionRow, Report
from ..errors import UsageError
from ..messages import translate
from . import words

# A doubled bracket keeps it: 【【附件】】. Neither form can run over another's bracket.
_PLACEHOLDER = re.compile(r"【【(?P<kept>[^【】\n]*)】】|【(?P<name>[^【】\n]{1,40})】")

FINDINGS = "问题清单"
"""The placeholder that becomes a table where it stands alone."""
ROW_NAMES = ("序号", "条线", "盒", "问题", "程度", "情况", "依据", "证据", "整改要求")
"""Placeholders of one problem: the row (or line of text) that holds them is repeated."""
NAMES = (
    "单位",
    "年度",
    "层级",
    "规范",
    "检查日期",
    "检查年",
    "检查人",
    "检查单位",
    "整改期限",
    "问题数",
    "总体情况",
    FINDINGS,
    "疑问",
    "提示",
    "未检查事项",
)
"""Placeholders that can stand anywhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of a template's text and what comes in its stead.

    Attributes:
        start: First character.
        end: One past the last.
        text: What comes there.
    """

    start: int
    end: int
    text: str


def names_in(text: str) -> list[str]:
    """Names of the placeholders in a text, in order."""
    found = (match["name"] for match in _PLACEHOLDER.finditer(text))
    return [name.strip() for name in found if name is not None]


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """What to replace in a text; what is filled in is not looked through again."""
    return [
        Piece(
            match.start(),
            match.end(),
            f"【{match['kept']}】" if match["name"] is None else values[match["name"].strip()],
        )
        for match in _PLACEHOLDER.finditer(text)
    ]


def filled(line: str, known: Mapping[str, str]) -> str:
    """A text with its placeholders replaced, all of which must be known."""
    made: list[str] = []
    at = 0
    for piece in pieces(line, known):
        made += (line[at : piece.start], piece.text)
        at = piece.end
    return "".join((*made, line[at:]))


def refuse_unknown(names: Collection[str], *, rows: Collection[str] = ()) -> None:
    """Hold a template's placeholders against the known ones.

    Args:
        names: Those outside of what is repeated.
        rows: Those inside of it.

    Raises:
        UsageError: One is unknown, or stands outside though it belongs to a row.
    """
    unknown = dict.fromkeys(n for n in (*names, *rows) if n not in NAMES and n not in ROW_NAMES)
    if unknown:
        raise UsageError(
            "report.error.placeholder",
            unknown=_listed(unknown),
            known=_listed(NAMES),
            rows=_listed(ROW_NAMES),
        )
    lost = dict.fromkeys(name for name in names if name in ROW_NAMES)
    if lost:
        raise UsageError("report.error.row_placeholder", unknown=_listed(lost))


def _listed(names: Collection[str]) -> str:
    return "".join(f"【{name}】" for name in list(names)[:30])


def values(report: Report) -> dict[str, str]:
    """Values of ``NAMES``; what is not known yet is a blank to write on."""
    blank = translate("report.notice.blank")
    day = report.day
    found = (
        report.unit,
        str(report.year),
        report.level,
        words.norms_words(report),
        day_words(day) if day else translate("report.notice.blank_day"),
        str(day.year) if day else "　　",
        "、".join(report.inspectors) or blank,
        report.issuer or translate("report.notice.issuer"),
        report.deadline or translate("report.by", day=translate("report.notice.blank_day")),
        str(len(report.problems)),
        summary(report),
        "\n".join(map(_problem_line, report.problems)) or translate("report.no_problems"),
        "\n".join(map(_question_line, report.questions)) or translate("report.notice.none"),
        "\n".join(_observation_lines(report)) or translate("report.notice.none"),
        "\n".join(_unchecked_lines(report)) or translate("report.notice.none"),
    )
    return dict(zip(NAMES, found, strict=True))


def row_values(row: ProblemRow) -> dict[str, str]:
    """Values of ``ROW_NAMES``."""
    found = (
        str(row.no),
        row.section,
        row.box,
        row.problem,
        words.weight(row.severity),
        _sentence(words.asides(row)).rstrip(),
        "\n".join(row.clauses),
        "\n".join(words.problem_evidence(row)),
        row.demand,
    )
    return dict(zip(ROW_NAMES, found, strict=True))


def rows_of(report: Report) -> list[dict[str, str]]:
    """One set of values for each problem; where there is none, one that says so."""
    if report.problems:
        return [row_values(row) for row in report.problems]
    return [dict.fromkeys(ROW_NAMES, "") | {"问题": translate("report.no_problems")}]


def summary(report: Report) -> str:
    """Boxes and items in one sentence."""
    boxes_and_items = (tally.sentence for tally in report.tallies[:2])
    return translate(
        "report.notice.summary", tallies=translate("check.list_joint").join(boxes_and_items)
    )


def _problem_line(row: ProblemRow) -> str:
    return translate(
        "report.notice.problem",
        no=row.no,
        place=words.place(row),
        problem=words.weighed(row),
        more=_sentence(words.asides(row)),
        demand=row.demand,
    )


def _question_line(row: QuestionRow) -> str:
    passages = [
        translate("report.notice.placed", place=words.paper_line(paper), text=words.passage(paper))
        for paper in row.evidence[: words.DISAGREEING]
    ]
    return _numbered(row.no, row.section, row.question + _sentence(passages))


def _observation_lines(report: Report) -> list[str]:
    """What they are, then each; nothing where there is none."""
    lines = list(map(_observation_line, report.observations))
    return [translate("report.observations_hint"), *lines] if lines else []


def _observation_line(row: ObservationRow) -> str:
    seen = words.bracketed(row.observation, row.clause) if row.clause else row.observation
    parts = (seen, row.advice)
    return _numbered(row.no, row.section, _sentence([part for part in parts if part]))


def _sentence(parts: Sequence[str]) -> str:
    """Parts as one sentence; none as nothing."""
    joined = translate("report.notice.sentence_joint").join(parts)
    return translate("report.notice.sentence", text=joined) if parts else ""


def _numbered(no: int, place: str, text: str) -> str:
    placed = translate("report.notice.placed", place=place, text=text) if place else text
    return translate("report.notice.numbered", no=no, text=placed)


def _unchecked_lines(report: Report) -> list[str]:
    return [
        translate("report.notice.unchecked", no=number, why=row.why, count=row.count)
        for number, row in enumerate(report.unchecked, start=1)
    ]
