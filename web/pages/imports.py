"""Importing: files that are sent, or a folder on the server; how far it is, and what failed.

For archivists of all units only. What a file is gets compared with the whole archive, so that
*duplicate* and *known* would tell an archivist of one unit what others hold; and folders on the
server hold papers of any unit.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from ...catalogue.discovery import Bounds
from ...commands.failures import by_cause, cause
from ...commands.render_json import sentence
from ...errors import UsageError
from ...messages import translate
from ...model import Outcome, Status
from ...text.cells import harmless
from ...text.mask import mask_personal
from ...text.normalise import tidy
from ..access import Role
from ..call import Call
from ..importer import Batch, Place
from ..intake import FAILED, FINISHED, RUNNING, STOPPED, Standing, is_retried
from ..naming import disposition
from ..remedies import remedy_of
from ..settings import MEGABYTE

IMPORT = Role.ADMIN
_SHOWN = 50
_MOST_PLACES = 60
_NOTHING = {"running": False}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Files that could not be read, or not whole, for one cause.

    Attributes:
        cause: In words.
        remedy: What can be done.
        count: How many.
        files: Name, outcome and reason of the first of them.
    """

    cause: str
    remedy: str | None
    count: int
    files: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Papers of one unit and year.

    Attributes:
        unit: None where it is not known.
        year: Likewise.
        filed: How many found their box.
        waiting: How many wait for review.
    """

    unit: str | None
    year: int | None
    filed: int
    waiting: int


def show(call: Call) -> Response:
    """Both ways in, and the import that began last."""
    folders, id = call.server.folders, call.query.get("folder")
    here = folders.folder(id) if id else None
    standing, settings = call.server.intake.standing, call.server.settings
    result = standing.result if standing else None
    shelves = _shelves(result.filed, result.waiting) if result else []
    return call.render(
        "import.html",
        standing=standing,
        said=_said(standing) if standing else _NOTHING,
        unread=_unread(standing) if standing else 0,
        shelves=shelves[:_MOST_PLACES],
        filed=sum(one.filed for one in shelves),
        waiting=sum(one.waiting for one in shelves),
        troubles=_troubles(standing) if standing else [],
        shown=_SHOWN,
        here=here,
        listing=folders.inside(here.id) if here else folders.roots(),
        levels=call.archive.norms.levels,
        units=call.archive.units(),
        most_files=settings.most_files,
        most_bytes=settings.most_upload_bytes,
        most_megabytes=settings.most_upload_bytes // MEGABYTE,
    )


def progress(call: Call) -> Response:
    """How far the import is, for the page's script."""
    standing = call.server.intake.standing
    return JSONResponse(_said(standing) if standing else _NOTHING)


def failures(call: Call) -> Response:
    """All files that were not read, or not whole, as a table for those who scan them again."""
    standing = call.server.intake.standing
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    columns = ("file", "outcome", "cause", "reason", "remedy")
    writer.writerow([translate(f"web.import.column.{name}") for name in columns])
    for one in standing.result.troubles if standing else ():
        writer.writerow([harmless(cell) for cell in _row(one, standing)])
    name = translate("web.import.failures_file")
    headers = {"Content-Disposition": disposition(f"{name}.csv", "failures.csv")}
    content = buffer.getvalue().encode("utf-8-sig")
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


# --- what starts and ends it ---


def send(call: Call) -> Response:
    """Import files that the browser sent."""
    _require_free(call)
    unit, year, level = _options(call)
    upload = call.upload
    if upload is None or not upload.files:
        raise UsageError("web.import.no_files")
    folder = upload.folder
    batch = Batch(folder, Bounds(folder, folder), "", True, unit, year, level)
    call.server.intake.begin(batch, call.who)
    upload.taken = True
    return call.done("/import", "importing")


def take(call: Call) -> Response:
    """Import a folder on the server."""
    _require_free(call)
    unit, year, level = _options(call)
    folder = call.server.folders.folder(call.text("folder"))
    path, bounds = call.server.folders.path(folder.id)
    batch = Batch(path, bounds, folder.full_name, False, unit, year, level)
    call.server.intake.begin(batch, call.who)
    return call.done("/import", "importing")


