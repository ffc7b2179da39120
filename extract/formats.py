"""The one table of formats: a new format is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .sniff import Sample, take_sample

NOT_A_FILE = "not-a-file"
Detector = Callable[[Sample], bool]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be told by content.

    Attributes:
        name: Short name, as in ``Document.format``.
        found_in: Whether a sample is of this format; asked in the table's order.
        suffixes: File name endings that agree with it, lower case.
        reader: ``module:function`` inside this package, imported when first needed:
            ``(path, reading) → Document``.
        refusal: Without a reader or unpacker, the message that says so.
        unpacker: Likewise, for the files inside it: ``(path, reading) → Iterator[Member]``.
        renderer: Likewise, for the image of a page: ``(path, page, reading) → Image``.
    """

    name: str
    found_in: Detector
    suffixes: tuple[str, ...]
    reader: str | None = None
    refusal: str = "extract.unsupported.convert"
    unpacker: str | None = None
    renderer: str | None = None


def _starts(*magics: bytes, offset: int = 0) -> Detector:
    return lambda sample: sample.head.startswith(magics, offset)


def _zip(kind: str) -> Detector:
    return lambda sample: sample.zip_kind == kind


def _ole(kind: str) -> Detector:
    return lambda sample: sample.ole_kind == kind


def _markup(*openings: str) -> Detector:
    return lambda sample: sample.markup.startswith(openings)


def _pdf(sample: Sample) -> bool:
    # Readers accept leading junk, but a text that mentions the mark is no PDF.
    start = sample.head.find(b"%PDF-", 0, 1024 + 5)
    return start == 0 or (start > 0 and b" obj" in sample.head)


def _bitmap(sample: Sample) -> bool:
    sizes = (12, 40, 52, 56, 64, 108, 124)
    head = sample.head
    reserved = head[6:10] == bytes(4)
    return head.startswith(b"BM") and reserved and int.from_bytes(head[14:18], "little") in sizes


def _webp(sample: Sample) -> bool:
    return sample.head.startswith(b"RIFF") and sample.head[8:12] == b"WEBP"


def _heif(*brands: bytes) -> Detector:
    # The first brand is the file's own; the others, behind its version, are those it suits too.
    return lambda sample: (
        sample.head[4:8] == b"ftyp"
        and any(brand in (sample.head[8:12], *_suited(sample.head)) for brand in brands)
    )


def _suited(head: bytes) -> tuple[bytes, ...]:
    end = min(int.from_bytes(head[:4], "big"), 64)
    return tuple(head[at : at + 4] for at in range(16, end, 4))


def _web_archive(sample: Sample) -> bool:
    # A mail with pictures in its text is multipart/related too, but was sent to somebody.
    head = sample.mail_headers
    sent = re.search(rb"^(?:to|received|return-path|message-id)[ \t]*:", head, re.MULTILINE)
    return b"saved by" in head or (b"multipart/related" in head and not sent)


def _tar(sample: Sample) -> bool:
    from .tars import is_tar

    return sample.head.startswith(b"ustar", 257) or is_tar(sample.head)


def _separated(sample: Sample) -> bool:
    from .separated import is_separated

    return is_separated(sample)


def _html(sample: Sample) -> bool:
    text = sample.markup
    return text.startswith(("<!doctype html", "<html")) or (
        text.startswith("<") and "<html" in text[:2048]
    )


IMAGE = "extract.unsupported.image"
HEIF = "extract.unsupported.heif"
ARCHIVE = "extract.unsupported.archive"
UNKNOWN = "extract.unsupported.unknown"


def _container(name: str, found_in: Detector, unpacker: str, *suffixes: str) -> Format:
    return Format(name, found_in, suffixes, None, ARCHIVE, unpacker)


def _picture(name: str, found_in: Detector, *suffixes: str, reader: str = "image:read") -> Format:
    return Format(name, found_in, suffixes, reader, IMAGE, renderer="image:render")


