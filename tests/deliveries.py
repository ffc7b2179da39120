"""Deliveries made up for tests: a catalogue, and tiny images lying beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HEADER = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
LAYOUTS = ("folders", "named pages", "flat", "nested")
"""A folder each; the same with 档号 in the file names; all in one folder; volume and item."""


@dataclass(frozen=True)
class Item:
    """One paper of a made-up delivery: what the catalogue says, and which pages lie there."""

    archival_no: str
    title: str
    stated: str
    pages: tuple[int, ...]
    date: str = "20230506"

    @property
    def row(self) -> tuple[str, ...]:
        return ("", self.archival_no, "", "望湖街道", self.title, self.date, "", self.stated, "")


@dataclass(frozen=True)
class Delivery:
    """Items that have a row, items that have none, and how the images lie."""

    items: tuple[Item, ...]
    unlisted: tuple[Item, ...] = ()
    layout: str = "folders"
    separator: str = "-"
    ending: str = "jpg"
    width: int = 4
    top: str = "成果/图像"

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        return (HEADER, *(item.row for item in self.items))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for item in (*self.items, *self.unlisted) for path in self.of(item))

    def of(self, item: Item) -> tuple[str, ...]:
        """The paths of one item's pages."""
        name = item.archival_no.replace("·", self.separator).replace("-", self.separator)
        volume, _, number = name.rpartition(self.separator)
        where = {
            "folders": f"{name}/",
            "named pages": f"{name}/{name}-",
            "flat": f"{name}-",
            "nested": f"{volume}/{number}/",
        }[self.layout]
        return tuple(f"{self.top}/{where}{n:0{self.width}}.{self.ending}" for n in item.pages)

    def changed(self, index: int, **changes: object) -> Delivery:
        """The same with one item changed."""
        items = list(self.items)
        items[index] = replace(items[index], **changes)  # type: ignore[arg-type]
        return replace(self, items=tuple(items))

    def without_images(self, index: int) -> Delivery:
        return self.changed(index, pages=())

    def without_row(self, index: int) -> Delivery:
        items = (*self.items[:index], *self.items[index + 1 :])
        return replace(self, items=items, unlisted=(self.items[index],))

    def write(self, folder: Path) -> Path:
        """Write it as CSV and images, no two of the same bytes; the path of the catalogue."""
        from PIL import Image

        for number, path in enumerate(self.paths):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            bits = [255 * (number >> place & 1) for place in range(16)]
            image = Image.new("L", (16, 1))
            image.putdata(bits)
            image.resize((128, 8), Image.Resampling.NEAREST).save(target)
        catalogue = folder / "目录.csv"
        text = "\n".join(",".join(row) for row in self.table)
        catalogue.write_text(text + "\n", "utf-8-sig")
        return catalogue


def delivery(page_counts: Sequence[int] = (3, 2, 4, 2, 2), **how: object) -> Delivery:
    """A sound delivery: items of these page counts, with pages from 1."""
    items = tuple(
        Item(
            archival_no=f"J001-WS·2023-Y-BGS-{number:04}",
            title=f"关于第{number}项工作的通知",
            stated=str(pages),
            pages=tuple(range(1, pages + 1)),
        )
        for number, pages in enumerate(page_counts, start=1)
    )
    return Delivery(items, **how)  # type: ignore[arg-type]
