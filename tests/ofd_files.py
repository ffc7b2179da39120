"""Writes OFD files (GB/T 33190) for tests: invented papers, every placement known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

NEW = "http://www.ofdspec.org/2016"
OLD = "http://www.ofdspec.org"
MM_OF_POINT = 25.4 / 72


def text(x: float, y: float, words: str, size: float = 4.94, **attributes: str) -> str:
    """A text object whose characters stand one size apart, from (x, y) as baseline, in mm."""
    steps = f"g {len(words) - 1} {size}" if len(words) > 1 else "0"
    width = size * len(words)
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {width} {size * 1.3}" Font="1" '
        f'Size="{size}"{extra}><ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">'
        f"{escape(words)}</ofd:TextCode></ofd:TextObject>"
    )


def one_by_one(x: float, y: float, words: str, size: float = 4.94) -> str:
    """The same with an object for each character."""
    return "".join(text(x + n * size, y, word, size) for n, word in enumerate(words))


def ruling(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroke in mm."""
    width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0} {y0} {width} {height}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The strokes of a table."""
    across = "".join(ruling(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(ruling(x, ys[0], x, ys[-1]) for x in xs)


def image(resource: str, x: float, y: float, width: float, height: float) -> str:
    """A picture object in mm."""
    return (
        f'<ofd:ImageObject ID="7" ResourceID="{resource}" Boundary="{x} {y} {width} {height}" '
        f'CTM="{width} 0 0 {height} 0 0"/>'
    )


def composite(id: str, content: str) -> str:
    """A composite graphic unit."""
    return (
        f'<ofd:CompositeGraphicUnit ID="{id}"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
    )


def page(*objects: str, template: str | None = None, area: str = "") -> str:
    """Content of a page; ``{ns}`` is filled in by ``write``."""
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    box = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    return (
        f'<ofd:Page xmlns:ofd="{{ns}}">{box}{used}<ofd:Content><ofd:Layer ID="2">'
        f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def parts_of(
    pages: Sequence[str],
    *,
    ns: str = NEW,
    template: str | None = None,
    images: Mapping[str, bytes] | None = None,
    units: str = "",
    document: str = "",
    folder: str = "Doc_0",
    info: str = "<ofd:Title>核查报告</ofd:Title><ofd:Author>望湖街道</ofd:Author>"
    "<ofd:CreationDate>2023-05-06</ofd:CreationDate>",
    body: str = "",
) -> dict[str, bytes]:
    """Parts of a file with one document, by name.

    Args:
        pages: From ``page``.
        ns: Namespace.
        template: A page for template id 100.
        images: Resource id → bytes.
        units: Composite graphic units.
        document: More elements of Document.xml.
        folder: Of the document.
        info: Elements of DocInfo.
        body: More elements of DocBody.
    """
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    media = "".join(
        f'<ofd:MultiMedia ID="{id}" Type="Image"><ofd:MediaFile>image_{id}.bin</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for id in images or {}
    )
    used = '<ofd:TemplatePage ID="100" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    texts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{ns}" Version="1.0" DocType="OFD"><ofd:DocBody>'
        f"<ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot>"
        f"{body}</ofd:DocBody></ofd:OFD>",
        f"{folder}/Document.xml": f'<ofd:Document xmlns:ofd="{ns}"><ofd:CommonData><ofd:PageArea>'
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{used}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>",
        f"{folder}/DocumentRes.xml": f'<ofd:Res xmlns:ofd="{ns}" BaseLoc="Res"><ofd:MultiMedias>'
        f"{media}</ofd:MultiMedias><ofd:CompositeGraphicUnits>{units}"
        "</ofd:CompositeGraphicUnits></ofd:Res>",
    }
    for number, content in enumerate(pages):
        texts[f"{folder}/Pages/Page_{number}/Content.xml"] = content.replace("{ns}", ns)
    if template:
        texts[f"{folder}/Tpls/Tpl_0/Content.xml"] = template.replace("{ns}", ns)
    parts = {name: (head + content).encode() for name, content in texts.items()}
    return parts | {f"{folder}/Res/image_{id}.bin": data for id, data in (images or {}).items()}


def write(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Pack parts into a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path
