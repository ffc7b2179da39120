"""Administration: who gets in, what it changes at once, and what cannot be done with it."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_sites import (
    BASE,
    COMMUNITY,
    ID_NUMBER,
    PASSWORD,
    PHONE,
    SCRIPT,
    STREET,
    Site,
    signed_in,
    site,
)

from danghe.archive import Archive
from danghe.catalogue import LogWanted
from danghe.catalogue.sqlite import WriterLock
from danghe.errors import UsageError
from danghe.messages import CATALOGUE
from danghe.model import Unit
from danghe.text.cells import harmless
from danghe.web import storage
from danghe.web.pages import admin_log
from danghe.web.passwords import hash_password, is_right
from danghe.web.routes import ROUTES, Route

ADMIN = [route for route in ROUTES if route.path.startswith("/admin")]
ROOT = Path(__file__).parent.parent
OTHER = "又一个足够长的密码在此"


@pytest.fixture
def admin(own_archive: Path) -> Iterator[Site]:
    with signed_in(own_archive, "总管") as one:
        yield one


def state_of(admin: Site, name: str) -> str:
    found = re.search(r'name="state" value="(\w+)"', admin.get("/admin/user", name=name).text)
    assert found
    return found[1]


def change(admin: Site, name: str, **fields: Any) -> Any:
    return admin.post("/admin/user/rights", name=name, state=state_of(admin, name), **fields)


# --- who gets in ---


@pytest.mark.parametrize("route", ADMIN, ids=lambda r: f"{r.method} {r.path}")
def it_is_for_an_archivist_of_all_units_alone(route: Route, web_archive: Path) -> None:
    for name in ("查阅员", "检查员", "社区员"):
        with signed_in(web_archive, name) as one:
            headers = {"Origin": BASE, "X-CSRF-Token": one.csrf()}
            answer = one.client.request(route.method, route.path, headers=headers)
            assert answer.status_code == 403, name
            assert 'href="/admin"' not in one.get("/").text
    with site(web_archive) as guest:
        answer = guest.client.request(route.method, route.path, headers={"Origin": BASE})
        assert answer.headers["location"].startswith("/sign-in")


def it_has_pages_and_forms_to_guard() -> None:
    assert {route.method for route in ADMIN} == {"GET", "POST"}
    assert len(ADMIN) > 10


@pytest.mark.parametrize(
    "route", [one for one in ADMIN if one.method == "POST"], ids=lambda r: r.path
)
def it_takes_no_form_without_its_token_or_from_elsewhere(route: Route, admin: Site) -> None:
    fields = {"name": "新来的", "role": "archivist", "scope": "all"}
    for token in (None, "", "0" * 64):
        data = fields if token is None else {**fields, "csrf": token}
        answer = admin.client.post(route.path, data=data, headers={"Origin": BASE})
        assert answer.status_code == 403
    assert admin.post(route.path, origin="http://evil.example", **fields).status_code == 400
    assert "新来的" not in admin.get("/admin/users").text


def it_leads_there_from_the_navigation(admin: Site) -> None:
    assert 'href="/admin"' in admin.get("/").text
    for path in ("/admin", "/admin/users", "/admin/log", "/admin/settings"):
        page = admin.get(path).text
        assert f'href="{path}" aria-current="page"' in page


# --- state ---


def it_tells_what_the_archive_holds_and_that_the_index_agrees(admin: Site) -> None:
    page = admin.get("/admin").text
    with Archive.open(admin_directory(admin)) as archive:
        standing = archive.catalogue.standing()
        filed = list(archive.filed())
    assert standing.records == len(filed)
    assert standing.open == sum(one.filing.is_open for one in filed)
    assert f"目录与索引一致：各 {standing.records} 件。" in page
    assert "tantivy" in page
    assert CATALOGUE["cli.learn.none"][0] in page


def admin_directory(admin: Site) -> Path:
    server: Any = admin.client.app
    directory: Path = server.state.server.directory
    return directory


def it_says_so_where_the_index_lacks_records(own_archive: Path) -> None:
    with Archive.open(own_archive) as archive:
        engine = archive._upkeep.engine()
        engine.write([], [next(iter(engine.ids()))])
    with signed_in(own_archive, "总管") as admin:
        page = admin.get("/admin").text
        assert "两者不一致：请重建索引" in page
        assert "目录与索引一致" not in page
        rebuild(admin)
        assert "目录与索引一致" in admin.get("/admin").text


def rebuild(admin: Site) -> str:
    assert admin.post("/admin/reindex").status_code == 303
    for _ in range(200):
        part: str = admin.get("/admin/rebuild").text
        if 'data-rebuild="running"' not in part:
            return part
        time.sleep(0.05)
    raise AssertionError("never done")


def it_builds_the_index_anew_and_the_log_keeps_by_whom(admin: Site) -> None:
    assert "重建完成" in rebuild(admin)
    assert admin.total("药具") > 0
    with Archive.open(admin_directory(admin)) as archive:
        (entry,) = archive.catalogue.entries(LogWanted(event="reindex"), 9)
    assert entry.who == "总管"
    with Archive.open(admin_directory(admin)) as archive:
        assert entry.detail["count"] == archive.catalogue.standing().records


def it_tells_why_an_index_cannot_be_used(own_archive: Path) -> None:
    for meta in own_archive.glob("index/*/meta.json"):
        told = json.loads(meta.read_text("utf-8"))
        meta.write_text(json.dumps({**told, "folding": "0"}), "utf-8")
    with signed_in(own_archive, "总管") as admin:
        page = admin.get("/admin")
        assert page.status_code == 200
        assert "目录与索引一致" not in page.text
        rebuild(admin)
        assert "目录与索引一致" in admin.get("/admin").text


def it_builds_nothing_while_an_import_writes(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin, WriterLock(own_archive / "lock.db"):
        answer = admin.post("/admin/reindex")
        assert answer.status_code == 422
        assert "正在导入" in answer.text
        assert 'data-rebuild="still"' in admin.get("/admin/rebuild").text


def it_counts_storage_within_its_time_and_says_where_it_stopped(own_archive: Path) -> None:
    whole = storage.measured(own_archive)
    files = [path for path in own_archive.rglob("*") if path.is_file()]
    assert whole.whole
    parts = {part.name: part for part in whole.parts}
    originals = [path for path in files if "originals" in path.parts]
    assert parts["originals"].files == len(originals)
    assert parts["originals"].bytes == sum(path.stat().st_size for path in originals)
    ticks = iter(range(10_000))
    cut = storage.measured(own_archive, patience=5, clock=lambda: float(next(ticks)))
    assert not cut.whole
    assert sum(part.files for part in cut.parts) < len(files)


def it_counts_nothing_behind_a_link(own_archive: Path, tmp_path: Path) -> None:
    before = storage.measured(own_archive)
    (tmp_path / "large").write_bytes(b"x" * 1_000_000)
    (own_archive / "originals" / "away").symlink_to(tmp_path)
    after = storage.measured(own_archive)
    assert after.bytes - before.bytes < 10_000


# --- users ---


def it_adds_someone_with_a_password_that_is_shown_once(admin: Site) -> None:
    answer = admin.post(
        "/admin/users", name="新来的", role="inspector", scope="some", unit=STREET,
        others="望湖街道、新社区",
    )  # fmt: skip
    found = re.search(r'<code class="once">([a-z0-9-]+)</code>', answer.text)
    assert found
    directory = admin_directory(admin)
    with Archive.open(directory) as archive:
        user = archive.catalogue.user("新来的")
        assert user.units == (STREET, "望湖街道", "新社区")
        assert is_right(archive.catalogue.password_of("新来的"), found[1])
    assert found[1] not in admin.get("/admin/users").text
    assert found[1] not in admin.get("/admin/log").text
    assert answer.headers["cache-control"] == "no-store"
    with site(directory) as other:
        assert other.sign_in("新来的", found[1]).status_code == 303


def it_adds_someone_with_a_typed_password_or_says_what_is_wrong(admin: Site) -> None:
    fields: dict[str, Any] = {"name": "乙", "role": "reader", "scope": "all"}
    for wrong in (
        {"password": "kurz", "again": "kurz"},
        {"password": PASSWORD, "again": OTHER},
        {"role": "king"},
        {"name": "总管"},
        {"name": ""},
        {"scope": "some"},
        {"scope": ""},
        {"scope": "some", "others": "长" * 101},
    ):
        answer = admin.post("/admin/users", **{**fields, **wrong})
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.text
    with Archive.open(admin_directory(admin)) as archive:
        assert len(archive.catalogue.users()) == 4
    typed = {"password": OTHER, "again": OTHER}
    assert admin.post("/admin/users", **fields, **typed).status_code == 303


def it_shows_who_is_signed_in_now(own_archive: Path) -> None:
    with Archive.open(own_archive) as archive:
        hashed = hash_password(PASSWORD)
        archive.catalogue.add_user("丁", hashed, "reader", None, first=False)
    with signed_in(own_archive, "总管") as admin:
        assert "从未登录" in admin.get("/admin/user", name="丁").text
        with signed_in(own_archive, "丁") as reader:
            assert "在线 1 处" in admin.get("/admin/user", name="丁").text
            reader.post("/sign-out")
        page = admin.get("/admin/user", name="丁").text
        assert "在线" not in page
        assert "最近登录" in page
        assert admin.get("/admin/user", name="没有这人").status_code == 404


def it_narrows_what_a_user_has_open_at_once(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin, signed_in(own_archive, "社区员") as other:
        former = other.client.cookies["danghe_session"]
        assert other.total("蓝鲸计划") == 1
        answer = change(admin, "社区员", role="reader", scope="some", unit=STREET)
        assert answer.status_code == 303
        assert other.get("/").headers["location"].startswith("/sign-in")
        other.client.cookies.clear()
        other.client.cookies.set("danghe_session", former, domain="127.0.0.1")
        assert other.sign_in("社区员").status_code == 303
        assert other.client.cookies["danghe_session"] != former
        assert other.total("蓝鲸计划") == 0
        assert other.get("/review").status_code == 403
        with site(own_archive) as thief:
            thief.client.cookies.set("danghe_session", former)
            assert thief.get("/").status_code == 303


def it_takes_a_foreign_session_to_no_higher_role(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin, signed_in(own_archive, "查阅员") as reader:
        secret = reader.client.cookies["danghe_session"]
        change(admin, "查阅员", role="archivist", scope="all")
        with site(own_archive) as planted:
            planted.client.cookies.set("danghe_session", secret)
            assert planted.get("/admin").status_code == 303
        assert reader.sign_in("查阅员").status_code == 303
        assert reader.get("/admin").status_code == 200


def it_leaves_sessions_alone_where_nothing_changes(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        assert change(admin, "总管", role="archivist", scope="all").status_code == 303
        assert admin.get("/admin/users").status_code == 200


def it_changes_nobody_whom_somebody_else_changed_meanwhile(admin: Site) -> None:
    state = state_of(admin, "查阅员")
    change(admin, "查阅员", role="inspector", scope="some", unit=STREET)
    for path in ("rights", "password", "remove"):
        fields = {"role": "archivist", "scope": "all", "sure": "1"}
        answer = admin.post(f"/admin/user/{path}", name="查阅员", state=state, **fields)
        assert answer.status_code == 422
        assert "被别人改动过" in answer.text
    with Archive.open(admin_directory(admin)) as archive:
        assert archive.catalogue.user("查阅员").role == "inspector"


def it_keeps_the_last_archivist_of_all_units(admin: Site) -> None:
    for fields in (
        {"role": "reader", "scope": "all"},
        {"role": "archivist", "scope": "some", "unit": STREET},
    ):
        assert change(admin, "总管", **fields).status_code == 422
    state = state_of(admin, "总管")
    assert admin.post("/admin/user/remove", name="总管", state=state, sure="1").status_code == 422
    assert admin.get("/admin").status_code == 200
    change(admin, "检查员", role="archivist", scope="all")
    assert change(admin, "总管", role="reader", scope="all").status_code == 303
    assert admin.get("/admin").headers["location"].startswith("/sign-in")
    assert admin.sign_in("总管").status_code == 303
    assert admin.get("/admin").status_code == 403


def it_keeps_the_last_archivist_where_there_is_nobody_else(own_archive: Path) -> None:
    with Archive.open(own_archive) as archive:
        for name in ("社区员", "检查员", "查阅员"):
            archive.catalogue.remove_user(name)
        with pytest.raises(UsageError) as refused:
            archive.catalogue.remove_user("总管")
        assert refused.value.key == "user.last"
        assert [one.name for one in archive.catalogue.users()] == ["总管"]


def it_removes_a_user_with_sessions_and_searches(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin, signed_in(own_archive, "查阅员") as reader:
        reader.post("/saved", name="我的", q="药具", back="/")
        state = state_of(admin, "查阅员")
        assert admin.post("/admin/user/remove", name="查阅员", state=state).status_code == 422
        assert reader.get("/").status_code == 200
        answer = admin.post("/admin/user/remove", name="查阅员", state=state, sure="1")
        assert answer.status_code == 303
        assert reader.get("/").status_code == 303
        assert reader.client.get("/api/v1/search?q=a").status_code == 401
        assert reader.sign_in("查阅员").status_code == 401
        admin.post("/admin/users", name="查阅员", role="reader", scope="all", password=PASSWORD,
                   again=PASSWORD)  # fmt: skip
        assert reader.sign_in("查阅员").status_code == 303
        assert "我的</a>" not in reader.get("/").text
    with Archive.open(own_archive) as archive:
        assert not archive.saved_searches(owner="查阅员")


def it_gives_a_new_password_and_ends_what_the_old_one_opened(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin, signed_in(own_archive, "查阅员") as reader:
        state = state_of(admin, "查阅员")
        fields = {"name": "查阅员", "state": state, "password": OTHER, "again": OTHER}
        assert admin.post("/admin/user/password", **fields).status_code == 303
        assert reader.get("/").status_code == 303
        assert reader.sign_in("查阅员").status_code == 401
        assert reader.sign_in("查阅员", OTHER).status_code == 303


def it_logs_every_change_of_a_user(admin: Site) -> None:
    admin.post("/admin/users", name="丙", role="reader", scope="all")
    change(admin, "丙", role="inspector", scope="some", unit=STREET)
    state = state_of(admin, "丙")
    admin.post("/admin/user/password", name="丙", state=state)
    admin.post("/admin/user/remove", name="丙", state=state, sure="1")
    with Archive.open(admin_directory(admin)) as archive:
        entries = archive.catalogue.entries(LogWanted(who="总管"), 4)
    events = [one.event for one in entries]
    assert events == ["user_remove", "user_password", "user_change", "user_add"]
    assert entries[2].detail == {"name": "丙", "role": "inspector", "units": [STREET]}
    page = admin.get("/admin/log", event="user_change").text
    assert "改用户权限" in page
    assert "检查员" in page


# --- the audit log ---


def it_narrows_the_log_down(admin: Site) -> None:
    record = admin.id_of("药具管理制度")
    with Archive.open(admin_directory(admin), "某甲") as archive:
        archive.catalogue.audit("unmask", {"records": [record], "reason": "核对"})
        archive.catalogue.audit("unmask", {"records": ["0123456789ab-9"], "reason": "别的"})
    page = admin.get("/admin/log", record=record, event="unmask").text
    assert "核对" in page
    assert "别的" not in page
    assert f'href="/papers/{record}"' in page
    assert "某甲" in admin.get("/admin/log", who="某甲").text
    assert "没有符合的记录" in admin.get("/admin/log", who="没有这人").text
    today = time.strftime("%Y-%m-%d")
    assert "核对" in admin.get("/admin/log", since=today, until=today).text
    assert "没有符合的记录" in admin.get("/admin/log", until="2001-01-01").text
    assert "没有符合的记录" in admin.get("/admin/log", since="2999-01-01").text


def it_tells_of_one_record_where_a_batch_was_filed(admin: Site) -> None:
    record = admin.id_of("药具管理制度")
    page = admin.get("/admin/log", record=record, event="file").text
    assert set(re.findall(r'href="/papers/([^"]+)"', page)) == {record}
    assert "归入" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "gestern"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"since": "20230101"},
        {"record": "x' OR 1=1"},
        {"record": "%"},
    ],
)
def it_says_what_is_wrong_with_a_filter(asked: dict[str, str], admin: Site) -> None:
    answer = admin.get("/admin/log", **asked)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert admin.get("/admin/log/export", **asked).status_code == 422


def it_pages_through_the_log_without_loss(admin: Site) -> None:
    with Archive.open(admin_directory(admin), "某甲") as archive:
        for number in range(120):
            archive.catalogue.audit("unmask", {"reason": f"第{number}次核对"})
    seen: list[str] = []
    path = "/admin/log?who=%E6%9F%90%E7%94%B2"
    for _ in range(5):
        page = admin.client.get(path).text
        seen += re.findall(r"第(\d+)次核对", page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    assert seen == [str(number) for number in range(119, -1, -1)]
    assert admin.get("/admin/log", before="0").status_code == 200
    assert admin.get("/admin/log", before="-1; DROP").status_code == 200


def it_masks_personal_numbers_in_the_log_and_its_files(admin: Site) -> None:
    with Archive.open(admin_directory(admin), "某甲") as archive:
        archive.search(f"{ID_NUMBER}", unmasked=True)
        archive.catalogue.audit("unmask", {"reason": f"电话 {PHONE}", "deep": {"a": [PHONE]}})
        archive.catalogue.audit("unmask", {PHONE: "键", "number": int(PHONE)})
    for path in ("/admin/log", "/admin/log/export?format=csv", "/admin/log/export?format=jsonl"):
        text = admin.client.get(path).text
        assert "某甲" in text
        assert ID_NUMBER not in text
        assert PHONE not in text


def it_exports_the_log_so_that_no_cell_is_a_formula(admin: Site) -> None:
    with Archive.open(admin_directory(admin), "=HYPERLINK(1)") as archive:
        archive.catalogue.audit("+event", {"=key": "=1+1"})
        archive.catalogue.audit("unmask", {"reason": "+1+cmd|' /C calc'!A0\n=2"})
    answer = admin.get("/admin/log/export", format="csv")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert table[0] == ["序号", "时间", "人员", "操作", "内容"]
    assert "'=HYPERLINK(1)" in {row[2] for row in table}
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    lines = admin.get("/admin/log/export", format="jsonl").text.splitlines()
    entries = [json.loads(line) for line in lines]
    assert entries[0]["event"] == "export_log"
    assert {"number", "at", "who", "event", "detail"} == entries[0].keys()
    assert len(entries) == len(table)
    assert admin.get("/admin/log/export", format="exe").status_code == 422


def it_exports_what_the_filter_wants_and_no_more_than_it_can(
    admin: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = admin.get("/admin/log/export", format="jsonl", event="user_add").text.splitlines()
    assert {json.loads(line)["event"] for line in lines} == {"user_add"}
    monkeypatch.setattr(admin_log, "MOST_BYTES", 100)
    assert admin.get("/admin/log/export", format="jsonl").status_code == 422


@given(st.text(max_size=20))
def it_lets_no_cell_begin_a_formula(text: str) -> None:
    for sign in ("=", "+", "-", "@", "\t", "\r", " =", "＝"):
        cell = harmless(sign + text)
        assert cell[0] == "'" or re.fullmatch(r"-\d+(\.\d+)?", cell)
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


def it_keeps_numbers_as_numbers() -> None:
    assert [harmless(cell) for cell in ("-5", "-1.5", "7", "")] == ["-5", "-1.5", "7", ""]
    assert harmless("-1+cmd|' /C calc'!A0").startswith("'")


def it_has_words_for_every_event_that_the_program_logs() -> None:
    events = set()
    rooms = ("catalogue", "commands", "web", "web/pages")
    for path in (
        *ROOT.glob("*.py"),
        *(one for room in rooms for one in (ROOT / room).glob("*.py")),
    ):
        text = path.read_text("utf-8")
        events |= set(re.findall(r"\.audit(?:ed)?\(\s*\"(\w+)\"", text))
        events |= set(re.findall(r"_(?:note|log_reason)\([^\"\n]*\"(\w+)\"", text))
        events |= set(re.findall(r"\.?_?decide\(\s*\"(\w+)\"", text))
    assert {"sign_in", "user_add", "import", "file", "undo", "waive", "download"} <= events
    assert not {event for event in events if f"event.{event}" not in CATALOGUE}


def it_labels_every_fact_of_what_people_usually_do(admin: Site) -> None:
    record = admin.id_of("药具管理制度")
    with Archive.open(admin_directory(admin), "某甲") as archive:
        archive.add_unit(Unit("新社区", "community", parent=STREET))
        archive.add_synonyms(["药具柜", "药具橱"])
        archive.add_words(["蓝鲸计划"])
        archive.text(record, unmasked=True)
        archive.save_search("一", "药具")
        archive.reopen([record])
        archive.undo()
    for number in range(1, 30):
        page = admin.get("/admin/log", before=str(number * 10)).text
        labels = re.findall(r"<dt>([^<]*)</dt>", page)
        assert not [label for label in labels if re.fullmatch(r"[a-z_0-9]+", label)]


# --- settings ---


def it_declares_units_as_the_command_does(admin: Site) -> None:
    fields = {"name": "新社区", "level": "community", "aliases": "新、小新", "parent": STREET}
    assert admin.post("/admin/settings/unit", **fields).status_code == 303
    with Archive.open(admin_directory(admin)) as archive:
        unit = next(one for one in archive.units() if one.name == "新社区")
    assert unit == Unit("新社区", "community", ("新", "小新"), STREET)
    for wrong in ({"level": "nation"}, {"level": ""}, {"name": "\u200b "}, {"name": "长" * 101}):
        assert admin.post("/admin/settings/unit", **{**fields, **wrong}).status_code == 422
    circle = {"name": STREET, "level": "street", "parent": "新社区"}
    assert admin.post("/admin/settings/unit", **circle).status_code == 422


def it_adds_and_removes_synonyms_line_by_line(admin: Site) -> None:
    assert admin.total("灭火瓶") == 0
    assert admin.post("/admin/settings/synonyms", words="灭火器、灭火瓶").status_code == 303
    assert admin.post("/admin/settings/synonyms", words="灭火器，火瓶").status_code == 303
    assert admin.total("灭火瓶") > 0
    answer = admin.post("/admin/settings/synonyms/remove", line="灭火器 = 灭火瓶")
    assert answer.status_code == 303
    with Archive.open(admin_directory(admin)) as archive:
        own = [str(one) for one in archive.synonyms() if one.origin == "archive"]
    assert own == ["灭火器 = 火瓶"]
    for words in ("灭火器", "", "甲、乙"):
        assert admin.post("/admin/settings/synonyms", words=words).status_code == 422
    gone = admin.post("/admin/settings/synonyms/remove", line="灭火器 = 灭火瓶")
    assert gone.status_code == 422


def it_keeps_comments_and_other_lines_of_a_list_edited_by_hand(admin: Site) -> None:
    path = admin_directory(admin) / "synonyms.txt"
    path.write_text("# 我们的\n灭火器 ＝ 灭火瓶\n拖把 > 清洁工具、保洁用品\n", "utf-8")
    admin.post("/admin/settings/synonyms/remove", line="灭火器 = 灭火瓶")
    assert path.read_text("utf-8") == "# 我们的\n拖把 > 清洁工具、保洁用品\n"


def it_keeps_a_dictionary_in_force_with_the_next_building(admin: Site) -> None:
    assert admin.post("/admin/settings/words", words="蓝鲸计划\n卡账相符").status_code == 303
    page = admin.get("/admin/settings").text
    assert "蓝鲸计划" in page
    assert "待重建索引" in page
    assert "2 个词重建索引后生效" in admin.get("/admin").text
    rebuild(admin)
    assert "待重建索引" not in admin.get("/admin/settings").text
    assert admin.post("/admin/settings/words/remove", word="蓝鲸计划").status_code == 303
    assert "1 个词重建索引后生效" in admin.get("/admin").text
    for path, fields in (("words", {"words": "一"}), ("words", {"words": ""}),
                         ("words/remove", {"word": "没有的"})):  # fmt: skip
        assert admin.post(f"/admin/settings/{path}", **fields).status_code == 422


def it_shares_a_search_with_those_who_see_everything(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        assert admin.post("/admin/settings/saved", name="常查", q="蓝鲸").status_code == 303
        assert admin.post("/admin/settings/saved", name="错的", q="(蓝").status_code == 422
        assert "常查" in admin.get("/").text
        with signed_in(own_archive, "查阅员") as reader:
            assert "常查" not in reader.get("/").text
        assert admin.post("/admin/settings/saved/remove", name="常查").status_code == 303
        assert admin.post("/admin/settings/saved/remove", name="常查").status_code == 404


def it_shows_how_the_server_was_started(admin: Site) -> None:
    page = admin.get("/admin/settings").text
    for said in ("127.0.0.1", "120 分钟", "720 分钟", "danghe norms add"):
        assert said in page


# --- what people write is text ---

ATTACK = f"<img src=x onerror=alert(4)>{SCRIPT}\"'"


def it_writes_names_of_users_units_and_words_as_text(admin: Site) -> None:
    directory = admin_directory(admin)
    with Archive.open(directory, ATTACK[:40]) as archive:
        catalogue = archive.catalogue
        hashed = hash_password(PASSWORD)
        catalogue.add_user(ATTACK[:64], hashed, "reader", [f"单位{ATTACK}"], first=False)
        archive.add_unit(Unit(f"某{ATTACK}"[:100], "community", (f"别名{SCRIPT}",)))
        archive.save_search(f"名{ATTACK}"[:100], f'"{SCRIPT}"')
        catalogue.audit(f"event{SCRIPT}", {SCRIPT: ATTACK, "records": [SCRIPT], "role": ATTACK})
        catalogue.audit("assign", {"record": SCRIPT, "from": {"box_id": SCRIPT}, "to": {}})
    (directory / "synonyms.txt").write_text(f"a{SCRIPT.replace('>', '')} = bb\n", "utf-8")
    with Archive.open(directory) as archive:
        archive.synonyms()
    pages = [
        admin.get(path, **params).text
        for path, params in (
            ("/admin", {}),
            ("/admin/users", {}),
            ("/admin/user", {"name": ATTACK[:64]}),
            ("/admin/log", {}),
            ("/admin/log", {"event": ATTACK, "who": ATTACK, "record": ATTACK}),
            ("/admin/settings", {"word": ATTACK}),
        )
    ]
    pages.append(admin.post("/admin/users", name=ATTACK, role="x", others=ATTACK).text)
    assert sum("&lt;img src=x" in page or "&lt;script" in page for page in pages) >= 5
    for page in pages:
        assert "<img" not in page
        assert "<script>" not in page
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"[^\"]*\"[ >]|javascript:", page)


def it_says_everything_in_english_too(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        admin.post("/look", lang="en", back="/")
        admin.post("/admin/users", name="new one", role="reader", scope="all")
        assert "Catalogue and index agree" in admin.get("/admin").text
        assert "user added" in admin.get("/admin/log").text
        assert "Shared searches" in admin.get("/admin/settings").text
        assert "never" in admin.get("/admin/users").text
        assert COMMUNITY in admin.get("/admin/users").text
