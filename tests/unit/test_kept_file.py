"""Which file a File record of the host could take along."""

import pytest

from sms_iso20000.rules.kept_file import FileRecord, is_disguised, overwritten, reached

KEPT = "/private/files/sealed.pdf"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/private/files/sealed.pdf", KEPT),
        ("/files/sealed.pdf", "/files/sealed.pdf"),
        ("/private/files/deep/sealed.pdf", KEPT),
        ("/files/deep/sealed.pdf", KEPT),
        ("https://elsewhere.example.com/sealed.pdf", KEPT),
        ("sealed.pdf", KEPT),
        ("/private/files/seal%65d.pdf", KEPT),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host_looks_at_the_first_folder_and_the_last_part(address, file):
    assert reached(address) == file


def test_the_name_says_what_is_overwritten():
    assert overwritten(FileRecord("/private/files/a.png", "b.png")) == "/private/files/b.png"
    assert overwritten(FileRecord("/files/a.png", "b.png", is_private=False)) == "/files/b.png"


def test_a_record_of_the_file_itself_is_no_disguise():
    assert not is_disguised(FileRecord(KEPT, "sealed.pdf"), KEPT)
    assert not is_disguised(FileRecord("/files/sealed.pdf", "sealed.pdf"), KEPT)


@pytest.mark.parametrize(
    "record",
    [
        FileRecord("/private/files/mine.png", thumbnail=KEPT),
        FileRecord("/private/files/mine.png", thumbnail="/sealed.pdf"),
        FileRecord("https://elsewhere.example.com/sealed.pdf"),
        FileRecord("/private/files/deep/sealed.pdf"),
    ],
)
def test_disguises(record):
    assert is_disguised(record, KEPT)
