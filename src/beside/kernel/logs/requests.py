"""What may be said about a request: the name of its route and its status, never its path."""

import logging


class RouteNotPath(logging.Filter):
    """Django's own lines quote the path. Say the route instead; drop the visitor's errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500 or record.exc_info is None:
            return False
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        route = match.view_name if match else "no route"
        record.msg, record.args = f"A page failed: {route}", ()
        vars(record)["route"] = route
        return True
