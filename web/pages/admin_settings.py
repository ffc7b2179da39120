"""Settings of the archive and of the server: all are shown, and changed where it is safe."""

from __future__ import annotations

import re

from starlette.responses import Response

from ...errors import UsageError
from ...index.face import Sort
from ...index.thesaurus import ARCHIVE
from ...model import Unit
from ...text.normalise import fold
from ..call import Call
from ..naming import level_name
from ..storage import size_words

_BETWEEN = re.compile(r"[、,，;；=＝\r\n]")
_MOST_SHOWN = 500
_MOST_FOUND = 100


def show(call: Call) -> Response:
    """All of them."""
    archive, settings = call.whole, call.server.settings
    entries, word = archive.synonyms(), call.text("word").strip()[:60]
    own = [one for one in entries if one.origin == ARCHIVE]
    words, indexed = archive.words(), set(map(fold, archive.indexed_words()))
    return call.render(
        "admin_settings.html",
        units=archive.units(),
        declared={unit.name for unit in archive.catalogue.units()},
        levels=archive.norms.levels,
        level=lambda id: level_name(id, archive.norms),
        norms=archive.norms,
        others=archive.other_norms(),
        own=own,
        supplied=len(entries) - len(own),
        word=word,
        found=[one for one in archive.synonyms(word) if one.origin != ARCHIVE][:_MOST_FOUND]
        if word
        else (),
        words=[(one, fold(one) in indexed) for one in words[:_MOST_SHOWN]],
        more_words=max(0, len(words) - _MOST_SHOWN),
        saved=archive.saved_searches(),
        settings=settings,
        engine=archive.settings.engine,
        size=size_words,
    )


def add_unit(call: Call) -> Response:
    """Declare a unit, or what more is known of it."""
    level, parent = call.text("level").strip(), call.text("parent").strip()
    unit = Unit(call.text("name"), level or None, _parts(call.text("aliases")), parent or None)
    if unit.level is None:
        raise UsageError("web.no_level", level="")
    call.whole.add_unit(unit)
    return _done(call, "units", "unit_added", name=unit.name.strip())


def add_synonyms(call: Call) -> Response:
    """Add a line of synonyms."""
    lay = call.text("lay").strip()
    entry = call.whole.add_synonyms(_parts(call.text("words")), lay=lay or None)
    return _done(call, "synonyms", "synonyms_added", line=str(entry))


def remove_synonyms(call: Call) -> Response:
    """Take one of the archive's own lines out."""
    call.whole.drop_synonyms(call.text("line"))
    return _done(call, "synonyms", "synonyms_removed", line=call.text("line"))


def add_words(call: Call) -> Response:
    """Put words into the dictionary."""
    words = _parts(call.text("words"))
    if not words:
        raise UsageError("web.admin.no_word")
    call.whole.add_words(words)
    return _done(call, "words", "words_added", words="、".join(words))


def remove_word(call: Call) -> Response:
    """Take a word out of the dictionary."""
    call.whole.remove_words([call.text("word")])
    return _done(call, "words", "word_removed", word=call.text("word"))


def add_saved(call: Call) -> Response:
    """Keep a search for everybody who sees the whole archive."""
    sort: Sort = "date" if call.text("sort") == "date" else "relevance"
    saved = call.whole.save_search(call.text("name"), call.text("q"), sort)
    return _done(call, "saved", "saved", name=saved.name)


def remove_saved(call: Call) -> Response:
    """Keep it no more."""
    call.whole.forget_search(call.text("name"))
    return _done(call, "saved", "forgotten", name=call.text("name"))


def _parts(text: str) -> tuple[str, ...]:
    """Words that signs or line ends set apart."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def _done(call: Call, section: str, key: str, **values: str) -> Response:
    response = call.done("/admin/settings", key, **values)
    response.headers["location"] += f"#{section}"
    return response