FORMATS: tuple[Format, ...] = (
    Format("empty", lambda sample: sample.size == 0, (), None, "extract.empty"),
    Format("pdf", _pdf, (".pdf",), "pdf:read", unpacker="pdf:members", renderer="pdf:render"),
    Format(
        "docx",
        _zip("docx"),
        (".docx", ".docm", ".dotx", ".dotm"),
        "docx:read",
        unpacker="embedded:members",
        renderer="docx_pictures:render",
    ),
    Format(
        "xlsx",
        _zip("xlsx"),
        (".xlsx", ".xlsm", ".xltx", ".xltm"),
        "xlsx:read",
        unpacker="embedded:members",
    ),
    Format("xlsb", _zip("xlsb"), (".xlsb",), "xlsb:read"),
    Format(
        "pptx",
        _zip("pptx"),
        (".pptx", ".pptm", ".ppsx", ".potx"),
        "pptx:read",
        unpacker="embedded:members",
    ),
    Format("vsdx", _zip("vsdx"), (".vsdx",)),
    Format("odt", _zip("odt"), (".odt", ".ott"), "odf:read_text"),
    Format("ods", _zip("ods"), (".ods", ".ots"), "odf:read_sheets"),
    Format("odp", _zip("odp"), (".odp", ".otp"), "odf:read_slides"),
    Format(
        "ofd",
        _zip("ofd"),
        (".ofd",),
        "ofd:read",
        unpacker="ofd:members",
        renderer="ofd:page_image",
    ),
    Format("epub", _zip("epub"), (".epub",)),
    _container("zip", _zip("zip"), "zips:members", ".zip"),
    Format(
        "office-encrypted",
        _ole("office-encrypted"),
        (".docx", ".xlsx", ".xlsm", ".pptx"),
        "unlocking:read",
        unpacker="unlocking:members",
    ),
    Format("doc", _ole("doc"), (".doc", ".dot", ".wps", ".wpt"), "doc:read"),
    Format("xls", _ole("xls"), (".xls", ".xlt", ".et", ".ett"), "xls:read"),
    Format("ppt", _ole("ppt"), (".ppt", ".pps", ".pot", ".dps", ".dpt"), "ppt:read"),
    Format("vsd", _ole("vsd"), (".vsd",)),
    Format("msg", _ole("msg"), (".msg",), "msg:read", unpacker="msg:members"),
    Format("ole2", _ole("ole2"), ()),
    _picture("jpeg", _starts(b"\xff\xd8\xff"), ".jpg", ".jpeg", ".jpe", ".jfif"),
    _picture("png", _starts(b"\x89PNG\r\n\x1a\n"), ".png"),
    _picture("gif", _starts(b"GIF87a", b"GIF89a"), ".gif"),
    _picture("bmp", _bitmap, ".bmp", ".dib"),
    _picture("webp", _webp, ".webp"),
    _picture("avif", _heif(b"avif"), ".avif", reader="image:read_avif"),
    Format("heif", _heif(b"heic", b"heix", b"mif1"), (".heic", ".heif"), None, HEIF),
    _picture("tiff", _starts(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), ".tif", ".tiff"),
    _picture(
        "jp2",
        _starts(b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
        *(".jp2", ".j2k", ".jpf", ".jpx", ".j2c"),
    ),
    _container("7z", _starts(b"7z\xbc\xaf\x27\x1c"), "sevenzips:members", ".7z"),
    _container("rar", _starts(b"Rar!\x1a\x07"), "rars:members", ".rar"),
    Format(
        "gz", _starts(b"\x1f\x8b\x08"), (".gz", ".tgz"), None, ARCHIVE, "tars:compressed_members"
    ),
    Format(
        "bz2",
        _starts(b"BZh91AY&SY", b"BZh61AY&SY"),
        (".bz2", ".tbz", ".tbz2"),
        None,
        ARCHIVE,
        "tars:compressed_members",
    ),
    Format(
        "xz", _starts(b"\xfd7zXZ\x00"), (".xz", ".txz"), None, ARCHIVE, "tars:compressed_members"
    ),
    _container("tar", _tar, "tars:members", ".tar"),
    Format("rtf", _starts(b"{\\rtf"), (".rtf", ".doc", ".wps"), "rtf:read"),
    Format("mht", _web_archive, (".mht", ".mhtml"), "mail:read_web_archive"),
    Format(
        "eml",
        lambda sample: bool(sample.mail_headers),
        (".eml",),
        "mail:read",
        unpacker="mail:members",
    ),
    Format("html", _html, (".html", ".htm", ".xhtml"), "html:read"),
    Format("xml", _markup("<?xml"), (".xml",), "xml:read"),
    Format("csv", _separated, (".csv", ".tsv", ".tab"), "separated:read"),
    Format("txt", lambda sample: sample.is_text, (".txt", ".text", ".log", ".md"), "plain:read"),
    Format("unknown", lambda sample: True, (), None, UNKNOWN),
)
BY_NAME = {format.name: format for format in FORMATS}
READABLE = tuple(format.name for format in FORMATS if format.reader)


def detect_sample(sample: Sample) -> Format:
    """The first format of the table that a sample is of; the last one takes everything."""
    return next(format for format in FORMATS if format.found_in(sample))


def detect(path: Path) -> str:
    """Short name of a file's format, from its content; never blocks on pipes or devices.

    Raises:
        OSError: The file cannot be opened or read.
    """
    sample = take_sample(path)
    return detect_sample(sample).name if sample else NOT_A_FILE


def disagrees(suffix: str, format: Format) -> bool:
    """Whether a lower-case file name ending is of another format than the content's."""
    return suffix not in format.suffixes and any(suffix in other.suffixes for other in FORMATS)
