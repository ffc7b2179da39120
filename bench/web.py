"""Server time of the pages, with many papers, many units and many readers at once.

    python bench/web.py
    python bench/web.py --papers 20000 --units 200 --readers 50 --keep FOLDER

Invented papers are imported (some minutes; ``--keep`` leaves the archive for the next run), then
``danghe serve`` runs in a process of its own and pages are fetched one after another over one
connection, as signed-in users: times are the browser's, from the request to the last byte. "search"
is of words, several words, phrases, prefixes, fields; "page 2" asks for a part only, as the page's
script does. The matrix is of all units in one year; "at first" is its first sight after the start
of the server. Last, so many readers fetch pages of every kind at once, without a pause, while
an import of further papers runs in another process: their times tell of a busy machine, and
anything but an answer counts as an error.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from urllib.parse import quote, urlencode

import click
from web_papers import LEVEL, YEARS, questions, unit_names, write_papers

from danghe.archive import Archive
from danghe.model import Unit
from danghe.web.passwords import hash_password

HEAD = """\
| pages | fetched | p50 ms | p95 ms | most ms | kB |
|:--|--:|--:|--:|--:|--:|"""
READER, INSPECTOR = "查阅员", "检查员"
PASSWORD = "远看山有色近听水无声"
YEAR = YEARS[1]


def build(home: Path, papers: int, units: int) -> Path:
    """An archive of so many papers, with two users; or the one that a former run left."""
    directory = home / "archive"
    if directory.exists():
        return directory
    with Archive.create(directory) as archive:
        write_papers(home / "papers", papers, units, archive.norms)
        for name in unit_names(units):
            archive.add_unit(Unit(name, LEVEL))
        for _ in archive.import_([home / "papers"], reasons=False):
            pass
        add_users(archive, unit_names(units))
    return directory


def add_users(archive: Archive, units: Sequence[str]) -> None:
    """An inspector who sees all, and a reader of one unit in ten."""
    hashed, few = hash_password(PASSWORD), units[: max(1, len(units) // 10)]
    archive.catalogue.add_user(INSPECTOR, hashed, "inspector", None, first=False)
    archive.catalogue.add_user(READER, hashed, "reader", few, first=False)


@dataclass
class Browser:
    """One connection of one user.

    Attributes:
        port: Of the server.
        cookies: That it was given.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, text

    def sign_in(self, name: str) -> None:
        _, page = self.ask("GET", "/sign-in")
        token = re.search(r'name="csrf" content="(\w+)"', page)
        assert token is not None
        status, _ = self.ask(
            "POST", "/sign-in", {"csrf": token[1], "name": name, "password": PASSWORD}
        )
        assert status == http.client.SEE_OTHER, status

    def like(self) -> Browser:
        """Another connection of the same session."""
        return Browser(self.port, dict(self.cookies))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(directory: Path) -> Iterator[int]:
    """The server over an archive; its port."""
    port = free_port()
    command = [sys.executable, "-m", "danghe", "serve", "--port", str(port)]
    with subprocess.Popen([*command, "--archive", str(directory)], stdout=subprocess.DEVNULL) as it:
        try:
            for _ in range(600):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port
        finally:
            it.terminate()


@dataclass
class Course:
    """How pages of one kind came.

    Attributes:
        times: Milliseconds of each.
        sizes: Bytes of each.
        statuses: Of answers; 0 for a broken connection.
    """

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def fetch(self, browser: Browser, path: str) -> str:
        begin = time.perf_counter()
        try:
            status, text = browser.ask("GET", path)
        except (OSError, http.client.HTTPException):
            status, text = 0, ""
        self.times.append((time.perf_counter() - begin) * 1000)
        self.sizes.append(len(text.encode()))
        self.statuses[status] += 1
        return text

    def row(self, name: str) -> str:
        ordered = sorted(self.times)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        odd = sum(n for status, n in self.statuses.items() if status != http.client.OK)
        shown = f"{name}, {odd} errors" if odd else name
        return (
            f"| {shown} | {len(ordered)} | {statistics.median(ordered):.1f} | {p95:.1f} "
            f"| {ordered[-1]:.1f} | {statistics.mean(self.sizes) / 1000:.0f} |"
        )


def search_pages(asked: Sequence[str]) -> list[str]:
    return [f"/?q={quote(query)}" for query in asked]


def measured(name: str, browser: Browser, paths: Sequence[str], warming: int = 3) -> None:
    browser = browser.like()  # The server closes a connection that rests for some seconds.
    for path in paths[:warming]:
        browser.ask("GET", path)
    course = Course()
    for path in paths:
        course.fetch(browser, path)
    print(course.row(name), flush=True)


