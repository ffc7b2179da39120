"""What a search answers: passages of regulations, synonyms, near queries, bound papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from danghe.archive import Archive
from danghe.model import Hit

RULES = """湖滨区房屋租赁管理办法
第一章 总则
第一条 为了规范房屋租赁行为，保护当事人的合法权益，制定本办法。
第二条 区住房保障部门负责租赁活动的监督管理。
第二章 租金和押金
第三条 出租人收取的押金不得超过两个月租金。
第四条 租赁期满，承租人结清费用的，出租人应当自收回房屋之日起三日内退还押金。
逾期不退的，承租人可以向区住房保障部门投诉。
第五条 承租人逾期三十日不支付租金的，出租人可以解除合同。
第三章 附则
第六条 本办法自二〇二三年七月一日起施行。
"""
PAPERS = {
    "办法.txt": RULES,
    "通知.txt": "关于做好卫计委检查准备的通知\n各社区：\n"
    "卫计委将于近期检查随访工作，请做好准备。\n2023年5月6日",
    "旧通知.txt": "关于做好计生委检查准备的通知\n各社区：\n"
    "计生委将于近期检查，请做好准备。\n2012年5月6日",
    "报表.txt": "药具应用情况报表\n人数 25\n二〇二三年六月",
    "报表二.txt": "药具应用情况报表\n人数 31\n二〇二三年七月",
    "合同.txt": "采购合同\n甲方乙方约定购买办公桌椅。",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    _gazette(folder / "公报.pdf")
    with Archive.create(folder / "archive") as archive:
        list(archive.import_([folder / name for name in (*PAPERS, "公报.pdf")], jobs=1))
        yield archive


def _gazette(path: Path) -> None:
    """Three pages under a running head; a sentence goes on from the first to the second."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    for page in (1, 2, 3):
        lines = [
            f"第{page}页第{line}项工作按计划推进，各社区已经逐项落实到位。" for line in range(20)
        ]
        if page == 1:
            lines[-1] = "根据上级部署，本街道将于今年九月份在全部社区里集中开展出租"
        if page == 2:
            lines[0] = "房屋消防安全大排查，请各社区予以配合。"
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(240, 805, "望湖街道政务公报")
        for number, line in enumerate(lines):
            canvas.drawString(72, 740 - 20 * number, line)
        canvas.drawString(290, 40, f"- {page} -")
        canvas.showPage()
    canvas.save()


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [Path(hit.path).name for hit in hits]


def it_answers_a_question_with_the_clause_and_its_path(archive: Archive) -> None:
    result = archive.search("押金到期不退怎么办？")
    hit = result.hits[0]
    assert Path(hit.path).name == "办法.txt"
    assert hit.clause is not None
    assert hit.clause.startswith("第二章 第四条")
    assert "退还押金" in hit.snippet
    assert "怎么办" in result.passed_over
    assert "押金" in result.loosely


def it_keeps_the_filters_of_a_question_strict(archive: Archive) -> None:
    assert archive.search("押金不退怎么办 类型:合同").total == 0
    found = archive.search("检查怎么准备 年度:2023")
    assert names(found.hits) == ["通知.txt"]


def it_names_the_clause_that_a_strict_search_finds(archive: Archive) -> None:
    (hit,) = archive.search('"解除合同"').hits
    assert hit.clause == "第二章 第五条"
    (hit,) = archive.search("采购").hits
    assert hit.clause is None


def it_searches_for_synonyms_and_says_so(archive: Archive) -> None:
    result = archive.search("卫计委")
    assert set(names(result.hits)) == {"通知.txt", "旧通知.txt"}
    assert names(result.hits)[0] == "通知.txt"
    assert "计生委" in result.also["卫计委"]


def it_shows_no_paper_twice_that_matched_by_a_synonym(archive: Archive) -> None:
    result = archive.search("卫计委检查准备")
    assert names(result.hits) == ["通知.txt", "旧通知.txt"]
    assert (result.total, result.near) == (2, 0)


def it_leaves_synonyms_out_of_quotes_and_negations(archive: Archive) -> None:
    quoted = archive.search('"卫计委"')
    assert names(quoted.hits) == ["通知.txt"]
    assert not quoted.also
    assert names(archive.search("检查 -卫计委").hits) == ["旧通知.txt"]


def it_finds_numbers_in_either_writing(archive: Archive) -> None:
    found = archive.search("2023年6月")
    assert names(found.hits[: found.total]) == ["报表.txt"]
    assert names(archive.search("自2023年7月1日起施行").hits)[0] == "办法.txt"
    assert archive.search('"2023年6月"').total == 0
    assert archive.search("3年6月").total == 0
    assert archive.search("-二〇二三年六月").total == len(PAPERS)


def it_proposes_a_near_query_only_where_nothing_is_found(archive: Archive) -> None:
    assert archive.search("药具应用").did_you_mean == ()
    result = archive.search("药俱应用情况")
    assert "药具应用情况" in result.did_you_mean
    assert set(names(result.hits)) == {"报表.txt", "报表二.txt"}
    quoted = archive.search('"药俱应用"')
    assert quoted.total == 0
    assert quoted.did_you_mean == ('"药具应用"',)


def it_finds_nothing_for_what_stands_nowhere(archive: Archive) -> None:
    result = archive.search("量子纠缠光刻机")
    assert (result.total, result.hits, result.did_you_mean) == (0, (), ())


def it_keeps_several_terms_strict(archive: Archive) -> None:
    result = archive.search("押金 药具")
    assert (result.total, result.facets) == (0, {})
    assert result.alone == {"押金": 1, "药具": 2}
    assert set(result.loosely) == {"押金", "药具"}
    assert archive.search('"押金" "药具"').hits == ()


def it_finds_a_sentence_that_a_running_head_cuts_in_two(archive: Archive) -> None:
    assert names(archive.search('"集中开展出租房屋消防安全"').hits) == ["公报.pdf"]
    assert names(archive.search('"望湖街道政务公报"').hits) == ["公报.pdf"]
    assert archive.search('-"集中开展出租房屋消防安全"').total == len(PAPERS)


def it_pages_through_every_kind_of_answer_without_gaps(archive: Archive) -> None:
    for query in ("药具应用报表", "押金到期不退怎么办", "检查", "药俱应用情况", "*"):
        whole = archive.search(query, limit=40)
        pages = [archive.search(query, limit=1, offset=n).hits for n in range(len(whole.hits))]
        assert [hit.record for page in pages for hit in page] == [
            hit.record for hit in whole.hits
        ], query
        assert archive.search(query, limit=5, offset=40).hits == ()


def it_finds_papers_like_a_given_one(archive: Archive) -> None:
    (report,) = (hit.record for hit in archive.search("人数25").hits)
    result = archive.similar(report)
    assert names(result.hits)[0] == "报表二.txt"
    assert report not in {hit.record for hit in result.hits}
    assert 0 < result.hits[0].score <= 1
