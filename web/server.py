"""What all requests to one server have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..survey import Memory
from .folders import Folders
from .intake import Intake
from .limits import Attempts
from .pictures import Pictures
from .rebuilding import Rebuilding
from .reviewing import Reviews
from .sessions import Sessions
from .settings import Settings
from .storage import Storage
from .work import Workers


@dataclass(frozen=True)
class Server:
    """One server over one archive.

    Attributes:
        directory: Of the archive.
        settings: As told on the command line.
        workers: Threads with open archives.
        sessions: Who is signed in.
        pictures: Images of pages.
        attempts: Wrong passwords of late.
        reviews: Who is where in the review queue.
        found: By the check, so that the matrix need not be read anew for everyone.
        rebuilding: Builds the index anew.
        storage: What the archive takes up.
        folders: That may be imported from.
        intake: The import that pages start.
    """

    directory: Path
    settings: Settings
    workers: Workers
    sessions: Sessions
    pictures: Pictures
    folders: Folders
    intake: Intake
    attempts: Attempts = field(default_factory=Attempts)
    reviews: Reviews = field(default_factory=Reviews)
    found: Memory = field(default_factory=Memory)
    rebuilding: Rebuilding = field(default_factory=Rebuilding)
    storage: Storage = field(default_factory=Storage)

    @staticmethod
    def over(directory: Path, settings: Settings) -> Server:
        """A server; nothing is opened yet."""
        return Server(
            directory,
            settings,
            Workers(directory, settings.threads),
            Sessions(settings),
            Pictures(settings.page_seconds),
            Folders(settings.import_roots),
            Intake(directory, settings.import_roots),
        )

    def close(self) -> None:
        """Let go of everything."""
        self.rebuilding.close()
        self.intake.close()
        self.workers.close()
        self.pictures.close()
