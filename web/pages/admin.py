"""State of the archive: what it holds, its index, its storage; building the index anew."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from starlette.responses import Response

from ... import __version__
from ...commands.failures import by_cause, cause
from ...commands.learn import status_text
from ...commands.status import run_sentence
from ...errors import DangheError, UsageError
from ...messages import translate
from ...model import Status
from ..call import Call
from ..remedies import remedy, remedy_of
from ..storage import size_words
from ..times import moment

_MOST_CAUSES = 8
_PARTS = {
    "web.admin.part.engine": ("tantivy", "whoosh"),
    "web.admin.part.segmenter": ("rjieba", "jieba"),
    "web.admin.part.ocr": ("rapidocr", "onnxruntime"),
    "web.admin.part.readers": ("pypdfium2", "pdfplumber", "python-docx"),
    "web.admin.part.learning": ("scikit-learn",),
}


def show(call: Call) -> Response:
    """All of it on one page."""
    archive = call.whole
    counts, run = archive.counts(), archive.latest_run()
    running = archive.is_being_written() and not call.server.rebuilding.is_running
    causes = by_cause([one for one in archive.troubled() if one.status is not Status.PARTIAL])
    return call.render(
        "admin.html",
        counts={status: counts.get(status, 0) for status in Status},
        units=len(archive.units()),
        run=run_sentence(run, running, moment(run.started_at)) if run else None,
        causes=[
            (cause(key), len(group), remedy_of(group[0].note) if group[0].note else None)
            for key, group in list(causes.items())[:_MOST_CAUSES]
        ],
        usage=call.server.storage.usage(archive.directory, anew=call.text("count") == "anew"),
        size=size_words,
        catalogue_version=archive.catalogue.version(),
        norms=archive.norms,
        others=archive.other_norms(),
        model=status_text(archive.taught()),
        versions=tuple(_versions()),
        **_of_index(call),
    )


def rebuild(call: Call) -> Response:
    """How building anew stands, as a part of the page."""
    return call.render("_rebuild.html", **_of_index(call))


def reindex(call: Call) -> Response:
    """Begin to build the index anew; the former answers until it is done."""
    if not call.server.rebuilding.is_running and call.whole.is_being_written():
        raise UsageError("web.admin.busy")
    call.server.rebuilding.start(call.whole.directory, call.who)
    return call.done("/admin", "rebuilding")


def _of_index(call: Call) -> dict[str, object]:
    return {
        "index": call.whole.index_state(),
        "standing": call.whole.catalogue.standing(),
        "rebuilding": call.server.rebuilding.latest,
        "said": _said,
    }


def _said(error: DangheError) -> str:
    """An error that arose in another language or thread, in the language of the page."""
    return f"{translate(error.key, **error.values)} {remedy(error)}"


def _versions() -> Iterator[tuple[str, str]]:
    """Programs and their versions, as installed."""
    yield translate("web.name"), __version__
    yield "Python", platform.python_version()
    for key, names in _PARTS.items():
        yield translate(key), "，".join(f"{name} {_installed(name)}" for name in names)


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "—"
