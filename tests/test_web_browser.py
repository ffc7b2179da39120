"""The pages in real Chromium: each one's main job, by mouse and by keyboard; no barrier (axe)."""

from __future__ import annotations

import itertools
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from playwright.sync_api import Response as PlaywrightResponse
from web_sites import PASSWORD

from danghe.web.app import create_app
from danghe.web.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

HEADERS = 1000
"""Bytes of an answer before its body, at most."""

PATIENCE = 8000
"""Milliseconds; the first image of a page waits for its worker process."""

OF_STREET = "unit=柳塘街道&year=2023"
PAGES = (
    "/",
    "/?q=药具",
    f"/boxes?{OF_STREET}",
    f"/boxes/street.contraceptives.1?{OF_STREET}",
    f"/boxes/list?{OF_STREET}",
    f"/boxes/spines?{OF_STREET}",
    "/check?year=2023",
    f"/check/unit?{OF_STREET}",
    "/review",
    "/account",
)
"""One of each kind, but for a paper, whose address is not known beforehand."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt install chromium"),
]


def served(directory: Path, settings: Settings | None = None) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(directory, settings or Settings(threads=2))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def address(web_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    copied = shutil.copytree(web_archive, tmp_path_factory.mktemp("browser") / "archive")
    yield from served(Path(copied))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        expect.set_options(timeout=PATIENCE)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def session(browser: Browser, address: str) -> Any:
    """What a browser keeps of someone who signed in."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(page)
    page.wait_for_url("**/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def page(browser: Browser, address: str, session: Any) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, storage_state=session, viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    opened.on(
        "request",
        lambda sent: complaints.append(sent.url) if not sent.url.startswith(address) else None,
    )
    yield opened
    context.close()
    assert not complaints


