"""What to set off in a whole paper that a query found."""

from __future__ import annotations

from .answer import Searcher
from .marks import Mark, marks
from .query import parse
from .question import question, subject
from .synonyms import with_synonyms


def wanted_marks(searcher: Searcher, query: str) -> tuple[Mark, ...]:
    """The strings that a query looks for; of a question, the words that carry its subject.

    Args:
        searcher: What answering takes.
        query: In the query syntax.

    Raises:
        QueryError: The query cannot be honoured.
    """
    tree, engine = parse(query), searcher.engine
    asked = question(tree)
    widened, _ = with_synonyms(tree, searcher.thesaurus, engine.segmenter)
    found = marks(widened, engine.segmenter, engine.pairs())
    if asked is None:
        return found
    about = subject(asked.texts, engine, searcher.thesaurus)
    # Where neither the term nor all of its parts stand, a paper answers with its words.
    return (*found, *(Mark((word,), partial=True) for word in about.words if len(word) > 1))