def again(call: Call) -> Response:
    """Go on where it stopped, or read what failed once more."""
    call.server.intake.again(call.who)
    return call.done("/import", "importing")


def stop(call: Call) -> Response:
    """End the import; what was done is kept."""
    call.server.intake.stop()
    return call.done("/import", "stopping")


def dismiss(call: Call) -> Response:
    """Put the result away, with what was sent for it."""
    call.server.intake.dismiss()
    return call.redirect("/import")


def _require_free(call: Call) -> None:
    if call.server.intake.is_busy:
        raise UsageError("web.import.busy")


def _options(call: Call) -> tuple[str | None, int | None, str | None]:
    year, level = call.text("year").strip(), call.text("level")
    if year and not re.fullmatch(r"(19|20|21)\d{2}", year, re.ASCII):
        raise UsageError("web.filing.year", year=year[:20])
    known = [one.id for one in call.archive.norms.levels]
    if level and level not in known:
        raise UsageError("import.no_level", level=level[:40], known=" ".join(known))
    return tidy(call.text("unit"))[:100] or None, int(year) if year else None, level or None


# --- what is said of it ---


def _said(standing: Standing) -> dict[str, object]:
    """What the page and its script say of an import."""
    step = standing.step
    done, found = (step.done, step.found) if step else (0, 0)
    stage = "looking" if not step else "settling" if done >= found else "count"
    by_status = standing.by_status
    return {
        "running": standing.is_running,
        "done": done,
        "found": found,
        "title": translate(f"web.import.is.{_state(standing)}"),
        "count": translate(f"web.import.{stage}", done=f"{done:,}", found=f"{found:,}"),
        "parts": [(translate(f"status.{one}"), by_status.get(one, 0)) for one in Status],
    }


def _state(standing: Standing) -> str:
    result = standing.result
    if standing.state == RUNNING:
        return "stopping" if standing.is_stopping else "running"
    if standing.state == STOPPED:
        return "left" if standing.left else "stopped"
    if standing.state == FAILED:
        return "failed"
    missed = any(result.by_status.get(one) for one in (Status.FAILED, Status.PARTIAL))
    return "troubled" if missed or standing.may_retry else "finished"


def _unread(standing: Standing) -> int:
    """Files that an import which was ended early did not come to."""
    if standing.state in (RUNNING, FINISHED) or standing.step is None:
        return 0
    return max(0, standing.step.found - sum(standing.by_status.values()))


def _shelves(filed: Mapping[Place, int], waiting: Mapping[Place, int]) -> list[Shelf]:
    """By unit and year, the unknown ones last."""
    places = sorted(
        {*filed, *waiting}, key=lambda one: (one[0] is None, one[0] or "", -(one[1] or 0))
    )
    return [Shelf(*one, filed.get(one, 0), waiting.get(one, 0)) for one in places]


def _troubles(standing: Standing) -> list[Trouble]:
    """By cause: first what can be tried again, then what was read in part, then the rest."""
    groups = by_cause(list(standing.result.troubles)).items()
    return [
        Trouble(
            cause(key),
            _remedy(group[0]),
            len(group),
            tuple(
                (mask_personal(one.path), translate(f"status.{one.status}"), _reason(one, standing))
                for one in group[:_SHOWN]
            ),
        )
        for key, group in sorted(groups, key=lambda item: _rank(item[1]))
    ]


def _rank(group: Sequence[Outcome]) -> int:
    if any(is_retried(one.status, one.sha256) for one in group):
        return 0
    return 1 if any(one.status is Status.PARTIAL for one in group) else 2


def _row(one: Outcome, standing: Standing | None) -> tuple[str, ...]:
    return (
        mask_personal(one.path),
        translate(f"status.{one.status}"),
        cause(one.note.key) if one.note else "",
        _reason(one, standing),
        _remedy(one) or "",
    )


def _remedy(one: Outcome) -> str | None:
    return remedy_of(one.note) if one.note else None


def _reason(one: Outcome, standing: Standing | None) -> str:
    """In words, without where on the server it lies."""
    said = sentence(one.note) if one.note else ""
    if standing is not None:
        said = said.replace(os.path.join(standing.batch.bounds.base, ""), "")
    return mask_personal(said)