def sign_in(page: Page, name: str = "总管", password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")


def require_no_barrier(page: Page) -> None:
    """WCAG 2.2 AA as far as a program can tell."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=options)
    told = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found.response["violations"]
    ]
    assert not told


def it_signs_in_and_says_what_is_wrong(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, password="falsch")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
    require_no_barrier(page)
    sign_in(page)
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox"))).to_be_focused()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/sign-in$"))
    context.close()


def it_searches_from_the_keyboard_with_suggestions(page: Page) -> None:
    page.goto("/")
    field = page.locator("#q")
    expect(field).to_be_focused()
    page.keyboard.type("药具培")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    require_no_barrier(page)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    chosen = field.input_value()
    assert "药具培训" in chosen
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator(".hit, .count").first.is_visible()


def it_pages_in_place_and_back_again(page: Page) -> None:
    page.goto('/?q="份防火检查"')
    page.evaluate("window.kept = true")
    first = page.locator(".hit h2 a").first.get_attribute("href")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".hit")).to_have_count(2)
    assert "page=2" in page.url
    assert page.evaluate("window.kept")
    page.go_back()
    expect(page.locator(".hit")).to_have_count(10)
    assert page.locator(".hit h2 a").first.get_attribute("href") == first


def it_narrows_down_and_opens_the_choice_again(page: Page) -> None:
    page.goto("/?q=药具")
    page.locator(".facets a", has_text="桂湾社区").click()
    expect(page.locator(".facets a[aria-current]")).to_contain_text("桂湾社区")
    require_no_barrier(page)
    page.get_by_role("link", name="取消全部筛选").click()
    expect(page.locator(".facets a[aria-current]")).to_have_count(0)


def it_points_at_the_place_where_a_query_is_wrong(page: Page) -> None:
    page.goto("/?q=药具 (培训")
    expect(page.get_by_role("alert")).to_contain_text("第 4 个字符")
    require_no_barrier(page)


def it_keeps_a_search_and_forgets_it(page: Page) -> None:
    page.goto("/?q=药具")
    page.get_by_text("我的检索").click()
    page.get_by_label("把这次检索存为").fill("常用的")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存检索“常用的”")
    page.get_by_text("我的检索").click()
    require_no_barrier(page)
    page.get_by_role("button", name="删除“常用的”").click()
    expect(page.get_by_role("status").first).to_contain_text("已删除")


def it_opens_a_hit_at_its_page_with_the_hit_on_the_image(page: Page) -> None:
    page.goto("/?q=签到表附后")
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_label("到第几页")).to_have_value("2")
    image = page.locator("svg.sheet image")
    expect(image).to_be_visible()
    mark = page.locator("svg.sheet .found")
    expect(mark).to_have_count(1)
    around, inside = image.bounding_box(), mark.bounding_box()
    assert around
    assert inside
    assert around["y"] < inside["y"] < around["y"] + around["height"] / 3
    require_no_barrier(page)


def it_zooms_and_turns_the_page(page: Page) -> None:
    page.goto("/?q=签到表附后")
    page.locator(".hit h2 a").first.click()
    sheet = page.locator("svg.sheet")
    before = sheet.bounding_box()
    page.get_by_role("button", name="放大").click()
    after = sheet.bounding_box()
    assert before
    assert after
    assert after["width"] == pytest.approx(before["width"] * 1.25, rel=0.02)
    page.get_by_role("button", name="向右转").click()
    turned = sheet.bounding_box()
    assert turned
    assert turned["width"] > turned["height"]
    pane = page.get_by_label("原件页面")
    pane.focus()
    page.keyboard.press("r")
    upright = sheet.bounding_box()
    assert upright
    assert upright["width"] < upright["height"]


def it_confirms_with_one_click_and_corrects_with_two(page: Page) -> None:
    page.goto("/?q=药具管理制度")
    page.locator(".hit h2 a").first.click()
    page.get_by_role("button", name="确认归在这一盒").click()
    expect(page.get_by_role("status")).to_have_text("已归盒。")
    expect(page.locator(".about")).to_contain_text("总管 决定")
    page.get_by_text("更正", exact=True).click()
    require_no_barrier(page)
    page.locator(".deciding summary").click()
    page.get_by_role("button", name="退回未归盒").click()
    expect(page.get_by_role("status")).to_have_text("已退回未归盒。")


def it_shows_why_and_takes_the_original(page: Page) -> None:
    page.goto("/?q=药具管理制度")
    page.locator(".hit h2 a").first.click()
    page.get_by_label("查看号码或下载原件的理由").fill("检查需要")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原件").click()
    assert download.value.suggested_filename == "制度.txt"
    page.get_by_role("link", name="全部依据与得失").click()
    expect(page.get_by_role("heading", name="归盒依据")).to_be_visible()
    require_no_barrier(page)


def it_runs_no_script_that_a_paper_brings(page: Page) -> None:
    alarms: list[str] = []

    def alarmed(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", alarmed)
    page.goto("/?q=灭火器 要紧")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".reading")).to_contain_text("<script>alert(1)</script>")
    assert not alarms


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["中文", "English"])
def it_puts_up_no_barrier_in_either_language_and_light(
    theme: str, language: str, page: Page
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto("/")
    if language == "English":
        page.get_by_role("button", name="English").click()
    for path in ("/?q=药俱管理制度", "/?q=药具 (", "/nowhere", *PAGES):
        page.goto(path)
        require_no_barrier(page)
    page.goto("/?q=签到表附后")
    page.locator(".hit h2 a").first.click()
    require_no_barrier(page)


@pytest.mark.parametrize("width", [1280, 2560])
def it_fits_laptops_and_large_screens(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/?q=药具", "/?q=签到表附后"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".hit h2 a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def it_works_without_a_script(browser: Browser, address: str, session: Any) -> None:
    context = browser.new_context(
        base_url=address, storage_state=session, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/")
    page.fill("#q", '"份防火检查"')
    page.keyboard.press("Enter")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".hit")).to_have_count(2)
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".reading")).to_contain_text("灭火器")
    context.close()


def it_prints_a_paper_without_its_buttons(page: Page, tmp_path: Path) -> None:
    page.goto("/?q=药具管理制度")
    page.locator(".hit h2 a").first.click()
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator("form").first.is_hidden()
    assert page.locator("h1").is_visible()
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")


def it_shows_boxes_with_their_months_and_leads_to_the_papers_of_one(page: Page) -> None:
    page.goto("/boxes?unit=桂湾社区&year=2023")
    expect(page.get_by_role("heading", level=1)).to_contain_text("桂湾社区")
    require_no_barrier(page)
    page.locator("main a[href^='/boxes/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    require_no_barrier(page)


def it_leads_from_the_matrix_to_findings_and_waives_one(page: Page) -> None:
    page.goto("/check?year=2023")
    require_no_barrier(page)
    page.get_by_role("link", name="桂湾社区", exact=True).first.click()
    page.wait_for_url("**/check/unit?*")
    require_no_barrier(page)
    problem = page.locator("details", has_text="免缺").first
    problem.locator("summary").click()
    require_no_barrier(page)


# --- whoever uses no mouse, or a small window, or other colours ---


def every_page(page: Page) -> Iterator[str]:
    """Go to one page of each kind."""
    page.goto("/?q=签到表附后")
    paper = page.locator(".hit h2 a").first.get_attribute("href")
    assert paper
    for path in (*PAGES, paper):
        page.goto(path)
        yield path


def it_reflows_in_a_window_of_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in every_page(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


SMALL_TARGETS = """() => Array.from(document.querySelectorAll("a, button, summary, select, input"))
  .filter((one) => one.type !== "hidden" && one.offsetParent)
  .filter((one) => !one.closest(".skip, .unseen"))
  .map((one) => {
    const target = one.matches(".choice input") ? one.closest(".choice") : one;
    const box = target.getBoundingClientRect();
    // A link within a sentence is as high as its line.
    const inline = one.tagName === "A" && getComputedStyle(one).display === "inline"
      && one.parentNode.textContent.trim() !== one.textContent.trim();
    const size = Math.round(box.width) + " by " + Math.round(box.height);
    return { small: !inline && box.width > 0 && (box.width < 24 || box.height < 24),
             told: one.outerHTML.slice(0, 120) + " " + size };
  }).filter((one) => one.small).map((one) => one.told)"""


def it_offers_targets_of_24_pixels(page: Page) -> None:
    for path in every_page(page):
        assert page.evaluate(SMALL_TARGETS) == [], path


FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const x = Math.min(Math.max(box.left + Math.min(box.width, 12) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 12) / 2, 0), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  const seen = over && (one.contains(over) || over.contains(one));
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const place = Array.from(document.querySelectorAll("*")).indexOf(one);
  return place + one.outerHTML.slice(0, 100) + (seen ? "" : " HIDDEN") + (ring ? "" : " NO RING");
}"""


def it_shows_where_the_focus_is_and_lets_it_go_on(page: Page) -> None:
    for path in every_page(page):
        page.evaluate("document.activeElement.blur()")
        met: list[str] = []
        for _ in range(150):
            page.keyboard.press("Tab")
            told = page.evaluate(FOCUSED)
            if not told or (len(met) > 2 and told == met[0]):
                break
            met.append(told)
            assert "HIDDEN" not in told, path
            assert "NO RING" not in told, path
        assert len(met) > 5, path
        # A field for a date has three stops of its own.
        stops = [told for told in met if 'type="date"' not in told]
        assert all(one != other for one, other in itertools.pairwise(stops)), path


def it_skips_to_the_content(page: Page) -> None:
    page.goto("/check?year=2023")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#year")).to_be_focused()


def it_keeps_still_and_tells_states_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto("/?q=药具")
    current = page.locator(".order a[aria-current]")
    assert current.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.evaluate("document.getElementById('results').classList.add('busy')")
    moved = page.locator("#results").evaluate("one => getComputedStyle(one).transitionProperty")
    assert moved == "none"


def it_leads_through_the_heat_map_by_keyboard_and_mouse(page: Page) -> None:
    page.goto("/check?year=2023")
    first = page.locator("[data-heat] a[tabindex='0']").first
    first.focus()
    expect(page.locator("[data-said]").first).to_contain_text("柳塘街道 2023")
    page.keyboard.press("End")
    last = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == last
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    told = page.evaluate("document.activeElement.title")
    require_no_barrier(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/unit?*box=*")
    chosen = page.locator(".chosen strong").inner_text()
    assert chosen
    assert chosen in told
    page.goto("/check?year=2023")
    cell = page.locator("[data-heat] tbody tr").first.locator("td").nth(3)
    cell.hover()
    cell.click()
    page.wait_for_url("**/check/unit?*box=*")
    assert page.locator(".chosen strong").inner_text() == chosen


def it_says_that_no_box_takes_a_paper_with_two_keys_and_takes_it_back(page: Page) -> None:
    page.goto("/?q=份防火检查的通知")
    page.locator(".hit h2 a").first.click()
    menu = page.locator(".deciding summary")
    menu.focus()
    page.keyboard.press("Enter")
    none = page.get_by_role("button", name="不归入任何盒")
    expect(none).to_be_visible()
    require_no_barrier(page)
    page.keyboard.press("Escape")
    expect(none).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    none.click()
    expect(page.get_by_role("status").first).to_have_text("已归盒。")
    page.get_by_role("button", name="撤销我的决定").click()
    expect(page.get_by_role("status").first).to_contain_text("已撤销")
    expect(page.get_by_role("button", name="撤销我的决定")).to_have_count(0)


def it_shows_a_passage_where_it_stands(page: Page) -> None:
    page.goto("/?q=签到表附后")
    paper = str(page.locator(".hit h2 a").first.get_attribute("href")).partition("?")[0]
    page.goto(f"{paper}?page=2&passage=签到表附后，人员到齐。")
    expect(page.locator("mark")).to_have_text("签到表附后，人员到齐。")
    expect(page.locator("svg.sheet .found")).to_be_in_viewport()


def weigh(sizes: list[int], answer: PlaywrightResponse) -> None:
    sizes.append(len(answer.body()) + HEADERS)


def it_brings_the_first_page_in_under_100_kilobytes(
    browser: Browser, address: str, session: Any
) -> None:
    for path in ("/", "/?q=药具"):
        context = browser.new_context(base_url=address, storage_state=session)
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", partial(weigh, sizes))
        page.goto(path, wait_until="networkidle")
        assert len(sizes) >= 3
        assert sum(sizes) < 100_000
        context.close()


def printed(page: Page) -> tuple[int, str]:
    """Sheets of A4 and what stands on them."""
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    said = "".join(one.get_textpage().get_text_range() for one in document)
    return len(document), re.sub(r"\s", "", said)


def it_prints_lists_and_labels_whole(page: Page) -> None:
    page.goto(f"/boxes/list?{OF_STREET}")
    rows = page.locator("tbody tr")
    names = [re.sub(r"\s", "", one) for one in rows.locator("td.name").all_inner_texts()]
    sheets, said = printed(page)
    assert sheets <= 4
    assert all(name in said for name in names)
    page.goto(f"/boxes/spines?{OF_STREET}")
    labels = page.locator(".spine").count()
    sheets, said = printed(page)
    assert sheets == -(-labels // 5)
    assert said.count("全宗号") == labels


LONG = "关于进一步加强和改进流动人口计划生育服务管理工作有关部门落实职责情况资料及附件汇总盒"
NAME_LABELS = """(name) => document.querySelectorAll('.spine-name')
  .forEach((one) => { one.textContent = name; })"""
IS_CUT = """() => Array.from(document.querySelectorAll('.spine-name')).some((one) =>
  one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)"""


def it_prints_long_names_of_boxes_whole_on_narrow_labels(page: Page) -> None:
    page.goto(f"/boxes/spines?{OF_STREET}&thick=20")
    page.evaluate(NAME_LABELS, LONG)
    assert not page.evaluate(IS_CUT)
    page.emulate_media(media="print")
    assert not page.evaluate(IS_CUT)
