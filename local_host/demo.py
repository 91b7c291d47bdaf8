"""`./demo`: the demonstration organisation on a site of its own, and the Desk on loopback."""

import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from local_host import FRAPPE_NAME
from local_host.arguments import DemoArguments
from local_host.console import Console
from local_host.errors import HostError
from local_host.host import Host, Work
from local_host.layout import Layout
from local_host.passwords import Passwords
from local_host.ports import LOOPBACK, Ports
from local_host.processes import run_visibly, start_child, stop_child
from local_host.sites import SitePlan

SITES = {"mariadb": "demo.localhost", "postgres": "demo-postgres.localhost"}
REDIS_NUMBERS = {"mariadb": 0, "postgres": 2}
FIRST_CHOICE_OF_PORT = 8000
START_PATIENCE_SECONDS = 60


class Demo:
    def __init__(self, layout: Layout, console: Console, arguments: DemoArguments):
        self.host = Host(layout, console, arguments.server)
        self.console = console
        self.arguments = arguments
        self.password = Passwords(layout.state / "passwords.json").get("demo")
        self.ports = Ports(layout.state / "port-web.json")
        server = self.host.database.name
        self.site, self.redis_number = SITES[server], REDIS_NUMBERS[server]

    def run(self) -> None:
        self.console.title(f"Service management on {FRAPPE_NAME}")
        with self.host.services(), self.host.site_to_ourselves(self._plan(None)):
            port = self.ports.choose("web", FIRST_CHOICE_OF_PORT)
            url = f"http://{LOOPBACK}:{port}"
            self.host.prepare(Work(self._plan(url), fresh=self.arguments.reset, with_tests=False))
            self.console.say("Demonstration organisation …")
            self._demonstrate(url)
            if self.arguments.serve:
                self._serve(url, port)

    def _plan(self, url: str | None) -> SitePlan:
        return SitePlan(self.site, self.redis_number, {"host_name": url}, self.password)

    def _demonstrate(self, url: str) -> None:
        """The app's own command loads what lacks, runs the main job and prints the summary and the sign-ins."""
        bench = self.host.bench
        words = ["--site", self.site, "iso20000", "demo", "--url", url, "--password", self.password]
        if run_visibly(bench.frappe(*words), cwd=bench.sites, env=bench.environment()):
            raise HostError("The demonstration could not be loaded; what it printed above says why.")

    def _serve(self, url: str, port: int) -> None:
        """Web server, one worker and the scheduler, until one of them ends or we are interrupted."""
        bench = self.host.bench
        # The worker and the scheduler look for their queue before they look at any site.
        environment = bench.environment(FRAPPE_REDIS_QUEUE=self.host.redis.url(self.redis_number))
        serve_site = self.host.layout.own_code / "serve_site.py"
        commands = {
            "web server": [bench.python, serve_site, self.site, str(port)],
            "worker": bench.frappe("worker", "--quiet"),
            "scheduler": bench.frappe("schedule"),
        }
        children: dict[str, subprocess.Popen] = {}
        try:
            for name, command in commands.items():
                with open(self._log(name), "ab") as log:
                    options = {"cwd": bench.sites, "env": environment, "stdout": log, "stderr": log}
                    # Out of the terminal's reach: we end them in order.
                    children[name] = start_child(command, start_new_session=True, **options)
            self._wait_until_it_answers(url, children["web server"])
            self.console.title(f"Desk: {url}  (Ctrl-C ends it)")
            while all(child.poll() is None for child in children.values()):
                time.sleep(1)
            ended = next(name for name, child in children.items() if child.poll() is not None)
            raise HostError(f"The {ended} ended by itself.", self._log(ended))
        finally:
            for child in children.values():
                stop_child(child)

    def _wait_until_it_answers(self, url: str, server: subprocess.Popen) -> None:
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                with urllib.request.urlopen(f"{url}/api/method/ping", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise HostError("The web server did not answer.", self._log("web server"))

    def _log(self, process: str) -> Path:
        return self.host.layout.log(process.replace(" ", "-"))