def alone(port: int, asked: Sequence[str], units: Sequence[str]) -> None:
    """One reader on a quiet machine."""
    inspector = Browser(port)
    inspector.sign_in(INSPECTOR)
    first = Course()
    first.fetch(inspector, f"/check?year={YEAR}")
    print(first.row("matrix, at first"))
    measured("matrix", inspector, [f"/check?year={YEAR}"] * 60)
    measured("matrix, newest year", inspector, ["/check"] * 60)
    measured("search", inspector, search_pages(asked))
    reader = Browser(port)
    reader.sign_in(READER)
    measured("search, of a few units", reader, search_pages(asked))
    pages = [f"{path}&page=2&part=results" for path in search_pages(asked)]
    measured("search, page 2", inspector, pages)
    measured("first page", inspector, ["/"] * 60)
    found = papers_of(inspector, asked)
    measured("a paper", inspector, found)
    measured("boxes", inspector, [f"/boxes?unit={quote(u)}&year={YEAR}" for u in units[:60]])
    measured(
        "a unit's findings",
        inspector,
        [f"/check/unit?unit={quote(u)}&year={YEAR}" for u in units[:60]],
    )


def papers_of(browser: Browser, asked: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    browser = browser.like()
    for query in asked[:20]:
        _, text = browser.ask("GET", f"/?q={quote(query)}")
        for id in re.findall(r'href="(/papers/[0-9a-f]{12}-\d+)', text):
            found[id] = None
    return list(found)[:60]


def together(
    port: int,
    readers: int,
    asked: Sequence[str],
    units: Sequence[str],
    importing: Callable[[], object],
) -> None:
    """Many readers, while an import runs."""
    signed = {name: Browser(port) for name in (INSPECTOR, READER)}
    for name, browser in signed.items():
        browser.sign_in(name)
    papers = papers_of(signed[INSPECTOR], asked)
    over = Event()

    def read(number: int) -> Course:
        dice, course = random.Random(number), Course()
        name = INSPECTOR if number % 2 else READER
        browser = signed[name].like()
        mine = papers if name == INSPECTOR else []
        few = units if name == INSPECTOR else units[: max(1, len(units) // 10)]
        while not over.is_set():
            about = f"unit={quote(dice.choice(few))}&year={YEAR}"
            path = dice.choice(
                [f"/?q={quote(dice.choice(asked))}"] * 4
                + [f"/boxes?{about}", f"/check/unit?{about}", f"/check?year={YEAR}"]
                + ([dice.choice(mine)] * 2 if mine else [])
            )
            course.fetch(browser, path)
            if course.statuses[0]:
                browser = signed[name].like()
        return course

    with ThreadPoolExecutor(readers) as pool:
        running = [pool.submit(read, number) for number in range(readers)]
        begin = time.perf_counter()
        importing()
        took = time.perf_counter() - begin
        over.set()
        courses = [one.result() for one in running]
    whole = Course()
    for one in courses:
        whole.times += one.times
        whole.sizes += one.sizes
        whole.statuses += one.statuses
    print(whole.row(f"{readers} readers, an import of {took:.0f} s beside"))
    print("\nanswers by status:", dict(whole.statuses))


@click.command()
@click.option("--papers", default=20_000, show_default=True)
@click.option("--units", default=200, show_default=True)
@click.option("--readers", default=50, show_default=True)
@click.option("--further", default=300, show_default=True, help="papers imported beside readers")
@click.option("--questions", "count", default=30, show_default=True, help="of each kind")
@click.option("--keep", type=click.Path(path_type=Path), help="where the archive stays")
def main(
    papers: int, units: int, readers: int, further: int, count: int, keep: Path | None
) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = keep or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        directory = build(home, papers, units)
        asked, names = list(questions(count)), unit_names(units)
        more = Path(folder) / f"further-{os.getpid()}"
        with Archive.open(directory) as archive:
            print(f"{sum(archive.counts().values()):,} papers, {units} units\n")
            write_papers(more, further, units, archive.norms, seed=int(time.time()))
        command = [sys.executable, "-m", "danghe", "import", str(more), "--archive", str(directory)]
        print(HEAD)
        with served(directory) as port:
            alone(port, asked, names)
            together(
                port, readers, asked, names,
                lambda: subprocess.run(command, check=True, capture_output=True),
            )  # fmt: skip


if __name__ == "__main__":
    main()
