"""OFD files that are spoilt or hostile: the rest is read, nothing leads out, all ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ofd_files import NEW, composite, image, page, parts_of, text, write
from PIL import Image

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, page_image, read
from danghe.model import Document

SENTENCE = "各社区应当于每月二十日前将药具发放报表送交街道办事处。"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def it_reads_the_other_pages_where_one_is_missing_or_spoilt(tmp_path: Path) -> None:
    parts = parts_of([page(text(20, 50, f"{n}．月度报表")) for n in range(1, 5)])
    del parts["Doc_0/Pages/Page_1/Content.xml"]
    parts["Doc_0/Pages/Page_2/Content.xml"] = b"\0\1\2 not xml"
    parts["Doc_0/Pages/Page_3/Content.xml"] = parts["Doc_0/Pages/Page_3/Content.xml"][:-40]
    document = read(write(tmp_path / "a.ofd", parts))
    assert texts(document) == ["1．月度报表", "4．月度报表"]
    losses = {note.key: note.values for note in document.losses}
    assert losses["extract.loss.failed_pages"] == {"pages": "2-3"}
    assert int(losses["extract.loss.parts"]["count"]) >= 1


def it_reads_undeclared_prefixes_and_undeclared_gbk(tmp_path: Path) -> None:
    parts = parts_of([page(text(20, 50, SENTENCE))])
    name = "Doc_0/Pages/Page_0/Content.xml"
    content = parts[name].decode().replace(f' xmlns:ofd="{NEW}"', "")
    parts[name] = content[content.index("?>") + 2 :].encode("gb18030")
    assert texts(read(write(tmp_path / "a.ofd", parts))) == [SENTENCE]


@pytest.mark.parametrize(
    "location", ["../secret.xml", "/../secret.xml", "..\\..\\secret.xml", "C:/x"]
)
def it_follows_no_location_out_of_the_file(tmp_path: Path, location: str) -> None:
    (tmp_path / "secret.xml").write_text(page(text(20, 50, "机密")).replace("{ns}", NEW), "utf-8")
    parts = parts_of([page(text(20, 50, SENTENCE)), page()])
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        b"Pages/Page_1/Content.xml", location.encode()
    )
    document = read(write(tmp_path / "a.ofd", parts))
    assert document.text == SENTENCE
    assert [note.key for note in document.losses] == ["extract.loss.failed_pages"]


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}"><!ENTITY a "aaaaaaaaaa">]>'


def it_resolves_no_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    content = page(text(20, 50, "ENT")).replace("{ns}", NEW).replace("ENT", "&e;&a;")
    parts = parts_of([page(text(20, 50, SENTENCE)), page()])
    parts["Doc_0/Pages/Page_1/Content.xml"] = (ENTITY.format(path=secret) + content).encode()
    document = read(write(tmp_path / "a.ofd", parts))
    assert document.text == SENTENCE
    assert [note.key for note in document.losses] == ["extract.loss.failed_pages"]


def it_ends_on_units_that_draw_themselves_or_each_other_many_times(tmp_path: Path) -> None:
    def unit(id: int, *uses: int) -> str:
        used = "".join(f'<ofd:CompositeObject ResourceID="{n}"/>' for n in uses)
        words = text(0, 5, "字")
        return str(composite(str(id), words + used))

    used = '<ofd:CompositeObject ResourceID="0" Boundary="20 40 9 9"/>'
    cycle = write(tmp_path / "a.ofd", parts_of([page(used)], units=unit(0, 1) + unit(1, 0)))
    assert read(cycle).text == "字"
    tower = "".join(unit(n, *[n + 1] * 10) for n in range(30))
    path = write(tmp_path / "b.ofd", parts_of([page(used)], units=tower))
    with pytest.raises(LimitExceededError):
        read(path, Options(Limits(max_seconds=0.3)))


def it_refuses_what_goes_past_the_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", parts_of([page(text(20, 50, SENTENCE))] * 3))
    with pytest.raises(LimitExceededError) as caught:
        read(path, Options(Limits(max_pages=2)))
    assert caught.value.key == "extract.limit.pages"
    deep = "<ofd:PageBlock>" * 100 + text(20, 50, SENTENCE) + "</ofd:PageBlock>" * 100
    with pytest.raises(LimitExceededError) as caught:
        read(write(tmp_path / "b.ofd", parts_of([page(deep)])))
    assert caught.value.key == "extract.limit.nesting"
    picture = io.BytesIO()
    Image.new("RGB", (210, 297)).save(picture, "PNG")
    scan = parts_of([page(image("5", 0, 0, 210, 297))], images={"5": picture.getvalue()})
    with pytest.raises(LimitExceededError) as caught:
        page_image(write(tmp_path / "c.ofd", scan), 1, Options(Limits(max_pixels=1000)))
    assert caught.value.key == "extract.limit.pixels"


@pytest.mark.parametrize(
    "attributes",
    [
        'Boundary="nan nan inf 1e999" Size="5"',
        'Boundary="1e300 1 1 1" CTM="1e300 0 0 1e300 0 0" Size="1e300"',
        'Boundary="" CTM="0 0 0 0 0 0" Size="5"',
        'Boundary="a b c d" CTM="1" Size="-5"',
    ],
)
def it_stands_senseless_numbers(tmp_path: Path, attributes: str) -> None:
    odd = (
        f'<ofd:TextObject {attributes}><ofd:TextCode X="x" Y="" DeltaX="g 999999999999 1 g -5 g">'
        "字字</ofd:TextCode></ofd:TextObject>"
        '<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>M L 5 C 1 L 1e999 2 C Z 3'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read(write(tmp_path / "a.ofd", parts_of([page(odd, text(20, 50, SENTENCE))])))
    assert SENTENCE in document.text


def it_refuses_a_file_without_documents_or_pages(tmp_path: Path) -> None:
    parts = parts_of([])
    for lacking in ("Doc_0/Document.xml", ""):
        kept = {name: data for name, data in parts.items() if name != lacking}
        with pytest.raises(ExtractionError) as caught:
            read(write(tmp_path / "a.ofd", kept))
        assert caught.value.key == "extract.damaged"
