"""Background workers in processes of their own, which a test may kill."""

import os
import subprocess
import sys

import frappe

WORKER = """
import sys
import frappe
site, sites_path, job, name = sys.argv[1:]
frappe.init(site=site, sites_path=sites_path)
frappe.connect()
frappe.conf.mute_emails = 0
frappe.get_attr(job)(name)
"""


def worker(job: str, name: str) -> subprocess.Popen:
    """Does `job`, a dotted path, for the record `name`, on a site that lets mails out."""
    sites_path = os.environ["SMS_TEST_SITES_PATH"]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, frappe.local.site, sites_path, job, name],
        cwd=sites_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
