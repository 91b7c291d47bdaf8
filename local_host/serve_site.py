"""serve_site.py SITE PORT, run from `sites` with a bench's Python: one site on loopback, with its static files.

Frappe's own `serve` listens on every interface; this one does not. It works on the local host and on a real bench.
"""

import os
import sys

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import run_simple


def serve(site: str, port: int) -> None:
    frappe.app._site = site
    frappe.app._sites_path = "."
    application = SharedDataMiddleware(frappe.app.application, {"/assets": os.path.abspath("assets")})
    application = StaticDataMiddleware(application, {"/files": os.path.abspath(".")})
    run_simple("127.0.0.1", port, application, threaded=True, use_reloader=False, use_debugger=False)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
