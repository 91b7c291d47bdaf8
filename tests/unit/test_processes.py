"""The processes that every new system starts with."""

import re

import pytest
import yaml

from sms_iso20000.catalogue.processes import read_processes, shipped_processes
from sms_iso20000.catalogue.reader import HERE, MalformedCatalogue, shipped_catalogues

SHIPPED = HERE / "processes_2011.yaml"
CLAUSES = ["5", *(f"6.{n}" for n in range(1, 7)), "7.1", "7.2", "8.1", "8.2", "9.1", "9.2", "9.3"]


@pytest.fixture
def altered(tmp_path):
    """Writes the shipped content with one change and answers the path."""

    def write(change):
        content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "processes.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


def test_the_fourteen_processes_of_the_2011_edition():
    assert [process.clause for process in shipped_processes()] == CLAUSES


def test_every_text_is_there_in_both_languages():
    for process in shipped_processes():
        for text in (process.title, process.purpose):
            assert re.search(r"[A-Za-z]", text.en)
            assert re.search(r"[\u4e00-\u9fff]", text.zh)
            assert not re.search(r"[\u4e00-\u9fff]", text.en)


def test_no_two_processes_say_the_same():
    for texts in ([p.title.en for p in shipped_processes()], [p.purpose.zh for p in shipped_processes()]):
        assert len(set(texts)) == len(CLAUSES)


def test_it_is_no_catalogue_of_requirements():
    assert SHIPPED not in shipped_catalogues()


def test_reading_it_unaltered_works(altered):
    assert read_processes(altered(lambda content: None)) == shipped_processes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: content["processes"][3].pop("clause"), "missing_field"),
        (lambda content: content["processes"][3]["title"].pop("zh"), "missing_language"),
        (lambda content: content["processes"][3]["purpose"].update(zh="only English"), "wrong_language"),
        (lambda content: content["processes"][3].update(owner="x"), "unknown_field"),
        (lambda content: content["processes"][3].update(clause="4.1"), "schema_violation"),
        (lambda content: content["processes"][3].update(clause="6.1"), "duplicate_id"),
        (lambda content: content.update(processes=[]), "schema_violation"),
    ],
)
def test_what_is_malformed_is_refused(altered, change, code):
    with pytest.raises(MalformedCatalogue) as refused:
        read_processes(altered(change))
    assert refused.value.code == code
