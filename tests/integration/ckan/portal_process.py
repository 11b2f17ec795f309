"""Runs inside CKAN's own environment: prepare the database, an administrator and its token, then serve.

One process instead of four calls of the ``ckan`` command, each of which would import CKAN anew.
Usage: portal_process.py CONFIG PORT TOKEN_FILE ACCESS_LOG
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ckan import logic, model
from ckan.cli import load_config
from ckan.cli.db import upgrade
from ckan.config.middleware import make_app
from werkzeug.serving import run_simple

ADMIN = "operator"


def make_token(application: object, token_file: Path) -> None:
    """A system administrator and a token of its own, written before anybody can ask."""
    with application._wsgi_app.test_request_context():
        site = logic.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        context = {"ignore_auth": True, "user": site}
        if model.User.get(ADMIN) is None:
            account = {"name": ADMIN, "email": "operator@localhost.localdomain", "password": "only-for-tests"}
            logic.get_action("user_create")(dict(context), account)
        model.User.get(ADMIN).sysadmin = True
        model.Session.commit()
        made = logic.get_action("api_token_create")(dict(context), {"user": ADMIN, "name": "tests"})
        token_file.write_text(made["token"])
        model.Session.remove()


def logged(application: Callable[..., Iterable[bytes]], path: Path) -> Callable[..., Iterable[bytes]]:
    """``application``, with a line ``METHOD path`` for each request as it arrives."""
    log = path.open("a", buffering=1)

    def log_and_pass_on(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        log.write(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n")
        return application(environ, start_response)

    return log_and_pass_on


def main() -> None:
    config, port, token_file, access_log = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    application = make_app(load_config(config))
    if not token_file.exists():
        upgrade.main(args=[], standalone_mode=False)
        make_token(application, token_file)
    run_simple("127.0.0.1", port, logged(application, access_log), threaded=True)


if __name__ == "__main__":
    main()
