"""A small archive of two units with users of every kind, and a browser without a window to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from starlette.testclient import TestClient

from danghe.archive import Archive
from danghe.web.app import create_app
from danghe.web.passwords import hash_password
from danghe.web.settings import Settings

BASE = "http://127.0.0.1:8421"
PASSWORD = "青山一道同云雨明月何曾"
ID_NUMBER = "11010519491231002X"
PHONE = "13800138000"
SCRIPT = "<script>alert(1)</script>"
STREET, COMMUNITY = "柳塘街道", "桂湾社区"

USERS: Mapping[str, tuple[str, tuple[str, ...] | None]] = {
    "总管": ("archivist", None),
    "社区员": ("archivist", (COMMUNITY,)),
    "检查员": ("inspector", (STREET,)),
    "查阅员": ("reader", (STREET,)),
}

PAPERS = {
    "柳塘街道/2023年/制度.txt": "药具管理制度\n一、专人负责药具管理。\n二、账卡相符。\n"
    "柳塘街道办事处\n2023年3月1日\n",
    "柳塘街道/2023年/名单.txt": "柳塘街道2023年药具管理人员名单\n"
    f"姓名 王某 身份证号 {ID_NUMBER} 电话 {PHONE}\n柳塘街道办事处\n2023年4月2日\n",
    "桂湾社区/2023年/报表.txt": "桂湾社区2023年第一季度药具不良反应表\n填报单位：桂湾社区居委会\n"
    f"姓名 李某 身份证号 {ID_NUMBER}\n2023年3月30日\n",
    "桂湾社区/2023年/秘密.txt": "桂湾社区关于蓝鲸计划的通知\n蓝鲸计划只在本社区开展。\n"
    "桂湾社区居民委员会\n2023年6月1日\n",
    "桂湾社区/2023年/总结.txt": "桂湾社区2023年药具管理工作总结\n"
    "一、药具管理有专人负责，账卡相符。\n桂湾社区居民委员会\n2023年12月1日\n",
    "柳塘街道/2023年/<img src=x onerror=alert(2)>.txt": f"关于{SCRIPT}检查的通知\n"
    f"各社区：{SCRIPT}请按时检查灭火器<b>要紧</b>。\n柳塘街道办事处\n2023年11月2日\n",
    "无单位.txt": "打印机卡纸处理说明\n先关电源，再打开后盖。\n",
}  # fmt: skip


def build(home: Path) -> Path:
    """An archive with papers and users."""
    papers, directory = home / "papers", home / "archive"
    for name, text in PAPERS.items():
        path = papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for month in range(1, 13):
        text = f"关于开展{month}月份防火检查的通知\n请各社区检查灭火器。\n"
        text += f"柳塘街道办事处\n2023年{month}月5日\n"
        (papers / "柳塘街道" / "2023年" / f"防火{month:02}.txt").write_text(text, "utf-8")
    draw(papers / "柳塘街道" / "2023年" / "培训.pdf")
    with Archive.create(directory) as archive:
        list(archive.import_([papers], jobs=1))
        hashed = hash_password(PASSWORD)
        for name, (role, units) in USERS.items():
            archive.catalogue.add_user(name, hashed, role, units, first=False)
    return directory


def draw(path: Path) -> None:
    """A paper of two pages with a text layer."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path), pagesize=(595, 842))
    for lines in (
        ("柳塘街道办事处文件", "关于举办药具管理培训班的通知", "各社区：", "请准时参加。"),
        (
            "附件",
            f"签到 赵某 {ID_NUMBER}",
            "签到表附后，人员到齐。",
            "柳塘街道办事处 2023年5月25日",
        ),
    ):
        page.setFont("STSong-Light", 16)
        for number, line in enumerate(lines):
            page.drawString(100, 740 - 40 * number, line)
        page.showPage()
    page.save()


class Site:
    """What a browser does."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(path, params=params or None)

    def csrf(self) -> str:
        page = self.get("/account")
        page = self.get("/sign-in") if page.status_code == 303 else page
        found = re.search(r'name="csrf" content="(\w+)"', page.text)
        assert found
        return found[1]

    def post(self, path: str, *, origin: str | None = BASE, **fields: Any) -> Any:
        data = {"csrf": self.csrf(), **fields}
        headers = {"Origin": origin} if origin else {}
        return self.client.post(path, data=data, headers=headers)

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> Any:
        return self.post("/sign-in", name=name, password=password, **fields)

    def records(self, query: str, **params: Any) -> list[str]:
        """Ids of the hits on a page."""
        text = self.get("/", q=query, **params).text
        return re.findall(r'<h2><a href="/papers/([0-9a-f]{12}-\d+)', text)

    def total(self, query: str) -> int:
        """How many papers an answer counts."""
        found = re.search(r"共 (\d+) 件", self.get("/", q=query).text)
        assert found
        return int(found[1])

    def id_of(self, query: str) -> str:
        """The first hit."""
        return self.records(query)[0]


@contextmanager
def site(directory: Path, settings: Settings | None = None, base: str = BASE) -> Iterator[Site]:
    """A browser on the pages of an archive."""
    app = create_app(directory, settings or Settings(threads=2))
    with TestClient(app, base_url=base, follow_redirects=False) as client:
        yield Site(client)


@contextmanager
def signed_in(directory: Path, name: str) -> Iterator[Site]:
    """A browser in which someone has signed in."""
    with site(directory) as one:
        assert one.sign_in(name).status_code == 303
        yield one
