"""The one table of addresses: which leads to which handler, and whom it serves.

A handler takes a ``Call`` and returns a response; it runs in a thread. That the visitor has the
role, and that a form bears its token, is settled before it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from .access import DECIDE, UNMASK, Role
from .api import Api
from .call import Call
from .pages import (
    account,
    admin,
    admin_log,
    admin_settings,
    admin_users,
    api,
    boxes,
    check,
    check_files,
    imports,
    paper,
    paper_actions,
    paper_image,
    review,
    saved,
    search,
)

Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of a page or form.

    Attributes:
        method: GET or POST.
        path: With ``{name}`` or ``{name:int}`` for its variable parts.
        handler: Answers.
        role: Least role of those it serves.
        uploads: Files may be sent.
    """

    method: str
    path: str
    handler: Handler
    role: Role
    uploads: bool = False
    is_api: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation.

    Attributes:
        path: Where it leads; it is the current one on all pages whose address starts so.
        name: Key of the message catalogue.
        role: Least role of those who see it.
    """

    path: str
    name: str
    role: Role


NAVIGATION = (
    Entry("/", "web.nav.search", Role.READER),
    Entry("/boxes", "web.nav.boxes", Role.READER),
    Entry("/check", "web.nav.check", Role.READER),
    Entry("/review", "web.review", DECIDE),
    Entry("/import", "web.import", imports.IMPORT),
    Entry("/admin", "web.nav.admin", Role.ADMIN),
)

ROUTES: tuple[Route, ...] = (
    # --- who ---
    Route("GET", "/sign-in", account.sign_in_page, Role.GUEST),
    Route("POST", "/sign-in", account.sign_in, Role.GUEST),
    Route("GET", "/set-up", account.set_up_page, Role.GUEST),
    Route("POST", "/set-up", account.set_up, Role.GUEST),
    Route("POST", "/look", account.look, Role.GUEST),
    Route("POST", "/sign-out", account.sign_out, Role.READER),
    Route("GET", "/account", account.show, Role.READER),
    Route("POST", "/account/password", account.change_password, Role.READER),
    # --- search ---
    Route("GET", "/", search.show, Role.READER),
    Route("GET", "/suggest", search.suggest, Role.READER),
    Route("POST", "/saved", saved.keep, Role.READER),
    Route("POST", "/saved/forget", saved.forget, Role.READER),
    # --- a paper ---
    Route("GET", "/papers/{record}", paper.show, Role.READER),
    Route("GET", "/papers/{record}/why", paper.why, Role.READER),
    Route("GET", "/papers/{record}/pages/{page:int}.jpg", paper_image.show, Role.READER),
    Route("POST", "/papers/{record}/filing", paper_actions.decide, DECIDE),
    Route("POST", "/papers/{record}/reopen", paper_actions.reopen, DECIDE),
    Route("POST", "/papers/{record}/undo", paper_actions.undo, DECIDE),
    Route("POST", "/papers/{record}/unmask", paper_actions.unmask, UNMASK),
    Route("POST", "/papers/{record}/original", paper_actions.original, UNMASK),
    # --- boxes ---
    Route("GET", "/boxes", boxes.show, Role.READER),
    Route("GET", "/boxes/list", boxes.show_list, Role.READER),
    Route("GET", "/boxes/spines", boxes.show_spines, Role.READER),
    Route("GET", "/boxes/{box}", boxes.show_box, Role.READER),
    # --- completeness ---
    Route("GET", "/check", check.show, Role.READER),
    Route("GET", "/check/unit", check.show_unit, Role.READER),
    Route("GET", "/check/matrix", check_files.matrix, Role.READER),
    Route("GET", "/check/report", check_files.report, Role.READER),
    Route("POST", "/check/waive", check.waive, check.WAIVE),
    Route("POST", "/check/withdraw", check.withdraw, check.WAIVE),
    # --- the review queue ---
    Route("GET", "/review", review.show, DECIDE),
    Route("POST", "/review/papers/{record}", review.answer, DECIDE),
    Route("POST", "/review/apply", review.apply, DECIDE),
    Route("POST", "/review/undo", review.undo, DECIDE),
    # --- administration ---
    Route("GET", "/admin", admin.show, Role.ADMIN),
    Route("GET", "/admin/rebuild", admin.rebuild, Role.ADMIN),
    Route("POST", "/admin/reindex", admin.reindex, Role.ADMIN),
    Route("GET", "/admin/users", admin_users.show, Role.ADMIN),
    Route("POST", "/admin/users", admin_users.add, Role.ADMIN),
    Route("GET", "/admin/user", admin_users.show_one, Role.ADMIN),
    Route("POST", "/admin/user/rights", admin_users.change, Role.ADMIN),
    Route("POST", "/admin/user/password", admin_users.change_password, Role.ADMIN),
    Route("POST", "/admin/user/remove", admin_users.remove, Role.ADMIN),
    Route("GET", "/admin/log", admin_log.show, Role.ADMIN),
    Route("GET", "/admin/log/export", admin_log.export, Role.ADMIN),
    Route("GET", "/admin/settings", admin_settings.show, Role.ADMIN),
    Route("POST", "/admin/settings/unit", admin_settings.add_unit, Role.ADMIN),
    Route("POST", "/admin/settings/synonyms", admin_settings.add_synonyms, Role.ADMIN),
    Route("POST", "/admin/settings/synonyms/remove", admin_settings.remove_synonyms, Role.ADMIN),
    Route("POST", "/admin/settings/words", admin_settings.add_words, Role.ADMIN),
    Route("POST", "/admin/settings/words/remove", admin_settings.remove_word, Role.ADMIN),
    Route("POST", "/admin/settings/saved", admin_settings.add_saved, Role.ADMIN),
    Route("POST", "/admin/settings/saved/remove", admin_settings.remove_saved, Role.ADMIN),
    # --- import ---
    Route("GET", "/import", imports.show, imports.IMPORT),
    Route("GET", "/import/progress", imports.progress, imports.IMPORT),
    Route("GET", "/import/failures", imports.failures, imports.IMPORT),
    Route("POST", "/import/files", imports.send, imports.IMPORT, uploads=True),
    Route("POST", "/import/folder", imports.take, imports.IMPORT),
    Route("POST", "/import/again", imports.again, imports.IMPORT),
    Route("POST", "/import/stop", imports.stop, imports.IMPORT),
    Route("POST", "/import/dismiss", imports.dismiss, imports.IMPORT),
)

APIS: tuple[Api, ...] = (
    Api("GET", "/search", api.search, Role.READER, api.SearchQuery, api.Answer),
    Api("GET", "/suggestions", api.suggestions, Role.READER, api.SuggestQuery, api.Suggestions),
    Api("GET", "/records/{record}", api.record, Role.READER, None, api.Paper),
    Api("GET", "/records/{record}/text", api.text, Role.READER, None, api.Text),
    Api("GET", "/records/{record}/similar", api.similar, Role.READER, api.SimilarQuery, api.Alike),
    Api("POST", "/records/{record}/filing", api.file, DECIDE, api.Decision, api.Paper),
)
