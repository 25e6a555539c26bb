"""What a page says when it cannot be shown; the log hears of what kind the fault is and where, never what was asked or stored."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

log = logging.getLogger(__name__)


async def page(datasette: Any, request: Any, fault: Exception) -> Any:
    """The answer to a request that failed, as a page or as JSON."""
    if isinstance(fault, Base400):
        status, title, message = fault.status, None, str(fault)
    elif isinstance(fault, DatasetteError):
        status, title, message = fault.status, fault.title, str(fault.message)
    else:
        status, title, message = 500, None, "This page cannot be shown. The bot's log says where it failed."
        where = "".join(traceback.format_tb(fault.__traceback__))
        log.error("A page could not be shown: %s\n%s", type(fault).__name__, where)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status, "title": title}, status=status)
    template = datasette.jinja_env.get_template("error.html")
    values = {"status": status, "title": title, "error": message, "urls": datasette.urls}
    values |= {"app_css_hash": datasette.app_css_hash(), "menu_links": list}
    return Response.html(await template.render_async(values), status=status)
