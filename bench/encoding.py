"""Encoding detection beside chardet and charset-normalizer: ``python bench/encoding.py``.

Real pages in GB2312 and Big5 come from the source distribution of chardet 5.2 (its tests), fetched
by pip into a temporary folder or given as DIRECTORY; beside them stand sentences of our corpus,
as they are and in traditional characters. They are cut to pieces of so many characters, written
in every encoding that can hold them, and read by each detector in turn. A reading is right when
the text comes back; the name of the encoding does not matter. Nothing is kept.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import chardet
import click
import opencc
from rich.console import Console
from rich.table import Table

from danghe.extract.encoding import decode

SDIST = "chardet==5.2.0"
LENGTHS = (6, 10, 12, 30, 100, 1000)
SIMPLIFIED = ("gb18030", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "hz")
TRADITIONAL = ("cp950", "big5hkscs", "gb18030", "utf-8", "utf-16-le", "utf-16-be")
HAN = re.compile("[\u3400-\u9fff]")
TAG = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]*>|&\w+;", re.DOTALL | re.IGNORECASE)
Reader = Callable[[bytes], str]


def by_danghe(data: bytes) -> str:
    return decode(data).text


def by_chardet(data: bytes) -> str:
    return data.decode(chardet.detect(data)["encoding"] or "utf-8")


def by_charset_normalizer(data: bytes) -> str:
    import charset_normalizer

    return str(charset_normalizer.from_bytes(data).best() or "")


READERS: dict[str, Reader] = {"danghe": by_danghe, "chardet": by_chardet}


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--samples", default=100, help="Pieces of each length.")
@click.option("--least-han", default=0.6, help="Share of Chinese characters a piece must have.")
@click.option("--alone", is_flag=True, help="Leave the others out.")
@click.option("--misses", is_flag=True, help="Print what danghe read wrongly.")
def main(directory: Path | None, samples: int, least_han: float, alone: bool, misses: bool) -> None:
    """Print the share of pieces read rightly, and the time for all."""
    try:
        import charset_normalizer  # noqa: F401

        READERS["charset-normalizer"] = by_charset_normalizer
    except ImportError:
        click.echo("charset-normalizer is not installed; left out.", err=True)
    if alone:
        READERS.pop("chardet")
        READERS.pop("charset-normalizer", None)
    with tempfile.TemporaryDirectory() as folder:
        pages = directory or fetched(Path(folder))
        sets = list(text_sets(pages))
    table = Table("texts", "encoding", "reader", *map(str, LENGTHS))
    seconds = dict.fromkeys(READERS, 0.0)
    for name, text, encodings in sets:
        for encoding in encodings:
            rows = measured(text, encoding, samples, least_han, seconds, misses)
            for reader, shares in rows.items():
                table.add_row(name, encoding, reader, *shares)
            table.add_section()
    Console(width=120).print(table)
    for reader, spent in seconds.items():
        click.echo(f"{reader}: {spent:.2f} s, {spent / seconds['danghe']:.2f} of danghe's")


def fetched(folder: Path) -> Path:
    """The tests of chardet's source distribution."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
    ]
    subprocess.run([*command, "--dest", str(folder), SDIST], check=True)
    with tarfile.open(next(folder.glob("chardet-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("chardet-*/tests"))


def text_sets(pages: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, text and encodings of each set."""
    yield "GB2312 pages", joined(pages / "GB2312", "gb18030", "gbk"), SIMPLIFIED
    yield "Big5 pages", joined(pages / "Big5", "cp950", "big5hkscs"), TRADITIONAL
    papers = Path(__file__).parents[1] / "corpus" / "content"
    ours = "".join(
        re.findall(
            r'"([^"\n]{8,})"', "".join(p.read_text("utf-8") for p in sorted(papers.glob("*.py")))
        )
    )
    yield "our corpus", ours, SIMPLIFIED
    yield "our corpus, traditional", opencc.OpenCC("s2t").convert(ours), TRADITIONAL


def joined(folder: Path, *encodings: str) -> str:
    """Visible text of the pages of a folder; pages that lie about their encoding are left out."""
    texts = []
    for path in sorted(folder.iterdir()):
        for encoding in encodings:
            try:
                texts.append(TAG.sub("\n", path.read_bytes().decode(encoding)))
                break
            except UnicodeDecodeError:
                continue
        else:
            click.echo(f"left out, not {encodings[0]}: {path.name}", err=True)
    return "".join(re.sub(r"\s+", "\n", text) for text in texts)


def pieces(text: str, length: int, samples: int, least_han: float) -> Iterator[str]:
    step = max(1, (len(text) - length) // (samples * 3))
    found = 0
    for start in range(0, len(text) - length, step):
        piece = text[start : start + length]
        if len(HAN.findall(piece)) >= least_han * length and found < samples:
            found += 1
            yield piece


def measured(
    text: str,
    encoding: str,
    samples: int,
    least_han: float,
    seconds: dict[str, float],
    misses: bool,
) -> dict[str, list[str]]:
    """Shares of each reader, length by length."""
    rows: dict[str, list[str]] = {reader: [] for reader in READERS}
    for length in LENGTHS:
        cases = list(encoded(pieces(text, length, samples, least_han), encoding))
        for reader, read in READERS.items():
            start = time.perf_counter()
            wrong = [piece for piece, data in cases if not is_right(read, piece, data)]
            seconds[reader] += time.perf_counter() - start
            right = 100 * (len(cases) - len(wrong)) / len(cases) if cases else 0.0
            rows[reader].append(f"{right:.1f}" if cases else "–")
            if misses and reader == "danghe":
                for piece in wrong:
                    click.echo(f"{encoding} {piece!r} → {read(piece.encode(encoding))!r}")
    return rows


def encoded(texts: Iterable[str], encoding: str) -> Iterator[tuple[str, bytes]]:
    for text in texts:
        try:
            yield text, text.encode(encoding)
        except UnicodeEncodeError:
            continue


def is_right(read: Reader, text: str, data: bytes) -> bool:
    try:
        return read(data) == text
    except (UnicodeDecodeError, LookupError):
        return False


if __name__ == "__main__":
    main()
