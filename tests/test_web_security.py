"""Attacks on the pages, each refused; and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_sites import BASE, PASSWORD, SCRIPT, Site, signed_in, site

from danghe.archive import Archive
from danghe.web.limits import OF_ADDRESS, OF_USER, WINDOW, Attempts
from danghe.web.passwords import hash_password
from danghe.web.routes import ROUTES
from danghe.web.security import safe_path
from danghe.web.sessions import Sessions
from danghe.web.settings import Settings


@pytest.fixture
def admin(web_archive: Path) -> Iterator[Site]:
    with signed_in(web_archive, "总管") as one:
        yield one


# --- where requests come from ---


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil"])
def it_answers_to_no_name_but_its_own(host: str, web_archive: Path) -> None:
    with site(web_archive) as guest:
        answer = guest.client.get("/sign-in", headers={"Host": host})
        assert answer.status_code == 400
        assert "csrf" not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8421"])
def it_takes_no_form_from_another_site(origin: str, web_archive: Path) -> None:
    with site(web_archive) as guest:
        fields = {"name": "总管", "password": PASSWORD}
        assert guest.post("/sign-in", origin=origin, **fields).status_code == 400


def it_goes_by_the_page_where_a_browser_names_no_origin(web_archive: Path) -> None:
    with site(web_archive) as guest:
        data = {"csrf": guest.csrf(), "name": "总管", "password": PASSWORD}
        for referrer, status in (("http://evil.example/", 400), (f"{BASE}/sign-in", 303)):
            headers = {"Referer": referrer}
            assert guest.client.post("/sign-in", data=data, headers=headers).status_code == status


def it_takes_no_form_without_the_token_of_the_session(own_archive: Path) -> None:
    posts = [route.path for route in ROUTES if route.method == "POST"]
    with signed_in(own_archive, "总管") as admin, signed_in(own_archive, "查阅员") as other:
        id = admin.id_of("药具")
        for path in posts:
            path = path.replace("{record}", id)
            for token in (None, "", "0" * 64, other.csrf()):
                data = {} if token is None else {"csrf": token}
                answer = admin.client.post(path, data=data, headers={"Origin": BASE})
                assert answer.status_code == 403, path
        json = {"state": "x", "no_box": True}
        answer = admin.client.post(f"/api/v1/records/{id}/filing", json=json)
        assert answer.status_code == 403


# --- sessions ---


def it_signs_in_under_a_session_that_nobody_could_have_planted(own_archive: Path) -> None:
    planted = "planted-by-an-attacker"
    with site(own_archive) as victim:
        victim.client.cookies.set("danghe_session", planted, domain="127.0.0.1")
        answer = victim.sign_in("总管")
        issued = re.search(r"danghe_session=([\w-]+)", answer.headers["set-cookie"])
        assert issued
        assert issued[1] != planted
    with site(own_archive) as attacker:
        attacker.client.cookies.set("danghe_session", planted)
        assert attacker.get("/").status_code == 303


def it_ends_the_former_session_when_someone_signs_in_anew(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as one:
        former = one.client.cookies["danghe_session"]
        assert one.sign_in("总管").status_code == 303
        assert one.client.cookies["danghe_session"] != former
    with site(own_archive) as thief:
        thief.client.cookies.set("danghe_session", former)
        assert thief.get("/").status_code == 303


def it_keeps_the_session_from_scripts_and_other_sites(web_archive: Path) -> None:
    with site(web_archive) as guest:
        cookie = guest.sign_in("总管").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    settings = Settings(secure=True)
    with site(web_archive, settings, "https://127.0.0.1:8421") as guest:
        answer = guest.post(
            "/sign-in", origin="https://127.0.0.1:8421", name="总管", password=PASSWORD
        )
        assert "__Host-danghe_session=" in answer.headers["set-cookie"]
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]


def it_ends_a_session_on_signing_out_on_the_server_too(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as one:
        secret = one.client.cookies["danghe_session"]
        assert one.post("/sign-out").status_code == 303
        one.client.cookies.set("danghe_session", secret)
        assert one.get("/").status_code == 303


def it_ends_all_sessions_when_the_password_changes(own_archive: Path) -> None:
    with signed_in(own_archive, "查阅员") as one, signed_in(own_archive, "查阅员") as thief:
        wrong = one.post("/account/password", current="不对", password="新" * 12, again="新" * 12)
        assert wrong.status_code == 422
        fields = {"current": PASSWORD, "password": "新" * 12, "again": "新" * 12}
        assert one.post("/account/password", **fields).status_code == 303
        assert one.get("/").status_code == 200
        assert thief.get("/").status_code == 303


def it_ends_sessions_that_idle_and_those_that_last_too_long(own_archive: Path) -> None:
    now = [1_000_000.0]
    sessions = Sessions(Settings(idle_seconds=100, longest_seconds=1000), lambda: now[0])
    with Archive.open(own_archive) as archive:
        secret = sessions.begin(archive.catalogue, "总管", None)
        for _ in range(11):
            assert sessions.visitor(archive.catalogue, secret)
            now[0] += 90
        assert now[0] < 1_000_000 + 1000
        now[0] += 11
        assert sessions.visitor(archive.catalogue, secret) is None
        secret = sessions.begin(archive.catalogue, "总管", None)
        now[0] += 101
        assert sessions.visitor(archive.catalogue, secret) is None


def it_keeps_no_secret_that_opens_a_session(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as one:
        secret = one.client.cookies["danghe_session"]
    files = [*own_archive.glob("catalogue.db*")]
    assert files
    assert not any(secret.encode() in path.read_bytes() for path in files)
    assert not any(PASSWORD.encode() in path.read_bytes() for path in files)


# --- passwords ---


def it_tells_a_wrong_name_from_a_wrong_password_to_nobody(web_archive: Path) -> None:
    with site(web_archive) as guest:
        answers = [guest.sign_in("总管", "wrong"), guest.sign_in("没有这人", "wrong")]
    first, second = (re.sub(r'value="[^"]*"|content="\w+"', "", one.text) for one in answers)
    assert first == second
    assert {one.status_code for one in answers} == {401}


def it_stops_guessing_and_says_how_long(web_archive: Path) -> None:
    with site(web_archive) as guest:
        for _ in range(OF_USER):
            assert guest.sign_in("查阅员", "wrong").status_code == 401
        answer = guest.sign_in("查阅员")
        assert answer.status_code == 429
        assert "15 分钟" in answer.text
        assert 0 < int(answer.headers["retry-after"]) <= WINDOW
        assert guest.sign_in("总管").status_code == 303


def it_counts_failures_by_user_and_by_address_for_a_while() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for number in range(OF_ADDRESS):
        attempts.failed(f"user {number}", "10.0.0.1")
    assert attempts.wait("somebody", "10.0.0.1") > 0
    assert attempts.wait("somebody", "10.0.0.2") == 0
    now[0] += WINDOW
    assert attempts.wait("somebody", "10.0.0.1") == 0


def it_forgets_no_failures_of_an_address_when_a_user_succeeds() -> None:
    attempts = Attempts(lambda: 0.0)
    for number in range(OF_ADDRESS - 1):
        attempts.failed(f"user {number}", "10.0.0.1")
    attempts.failed("own", "10.0.0.1")
    attempts.succeeded("own", "10.0.0.1")
    attempts.failed("another", "10.0.0.1")
    assert attempts.wait("any", "10.0.0.1") > 0


# --- the first user ---


def it_makes_the_first_user_once_with_the_link_from_the_terminal(tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive").close()
    settings = Settings(setup_token="from-the-terminal", threads=2)
    with site(tmp_path / "archive", settings) as guest:
        assert "danghe user add" in guest.get("/sign-in").text
        fields = {"name": "我", "password": PASSWORD, "again": PASSWORD}
        assert guest.post("/set-up", token="guessed", **fields).status_code == 404
        assert guest.get("/set-up", token="guessed").status_code == 404
        assert guest.get("/set-up", token="from-the-terminal").status_code == 200
        short = {"name": "我", "password": "short", "again": "short"}
        assert guest.post("/set-up", token="from-the-terminal", **short).status_code == 422
        assert guest.post("/set-up", token="from-the-terminal", **fields).status_code == 303
        assert guest.get("/").status_code == 200
        assert guest.get("/set-up", token="from-the-terminal").status_code == 404
        fields["name"] = "又一个"
        assert guest.post("/set-up", token="from-the-terminal", **fields).status_code == 404


def it_offers_no_set_up_without_a_link(tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive").close()
    with site(tmp_path / "archive") as guest:
        for token in ("", "None"):
            assert guest.get("/set-up", token=token).status_code == 404


# --- sizes ---


def it_refuses_a_form_that_is_too_large_whatever_it_declares(web_archive: Path) -> None:
    settings = Settings(most_form_bytes=10_000, threads=2)
    with site(web_archive, settings) as guest:
        headers = {"Origin": BASE, "Content-Type": "application/x-www-form-urlencoded"}
        large = b"name=" + b"a" * 20_000
        declared = guest.client.post("/sign-in", content=large, headers=headers)
        assert declared.status_code == 413

        def chunks() -> Iterator[bytes]:
            yield from (large[start : start + 1000] for start in range(0, len(large), 1000))

        undeclared = guest.client.post("/sign-in", content=chunks(), headers=headers)
        assert undeclared.status_code == 413


def it_takes_no_files_where_none_are_expected(web_archive: Path) -> None:
    with site(web_archive) as guest:
        files = {"password": ("x.txt", b"x")}
        data = {"csrf": guest.csrf(), "name": "总管"}
        answer = guest.client.post("/sign-in", data=data, files=files, headers={"Origin": BASE})
        assert answer.status_code == 400


# --- paths ---


@pytest.mark.parametrize(
    "path",
    [
        "/static/../catalogue.db",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/app.py",
        "/static/danghe.css%00.js",
        "/papers/..%2f..%2fetc%2fpasswd",
        "/papers/%2e%2e",
        "/papers/0123456789ab-1%0a",
        "/papers/../../danghe.json",
        "/papers/0123456789ab-1/pages/..%2f1.jpg",
        "/api/v1/records/..%2f..%2fcatalogue.db",
    ],
)
def it_reads_no_path_from_an_address(path: str, admin: Site) -> None:
    answer = admin.get(path)
    assert answer.status_code == 404
    assert "SQLite" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t/"],
)
def it_leads_nowhere_else_after_signing_in(path: str, web_archive: Path) -> None:
    assert safe_path(path) == "/"
    with site(web_archive) as guest:
        assert guest.sign_in("总管", next=path).headers["location"] == "/"


# --- what papers say is text ---


def pages_of(admin: Site) -> Iterator[str]:
    id = admin.id_of("灭火器 要紧")
    yield admin.get("/", q="灭火器 要紧").text
    yield admin.get("/", q="灭火器 要紧", part="results").text
    yield admin.get(f"/papers/{id}", q=SCRIPT).text
    yield admin.get(f"/papers/{id}/why").text
    yield admin.get("/", q=f'{SCRIPT}"').text
    yield admin.get("/", q="x", unit='"><img src=x onerror=alert(3)>').text
    yield admin.get(f"/papers/{SCRIPT}").text
    yield admin.get("/sign-in", next=f'"{SCRIPT}').text


def it_writes_what_papers_and_queries_say_as_text(admin: Site) -> None:
    pages = list(pages_of(admin))
    assert any("&lt;script&gt;" in page for page in pages)
    assert any("&lt;img src=x onerror=alert(2)&gt;" in page for page in pages)
    for page in pages:
        assert "<script>" not in page
        assert "<img" not in page
        assert "<b>要紧" not in page


def it_holds_no_script_and_no_style_within_a_page(admin: Site) -> None:
    for page in (*pages_of(admin), admin.get("/account").text, admin.get("/nowhere").text):
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def it_sends_the_headers_of_safety_with_every_answer(admin: Site) -> None:
    for path in (
        "/",
        "/nowhere",
        "/static/danghe.css",
        "/api/v1/search?q=a",
        "/papers/x",
        "/suggest",
    ):
        headers = admin.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        if not path.startswith("/static/"):
            assert headers["cache-control"] == "no-store"


def it_renews_a_hash_that_was_made_with_weaker_settings(own_archive: Path) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with Archive.open(own_archive) as archive:
        archive.catalogue.set_password("总管", weak)
    with signed_in(own_archive, "总管"), Archive.open(own_archive) as archive:
        kept = archive.catalogue.password_of("总管")
    assert kept
    assert kept.split("$")[3] == hash_password(PASSWORD).split("$")[3]
