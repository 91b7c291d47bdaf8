"""`bench --site X iso20000 …`, run as the bench runs it but in a thread of its own, since it opens the site itself."""

import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread

import frappe
import pytest
from click.testing import CliRunner, Result

from tests.integration import stage


def command(*words: str) -> Result:
    """What the command said and how it ended."""
    from sms_iso20000.commands import iso20000

    # Version 15 hands its commands a dict, version 16 an object.
    context = frappe._dict(sites=[frappe.local.site], profile=False, verbose=False, force=False)
    answers = []
    thread = Thread(target=lambda: answers.append(CliRunner().invoke(iso20000, words, obj=context)))
    thread.start()
    thread.join()
    # What the other connection committed is to be seen here.
    frappe.db.commit()
    return answers[0]


@pytest.fixture
def committed(system):
    """A system with a policy in force and a frozen month, which other connections see."""
    stage.make_policy(system, "In Force")
    source = stage.make_source(system)
    stage.make_tickets(system, stage.last_month()[0], {"yes": 3, "no": 1})
    source.freeze(stage.last_month()[0].isoformat())
    stage.commit(system)
    return system


def tamper(doctype: str, system: str, **values) -> str:
    """Change a record behind the app's back; its name."""
    name = frappe.get_all(doctype, filters={"system": system}, pluck="name", order_by="creation asc", limit=1)[0]
    frappe.db.set_value(doctype, name, values, update_modified=False)
    frappe.db.commit()
    return name


def test_bench_finds_the_command(site):
    answer = subprocess.run(
        [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, "iso20000", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    for name in ("verify", "conformity", "pack", "demo"):
        assert f"\n  {name} " in answer.stdout


# -- verify ----------------------------------------------------------------------------------------------------------


def chain_end(system: str) -> str:
    """What a certification pack is compared with."""
    hashes = frappe.get_all("ITSM Decision", {"system": system}, pluck="chain_hash", order_by="sequence asc")
    return f"Decisions: {len(hashes)}; last hash: {hashes[-1]}"


def test_verify_finds_everything_in_order(committed):
    answer = command("verify", "--system", committed.name)
    outcome = f"{committed.name}: Every decision and every seal holds. {chain_end(committed.name)}\n"
    assert (answer.exit_code, answer.output) == (0, outcome)


@pytest.mark.parametrize(
    ("doctype", "values", "sentence"),
    [
        ("ITSM Decision", {"reason": "Something else."}, "{} was changed after it was written."),
        ("ITSM Decision", {"decided_by": "somebody@sms.example.com"}, "{} was changed after it was written."),
        (
            "ITSM Policy",
            {"content": "<p>We promise nothing.</p>"},
            "The content of {} was changed after it was sealed.",
        ),
        ("ITSM Service Level Snapshot", {"in_target": 4}, "The content of {} was changed after it was sealed."),
    ],
)
def test_verify_names_what_was_changed(doctype, values, sentence, committed):
    name = tamper(doctype, committed.name, **values)
    answer = command("verify", "--system", committed.name)
    assert answer.exit_code == 1
    outcome = sentence.format(f"{doctype} {name}")
    assert answer.output == f"{committed.name}: {outcome} {chain_end(committed.name)}\n"


def test_verify_names_what_was_taken_away(committed):
    first = frappe.get_all(
        "ITSM Decision", filters={"system": committed.name}, pluck="name", order_by="sequence asc", limit=2
    )
    frappe.db.delete("ITSM Decision", {"name": first[0]})
    frappe.db.commit()
    answer = command("verify", "--system", committed.name)
    assert answer.exit_code == 1
    assert f"A decision before ITSM Decision {first[1]} is missing." in answer.output


def test_verify_of_all_systems_goes_on_after_a_fault(committed):
    tamper("ITSM Policy", committed.name, content="<p>We promise nothing.</p>")
    other = stage.make_system()
    stage.commit(other)
    answer = command("verify")
    assert answer.exit_code == 1
    assert f"{committed.name}: The content of" in answer.output
    assert f"{other.name}: Every decision and every seal holds." in answer.output


# -- conformity ------------------------------------------------------------------------------------------------------


def test_conformity_stores_the_run_and_says_why(committed):
    answer = command("conformity", "--system", committed.name)
    assert answer.exit_code == 0, answer.output
    assert frappe.db.count("ITSM Conformity Run", {"system": committed.name}) == 1
    assert "0 of 2 people (0.0 %) acknowledged the policy in force" in answer.output
    assert "\n4.1.2 f " in answer.output
    # Every requirement is looked at, so that each has its line.
    assert "Met of all 119 requirements), coverage 100 %" in answer.output
    clauses = frappe.get_all(
        "ITSM Requirement", {"edition": "2011", "is_group": 0}, pluck="clause", order_by="name asc"
    )
    assert [clause for clause in clauses if f"\n{clause} " not in answer.output] == []


@pytest.mark.parametrize(("percentage", "exit_code"), [("0", 0), ("5", 0), ("100", 1)])
def test_conformity_fails_under_a_percentage(percentage, exit_code, committed):
    answer = command("conformity", "--system", committed.name, "--fail-under", percentage)
    assert answer.exit_code == exit_code
    assert (f"The readiness of {committed.name} is under {percentage} %." in answer.output) == bool(exit_code)
    # The run is kept either way.
    assert frappe.db.count("ITSM Conformity Run", {"system": committed.name}) == 1


@pytest.mark.parametrize("percentage", ["-1", "101", "many"])
def test_conformity_refuses_what_is_no_percentage(percentage):
    answer = command("conformity", "--fail-under", percentage)
    assert answer.exit_code == 2


# -- pack ------------------------------------------------------------------------------------------------------------


def test_pack_is_written_into_a_folder(committed, tmp_path):
    command("conformity", "--system", committed.name)
    answer = command("pack", "--system", committed.name, "--to", str(tmp_path / "new"))
    assert answer.exit_code == 0, answer.output
    path = Path(answer.output.strip().removeprefix(f"{committed.name}: "))
    assert path.parent == tmp_path / "new"
    assert "index.html" in zipfile.ZipFile(path).namelist()
    remove_kept_packs(committed.name)


def test_pack_without_a_run_says_what_to_do(committed, tmp_path):
    answer = command("pack", "--system", committed.name, "--to", str(tmp_path))
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert len(answer.output.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def remove_kept_packs(system: str) -> None:
    """The files of the packs; their records go with the system."""
    for run in frappe.get_all("ITSM Conformity Run", filters={"system": system}, pluck="name", order_by="name asc"):
        for file in frappe.get_all("File", filters={"attached_to_name": run}, pluck="name", order_by="name asc"):
            Path(frappe.get_doc("File", file).get_full_path()).unlink(missing_ok=True)


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["verify", "conformity", "pack"])
def test_unknown_system_is_named(name):
    answer = command(name, "--system", "No Such System")
    assert answer.exit_code == 2
    assert answer.output == "Error: There is no service management system named No Such System on this site.\n"


def test_demonstration_stays_away_from_a_site_in_use(committed):
    answer = command("demo")
    assert answer.exit_code == 1
    assert answer.output == (
        "Error: This site already holds a service management system of its own; "
        "load the demonstration on another site.\n"
    )
    assert not frappe.db.exists("ITSM System", "Port IT Services")
    assert not frappe.db.exists("User", "service.manager@port.example.com")
