"""The Desk's scripts and styles, built into `sites/assets` as `bench build` would."""

import os
import shutil
from pathlib import Path

from local_host.layout import APP, Layout
from local_host.node import Node
from local_host.processes import run
from local_host.stamps import Stamp, digest, read_json, tree_digest, tree_files, write_json

PACKAGES = ("package.json", "package-lock.json")
SCRIPTS = ("build.mjs", "bundles.mjs", "plugins.mjs", "seconds.js")
# The manifests that Frappe reads, and the part of a bundle's manifest that goes into each.
MANIFESTS = {"assets.json": "ltr", "assets-rtl.json": "rtl"}


def merge_manifests(parts: list[dict], kind: str) -> dict:
    """One manifest (bundle name to address) of what each app's build reported."""
    merged: dict[str, str] = {}
    for part in parts:
        merged |= part.get(kind, {})
    return merged


def is_bundle(path: Path) -> bool:
    return ".bundle." in path.name


class Desk:
    """Two steps: the npm packages, and the assets of one app after another."""

    def __init__(self, layout: Layout, frappe_inputs: str):
        self.layout = layout
        self.source = layout.own_code / "desk"
        self.assets = layout.sites / "assets"
        self._frappe_inputs = frappe_inputs
        self._packages = Stamp(layout.state / "desk-packages.json")

    def packages_up_to_date(self) -> bool:
        return self._packages.matches(self._packages_inputs()) and (self.layout.desk / "node_modules").exists()

    def install_packages(self, node: Node) -> None:
        """npm's packages of the Desk; their own install scripts are not run."""
        self._packages.clear()
        self.layout.desk.mkdir(parents=True, exist_ok=True)
        for name in PACKAGES:
            shutil.copy(self.source / name, self.layout.desk / name)
        run(
            node.npm_command("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            cwd=self.layout.desk,
            env={**os.environ, "PATH": f"{node.node.parent}:{os.environ.get('PATH', os.defpath)}"},
            log=self.layout.log("npm"),
            failure="npm could not install the Desk's packages.",
        )
        self._packages.write(self._packages_inputs())

    def assets_up_to_date(self) -> bool:
        return all(self._stamp(app).matches(self._inputs(app)) for app in self._apps())

    def build(self, node: Node) -> None:
        """Build what changed, then write Frappe's manifests over everything built."""
        for name in SCRIPTS:
            shutil.copy(self.source / name, self.layout.desk / name)
        for app in self._apps():
            inputs = self._inputs(app)
            if not self._stamp(app).matches(inputs):
                self._stamp(app).clear()
                self._build_app(app, node)
                self._stamp(app).write(inputs)
        parts = [read_json(self._part(app)) for app in self._apps()]
        for name, kind in MANIFESTS.items():
            write_json(self.assets / name, merge_manifests(parts, kind))

    def _apps(self) -> dict[str, Path]:
        """The public folder of each app."""
        frappe = self.layout.frappe / "frappe" / "public"
        return {"frappe": frappe, APP: self.layout.app_package / "public"}

    def _stamp(self, app: str) -> Stamp:
        return Stamp(self.layout.state / f"assets-{app}.json")

    def _part(self, app: str) -> Path:
        return self.layout.state / f"manifest-{app}.json"

    def _inputs(self, app: str) -> str:
        """Links in the assets are absolute, so a moved checkout builds anew."""
        files = self._frappe_inputs if app == "frappe" else tree_digest(self._apps()[app])
        return digest(files, self._packages_inputs(), tree_digest(self.source), str(self.layout.checkout))

    def _packages_inputs(self) -> str:
        return digest(*((self.source / name).read_text() for name in PACKAGES))

    def _build_app(self, app: str, node: Node) -> None:
        public = self._apps()[app]
        target = self.assets / app
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for entry in sorted(public.iterdir()) if public.exists() else ():
            if entry.name != "dist":
                (target / entry.name).symlink_to(entry)
        if app == "frappe":
            (target / "node_modules").symlink_to(self.layout.desk / "node_modules")
        write_json(self._part(app), {})
        if any(is_bundle(path) for path in tree_files(public)):
            run(
                [node.node, self.layout.desk / "build.mjs", self.layout.bench, app, self._part(app)],
                log=self.layout.log("assets"),
                failure=f"The assets of {app} could not be built.",
            )
