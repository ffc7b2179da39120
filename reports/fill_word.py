"""Fills the placeholders of a Word template, wherever Word has cut them into runs."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from ..check.rows import Report
from ..errors import UsageError
from ..messages import translate
from . import words
from .placeholders import FINDINGS, ROW_NAMES, Piece, names_in, pieces, refuse_unknown, rows_of
from .placeholders import values as values_of
from .template_guard import Template, W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MAX_FILLED = 20_000_000
_COLUMNS = ("no", "place", "problem", "clause", "demand", "deadline")
_WIDTHS = (7, 22, 25, 14, 22, 10)  # hundredths of the text's width
_OF_A_ROW = frozenset(ROW_NAMES)
_ONLY_ONCE = (W + "bookmarkStart", W + "bookmarkEnd", W + "sectPr")
_SMALL = "18"  # half points


def fill_word(path: Path, report: Report) -> bytes:
    """A notice from a template.

    A row of a table that names 【序号】, 【问题】 … is repeated for each problem. 【问题清单】
    alone in a paragraph becomes a table; a value of several lines alone in a paragraph
    becomes as many paragraphs.

    Args:
        path: A .docx or .dotx file.
        report: Gives the values.

    Raises:
        UsageError: The template cannot be used, or names what is not known.
    """
    template = Template(path)
    filler = _Filler(report, path)
    for root in template.filled.values():
        filler.inspect(root)
    for root in template.filled.values():
        filler.fill(root)
    return template.written()


class _Filler:
    def __init__(self, report: Report, path: Path) -> None:
        self._report = report
        self._path = path
        self._values = values_of(report)
        self._rows = rows_of(report)
        self._left = _MAX_FILLED

    def inspect(self, root: etree._Element) -> None:
        """Refuse unknown placeholders before anything is filled."""
        outside: list[str] = []
        inside: list[str] = []
        for paragraph in root.iter(W + "p"):
            found = names_in(_text(paragraph))
            (outside if _row_of(paragraph) is None else inside).extend(found)
        refuse_unknown(outside, rows=inside)

    def fill(self, root: etree._Element) -> None:
        """Repeat rows, then fill what is left."""
        repeated = _repeated_rows(root)
        # Chosen before anything is filled in, so that no value is taken for a template.
        others = [p for p in root.iter(W + "p") if repeated.keys().isdisjoint(_rows_above(p))]
        for row in repeated:
            self._spend(len(etree.tostring(row)) * len(self._rows))
            for values in self._rows:
                made = _fresh_copy(row)
                row.addprevious(made)
                for paragraph in list(made.iter(W + "p")):
                    if not _leaves_nothing(paragraph, values):
                        self._fill_paragraph(paragraph, self._values | values)
                    elif _beside_another(paragraph):
                        _remove(paragraph)
                    else:
                        _empty(paragraph)
            _remove(row)
        for paragraph in others:
            self._fill_alone(paragraph)

    def _fill_alone(self, paragraph: etree._Element) -> None:
        text = _text(paragraph)
        names = names_in(text)
        alone = names[0] if len(names) == 1 and text.strip() == f"【{names[0]}】" else None
        lines = self._values[alone].split("\n") if alone else []
        if alone == FINDINGS and self._report.problems and _in_flow(paragraph):
            paragraph.addprevious(self._findings(paragraph))
            _empty(paragraph)
        elif alone and len(lines) > 1:
            self._spend(len(etree.tostring(paragraph)) * len(lines))
            for line in lines[:-1]:
                made = _fresh_copy(paragraph)
                paragraph.addprevious(made)
                self._fill_paragraph(made, {alone: line})
            self._fill_paragraph(paragraph, {alone: lines[-1]})
        elif names or "【【" in text:
            self._fill_paragraph(paragraph, self._values)

    def _fill_paragraph(self, paragraph: etree._Element, values: Mapping[str, str]) -> None:
        nodes = list(_text_nodes(paragraph))
        places = pieces(_text(paragraph), values)
        self._spend(sum(len(piece.text) for piece in places))
        _replace(nodes, places)
        for node in nodes:
            _break_lines(node)

    def _spend(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            why = translate("report.template.large")
            raise UsageError("report.error.template", path=self._path, why=why)

    def _findings(self, paragraph: etree._Element) -> etree._Element:
        """The problems as a table in the font of the placeholder."""
        run = next(paragraph.iter(W + "r"), None)
        look = run.find(W + "rPr") if run is not None else None
        table = _ruled_table()
        heads = [words.column(name) for name in _COLUMNS]
        table.append(_table_row([(head,) for head in heads], look, head=True))
        for row in self._report.problems:
            place = tuple(filter(None, (row.section, row.box)))
            problem = (words.weighed(row), *words.asides(row))
            cells = ((str(row.no),), place, problem, row.clauses, (row.demand,))
            self._spend(sum(len(line) for lines in cells for line in lines))
            table.append(_table_row((*cells, (row.deadline,)), look))
        return table


def _text_nodes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The texts of a paragraph itself, without those of paragraphs in its text boxes."""
    for node in paragraph.iter(W + "t"):
        above = next(node.iterancestors(W + "p", W + "moveFrom"), None)
        if above is paragraph:
            yield node


