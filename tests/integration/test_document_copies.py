"""Copies of a document: the notice on every print, the address that leads to what is in force, and the filed PDF."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import urlsplit

import frappe
import pytest
from frappe.translate import print_language
from frappe.utils import get_url_to_form
from frappe.utils.background_jobs import get_queue
from werkzeug.test import Client, TestResponse

from sms_iso20000 import tasks
from sms_iso20000.compat import can_make_pdf, pdf_of, print_of
from sms_iso20000.evidence.verification import first_fault
from sms_iso20000.governance import filed_copy
from sms_iso20000.life.short_link import LENGTH, LETTERS, Answer, follow
from tests.integration import doors, stage
from tests.integration.made.documents import document_values, make_document
from tests.integration.stage import AUDITOR, EXTERNAL, MANAGER, OUTSIDER, OWNER, STAFF, STAFF_TWO, TOP, acting_as

SHEET = "ITSM Document Sheet"
FORMATS = (SHEET, "Standard")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def document(system):
    return make_document(system)


def next_revision(document, steps: int = 3):
    with acting_as(MANAGER):
        revision = document.new_revision()
        revision.change_summary = "Reviewers are named."
        revision.save()
    stage.take_steps(revision, steps)
    document.reload()
    return revision


def withdraw(document, reason: str = "We left the port.") -> None:
    with acting_as(TOP):
        document.give_withdrawal_reason(reason)
    stage.step(document, "Withdraw", TOP)


def printed(document, print_format: str = SHEET, language: str = "en") -> str:
    with print_language(language):
        return print_of(frappe.get_doc(document.doctype, document.name), print_format)


# -- the notice on every print ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("print_format", FORMATS)
def test_copy_of_what_is_in_force_says_nothing(document, print_format):
    html = printed(document, print_format)
    assert "itsm-copy-notice" not in html
    assert "background-image" not in html


@pytest.mark.parametrize("print_format", FORMATS)
def test_superseded_copy_names_what_replaced_it(document, print_format):
    revision = next_revision(document)
    html = printed(document, print_format)
    assert "This copy is obsolete: its revision was superseded on" in html
    assert "PRO-01, revision 2, replaces it since" in html
    assert document.short_url() in html
    assert 'background-image: url("data:image/svg+xml;base64,' in html
    assert "itsm-copy-notice" not in printed(revision, print_format)


@pytest.mark.parametrize("print_format", FORMATS)
def test_withdrawn_copy_says_since_when_and_why(document, print_format):
    withdraw(document, f"We left the port {HOSTILE}.")
    html = printed(document, print_format)
    assert "This copy is obsolete: its revision was withdrawn on" in html
    assert "Reason: We left the port" in html
    assert HOSTILE not in html


@pytest.mark.parametrize("print_format", FORMATS)
@pytest.mark.parametrize("state", ["Draft", "In Review", "Approved"])
def test_copy_in_preparation_is_not_in_force(system, state, print_format):
    html = printed(make_document(system, state), print_format)
    assert f"This copy is not in force: its revision is {state}." in html
    assert 'background-image: url("data:image/svg+xml;base64,' in html


@pytest.mark.parametrize("print_format", ["ITSM Policy Sheet", "Standard"])
def test_policy_has_the_same_notice(in_force, print_format):
    assert "itsm-copy-notice" not in printed(in_force, print_format)
    revision = next_revision(in_force)
    html = printed(in_force, print_format)
    assert "SMP-01, revision 2, replaces it since" in html
    # A policy has no short link: the notice leads to the form.
    assert get_url_to_form("ITSM Policy", revision.name) in html


def test_print_button_of_the_desk_shows_the_notice(document):
    from frappe.www.printview import get_html_and_style

    next_revision(document)
    with acting_as(MANAGER):
        html = get_html_and_style("ITSM Document", document.name, print_format=SHEET)["html"]
    assert "replaces it since" in html


def test_sheet_says_everything(system):
    document = make_document(
        system,
        kind="External Document",
        issuer="The Port Authority",
        edition="2024",
        master_location="Their web site",
        reviewers=[{"user": OWNER}],
        points_of_use=[{"use_doctype": "ITSM System", "use_name": system.name}, {"use_doctype": "User"}],
    )
    html = printed(document)
    for said in (
        document.title,
        "PRO-01 · Revision 1 · In Force",
        "External Document",
        "Whoever writes a document does not approve it.",
        "The Port Authority",
        "2024",
        "Their web site",
        f"ITSM System: {system.name}",
        STAFF,
        document.content_hash,
        document.short_url(),
        'src="data:image/svg+xml;base64,',
    ):
        assert said in html, said
    for label in (
        "Document Owner",
        "Approver",
        "Reviewers",
        "Approved By",
        "Issued By",
        "Effective On",
        "Next Review Due On",
    ):
        assert label in html, label


def test_sheet_speaks_chinese(document):
    next_revision(document)
    html = printed(document, language="zh")
    assert "已被取代" in html
    assert "本副本已作废" in html
    assert "This copy" not in html


@pytest.mark.parametrize("print_format", FORMATS)
def test_what_people_wrote_is_escaped(system, print_format):
    values = document_values(system, code=f"P{HOSTILE}", content=f"<p>Text {HOSTILE}<script>alert(1)</script></p>")
    with acting_as(MANAGER):
        document = frappe.get_doc(values).insert()
    html = printed(document, print_format)
    assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert "<script>alert(1)" not in html


# -- the short link --------------------------------------------------------------------------------------------------


def test_all_revisions_share_one_key(document):
    revision = next_revision(document)
    assert revision.link_key == document.link_key
    assert len(document.link_key) == LENGTH
    assert set(document.link_key) <= set(LETTERS)


def test_each_system_and_code_has_a_key_of_its_own(document, system):
    other_code = make_document(system, "Draft", code="PRO-02")
    other_system = make_document(stage.make_system(), "Draft")
    assert len({document.link_key, other_code.link_key, other_system.link_key}) == 3


@pytest.mark.parametrize("door", doors.DOORS)
def test_key_is_never_changed(door, document):
    before = document.link_key
    with acting_as(MANAGER):
        refusal = door(document, link_key="chosenbyme")
    assert refusal.code == "changed_by_hand"
    assert frappe.db.get_value("ITSM Document", document.name, "link_key") == before


def test_key_cannot_be_chosen(system):
    with acting_as(MANAGER), pytest.raises(frappe.ValidationError) as refused:
        frappe.get_doc(document_values(system, link_key="chosenbyme")).insert()
    assert refused.value.code == "new_not_draft"


def test_link_leads_to_the_revision_in_force(document):
    revision = next_revision(document)
    for user in (STAFF, MANAGER, AUDITOR):
        with acting_as(user):
            found = follow(document.link_key)
        assert (found.answer, found.revision.name, found.may_open) == (Answer.IN_FORCE, revision.name, True), user


def test_link_says_nothing_to_those_it_is_not_for(document):
    for user in (OUTSIDER, EXTERNAL):
        with acting_as(user):
            found = follow(document.link_key)
        assert (found.answer, found.revision) == (Answer.NOT_FOR_YOU, None), user
    withdraw(document)
    with acting_as(OUTSIDER):
        assert follow(document.link_key).answer is Answer.NOT_FOR_YOU


def test_link_says_what_ended(document):
    withdraw(document)
    with acting_as(STAFF):
        found = follow(document.link_key)
    assert (found.answer, found.revision.name, found.may_open) == (Answer.ENDED, document.name, False)
    with acting_as(MANAGER):
        assert follow(document.link_key).may_open


def test_restricted_document_stays_with_its_distribution_list(system):
    document = make_document(
        system, is_restricted=1, audience=[{"audience_type": "User", "audience": STAFF}], code="PRO-09"
    )
    with acting_as(STAFF):
        assert follow(document.link_key).answer is Answer.IN_FORCE
    with acting_as(STAFF_TWO):
        assert follow(document.link_key).answer is Answer.NOT_FOR_YOU
    withdraw(document)
    with acting_as(STAFF):
        assert follow(document.link_key).answer is Answer.ENDED
    with acting_as(STAFF_TWO):
        assert follow(document.link_key).answer is Answer.NOT_FOR_YOU


def test_draft_is_told_to_nobody_beside_its_authors(system):
    draft = make_document(system, "Draft")
    with acting_as(STAFF):
        found = follow(draft.link_key)
    assert (found.answer, found.may_open) == (Answer.NOT_YET, False)
    with acting_as(MANAGER):
        assert follow(draft.link_key).may_open


@pytest.mark.parametrize("key", ["", "2222222222", "%", "'"])
def test_unknown_key_leads_nowhere(document, key):
    with acting_as(MANAGER):
        assert follow(key).answer is Answer.UNKNOWN


def visit(path: str, user: str = "Guest") -> TestResponse:
    """The page at `path`, as another process of the site would answer it."""
    from frappe.app import application

    headers = {"X-Frappe-Site-Name": frappe.local.site}
    if user != "Guest":
        with acting_as(user):
            headers["Authorization"] = f"token {doors._token(user)}"
    answers = []
    thread = Thread(target=lambda: answers.append(Client(application).get(path, headers=headers)))
    thread.start()
    thread.join()
    frappe.db.commit()
    return answers[0]


def path_of(address: str) -> str:
    return urlsplit(address).path


def test_page_sends_people_on(document, system):
    stage.commit(system)
    path = f"/itsm/{document.link_key}"
    guest = visit(path)
    assert guest.status_code in (301, 302)
    assert guest.headers["Location"].endswith(f"/login?redirect-to=%2Fitsm%2F{document.link_key}")
    reader = visit(path, STAFF)
    assert reader.status_code in (301, 302)
    assert path_of(reader.headers["Location"]) == path_of(get_url_to_form("ITSM Document", document.name))
    if reader.status_code == 301:
        # What a browser keeps for good would lead to the superseded revision one day.
        assert "no-store" in reader.headers["Cache-Control"]


def test_page_says_so_without_giving_anything_away(document, system):
    stage.commit(system)
    outsider = visit(f"/itsm/{document.link_key}", OUTSIDER)
    assert outsider.status_code == 403
    assert "This document is not meant for you." in outsider.get_data(as_text=True)
    assert document.title not in outsider.get_data(as_text=True)
    unknown = visit("/itsm/2222222222", STAFF)
    assert unknown.status_code == 404
    assert "No document has this address." in unknown.get_data(as_text=True)
    withdraw(document)
    frappe.db.commit()
    ended = visit(f"/itsm/{document.link_key}", STAFF).get_data(as_text=True)
    assert "It is no longer in force: it ended on" in ended
    assert "Control of Documents (PRO-01), revision 1" in ended
    assert "Whoever writes a document" not in ended
    assert "Open the Last Revision" not in ended
    assert "Open the Last Revision" in visit(f"/itsm/{document.link_key}", MANAGER).get_data(as_text=True)


# -- the filed PDF ---------------------------------------------------------------------------------------------------


@contextmanager
def without_program() -> Iterator[None]:
    """The host as it is where wkhtmltopdf is not installed."""
    before = os.environ["PATH"]
    os.environ["PATH"] = "/nonexistent"
    try:
        yield
    finally:
        os.environ["PATH"] = before


@pytest.fixture
def printer(document):
    """The program by which the host prints; it asks the site for its style, by an address that has to be known."""
    if not can_make_pdf():
        pytest.skip("wkhtmltopdf is not installed here")
    try:
        pdf_of(print_of(document, SHEET))
    except OSError as fault:
        if "network error" not in str(fault):
            raise
        pytest.skip("the site does not answer the server it runs on")


needs_program = pytest.mark.usefixtures("printer")


def decisions_of(document) -> list:
    return frappe.get_all(
        "ITSM Decision",
        filters={"reference_name": document.name, "decision": "PDF Filed"},
        fields=["content_hash", "decided_by"],
        order_by="sequence asc",
    )


def jobs_for(document) -> list:
    jobs = [job for job in get_queue("long").jobs if job.kwargs.get("kwargs", {}).get("name") == document.name]
    return [job for job in jobs if job.kwargs["site"] == frappe.local.site]


def test_issuing_leaves_the_pdf_to_a_worker(document, system):
    assert not document.pdf
    # Of another test, whose document had this name.
    for job in jobs_for(document):
        job.delete()
    stage.commit(system)
    ours = jobs_for(document)
    assert [job.kwargs["method"] for job in ours] == ["sms_iso20000.governance.filed_copy.file_pdf"]
    for job in ours:
        job.delete()


@needs_program
def test_pdf_is_filed_with_its_digest(document, system):
    assert filed_copy.file_pdf(document.name)
    document.reload()
    file = frappe.get_doc("File", {"file_url": document.pdf, "attached_to_name": document.name})
    content = file.get_content()
    assert content[:5] == b"%PDF-"
    assert file.is_private
    assert document.pdf_hash == hashlib.sha256(content).hexdigest()
    assert [row.content_hash for row in decisions_of(document)] == [document.pdf_hash]
    assert not document.pdf_note
    assert first_fault(system.name) is None


@needs_program
def test_pdf_is_made_once_and_stays_as_issued(document):
    filed_copy.file_pdf(document.name)
    document.reload()
    before = (document.pdf, document.pdf_hash)
    assert not filed_copy.file_pdf(document.name)
    next_revision(document)
    assert not filed_copy.file_pdf(document.name)
    document.reload()
    assert (document.pdf, document.pdf_hash) == before
    assert len(decisions_of(document)) == 1


@needs_program
def test_filed_pdf_cannot_be_deleted(document):
    filed_copy.file_pdf(document.name)
    document.reload()
    file = frappe.db.get_value("File", {"file_url": document.pdf, "attached_to_name": document.name})
    with pytest.raises(frappe.ValidationError) as refused:
        frappe.delete_doc("File", file, force=True)
    assert refused.value.code == "file_kept"
    assert frappe.get_doc("File", {"file_url": document.pdf}).get_content()[:5] == b"%PDF-"


def test_document_says_why_there_is_no_pdf(document):
    with without_program():
        assert not filed_copy.file_pdf(document.name)
    document.reload()
    assert "wkhtmltopdf is not installed" in document.pdf_note
    assert (document.pdf, document.pdf_hash) == (None, None)
    assert not decisions_of(document)


def test_same_reason_is_noted_once(document):
    with without_program():
        filed_copy.file_pdf(document.name)
        noted = frappe.db.get_value("ITSM Document", document.name, "modified")
        filed_copy.file_pdf(document.name)
    assert frappe.db.get_value("ITSM Document", document.name, "modified") == noted


@needs_program
def test_later_attempt_succeeds(document, system):
    with without_program():
        filed_copy.file_pdf(document.name)
    assert document.name in filed_copy.lacking_pdf([system.name])
    with acting_as(MANAGER):
        frappe.get_doc("ITSM Document", document.name).make_pdf()
    document.reload()
    assert document.pdf_hash
    assert not document.pdf_note
    assert [row.decided_by for row in decisions_of(document)] == [MANAGER]
    assert document.name not in filed_copy.lacking_pdf([system.name])


def test_night_leaves_those_without_pdf_to_workers(document, system):
    stage.commit(system)
    queue = get_queue("long")
    before = set(queue.job_ids)
    tasks.file_missing_pdfs()
    frappe.db.commit()
    jobs = [queue.fetch_job(name) for name in set(queue.job_ids) - before]
    assert document.name in [job.kwargs.get("kwargs", {}).get("name") for job in jobs]
    for job in jobs:
        job.delete()


def test_only_those_who_write_make_a_pdf(document):
    for user in (STAFF, AUDITOR, OUTSIDER):
        with acting_as(user), pytest.raises(frappe.PermissionError):
            frappe.get_doc("ITSM Document", document.name).make_pdf()
    assert not frappe.db.get_value("ITSM Document", document.name, "pdf_note")


def test_pdf_is_made_of_what_is_in_force_only(system):
    draft = make_document(system, "Approved")
    with acting_as(MANAGER), pytest.raises(frappe.ValidationError) as refused:
        draft.make_pdf()
    assert refused.value.code == "not_in_force"
    assert not filed_copy.file_pdf(draft.name)


@needs_program
def test_second_pdf_is_refused(document):
    filed_copy.file_pdf(document.name)
    document.reload()
    with acting_as(MANAGER), pytest.raises(frappe.ValidationError) as refused:
        document.make_pdf()
    assert refused.value.code == "pdf_filed_already"


@pytest.mark.parametrize("door", doors.DOORS)
def test_pdf_is_written_by_the_app_alone(door, document):
    with acting_as(MANAGER):
        refusal = door(document, pdf="/private/files/other.pdf", pdf_hash="0" * 64)
    assert refusal.code == "changed_by_hand"
    assert frappe.db.get_value("ITSM Document", document.name, ["pdf", "pdf_hash"]) == (None, None)