def _text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in _text_nodes(paragraph))


def _row_of(paragraph: etree._Element) -> etree._Element | None:
    return next(paragraph.iterancestors(W + "tr"), None)


def _rows_above(paragraph: etree._Element) -> Iterator[etree._Element]:
    return paragraph.iterancestors(W + "tr")


def _repeated_rows(root: etree._Element) -> dict[etree._Element, None]:
    """Innermost rows that name something of a problem."""
    found: dict[etree._Element, None] = {}
    for paragraph in root.iter(W + "p"):
        row = _row_of(paragraph)
        if row is not None and not _OF_A_ROW.isdisjoint(names_in(_text(paragraph))):
            found[row] = None
    return found


def _fresh_copy(element: etree._Element) -> etree._Element:
    """A copy without what must be there only once: bookmarks, ends of sections, ids."""
    made = copy.deepcopy(element)
    made.tail = None
    for mark in list(made.iter(*_ONLY_ONCE)):
        _remove(mark)
    for one in made.iter(W + "p", W + "tr"):
        for name in ("paraId", "textId"):
            one.attrib.pop(_W14 + name, "")
    return made


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _leaves_nothing(paragraph: etree._Element, values: Mapping[str, str]) -> bool:
    """Whether a paragraph is one placeholder for which there is nothing to say."""
    text = _text(paragraph).strip()
    names = names_in(text)
    return len(names) == 1 and text == f"【{names[0]}】" and values.get(names[0]) == ""


def _beside_another(paragraph: etree._Element) -> bool:
    """Whether its cell keeps a paragraph at its end without it."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    last = after if after is not None else before
    parent = paragraph.getparent()
    return (
        parent is not None and parent.tag == W + "tc" and last is not None and last.tag == W + "p"
    )


def _in_flow(paragraph: etree._Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag in (W + "body", W + "tc", W + "sdtContent")


def _empty(paragraph: etree._Element) -> None:
    """What follows a table must be a paragraph; it may set the section, so it stays."""
    for node in _text_nodes(paragraph):
        node.text = ""


def _replace(nodes: Sequence[etree._Element], places: Sequence[Piece]) -> None:
    """Put each text into the node where its placeholder begins, and cut the rest of it out."""
    start, coming = 0, 0
    for node in nodes:
        text = node.text or ""
        at, end = start, start + len(text)
        made: list[str] = []
        while coming < len(places) and places[coming].start < end:
            place = places[coming]
            if place.start >= start:
                made += (text[at - start : place.start - start], place.text)
            at = min(place.end, end)
            if place.end > end:
                break
            coming += 1
        if at > start or made:
            node.text = "".join((*made, text[at - start :]))
            node.set(_SPACE, "preserve")
        start = end


def _break_lines(node: etree._Element) -> None:
    first, *rest = (node.text or "").split("\n")
    if not rest:
        return
    node.text = first
    last = node
    for line in rest:
        for tag, text in (("br", None), ("t", line)):
            made = etree.Element(W + tag)
            made.text = text
            if text is not None:
                made.set(_SPACE, "preserve")
            last.addnext(made)
            last = made


def _element(name: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    made = etree.Element(W + name)
    for key, value in attributes.items():
        made.set(W + key, value)
    made.extend(children)
    return made


def _ruled_table() -> etree._Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    ruled = [_element(side, val="single", sz="4", space="0", color="auto") for side in sides]
    form = _element(
        "tblPr",
        _element("tblW", w="5000", type="pct"),
        _element("tblBorders", *ruled),
        _element("tblLayout", type="fixed"),
    )
    grid = _element("tblGrid", *(_element("gridCol", w=str(width * 90)) for width in _WIDTHS))
    return _element("tbl", form, grid)


def _table_row(
    cells: Sequence[Sequence[str]], look: etree._Element | None, *, head: bool = False
) -> etree._Element:
    form = _element("trPr", _element("cantSplit"))
    if head:
        form.append(_element("tblHeader"))
    row = _element("tr", form)
    for lines, width in zip(cells, _WIDTHS, strict=True):
        cell = _element("tc", _element("tcPr", _element("tcW", w=str(width * 50), type="pct")))
        cell.extend(_cell_line(line, look, head=head) for line in lines or ("",))
        row.append(cell)
    return row


def _cell_line(line: str, look: etree._Element | None, *, head: bool) -> etree._Element:
    spacing = _element("spacing", before="20", after="20", line="240", lineRule="auto")
    indent = _element("ind", firstLine="0", firstLineChars="0")
    form = _element("pPr", spacing, indent)
    if head:
        form.append(_element("jc", val="center"))
    text = _element("t")
    text.text = line
    text.set(_SPACE, "preserve")
    return _element("p", form, _element("r", _small(look), text))


def _small(look: etree._Element | None) -> etree._Element:
    """The look of a run in small type; size must stand in its place among the others."""
    fonts = look.find(W + "rFonts") if look is not None else None
    form = _element("rPr")
    if fonts is not None:
        form.append(copy.deepcopy(fonts))
    form.extend((_element("sz", val=_SMALL), _element("szCs", val=_SMALL)))
    return form
