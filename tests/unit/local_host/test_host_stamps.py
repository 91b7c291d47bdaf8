"""A step is left out exactly while its inputs are those with which it last succeeded."""

import pytest

from local_host.stamps import Stamp, digest, read_json, tree_digest, write_atomically, write_json


def test_a_digest_sets_its_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a", "") != digest("a")
    assert digest("a") == digest(b"a")


def test_a_tree_digest_sees_what_changes_and_overlooks_what_is_skipped(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "style.css").write_text("a {}")
    (tmp_path / "code.py").write_text("1")
    before, before_all = tree_digest(tmp_path, ("public",)), tree_digest(tmp_path)
    (tmp_path / "public" / "style.css").write_text("b {}")
    assert tree_digest(tmp_path, ("public",)) == before
    assert tree_digest(tmp_path) != before_all
    (tmp_path / "code.py").write_text("2")
    assert tree_digest(tmp_path, ("public",)) != before


def test_a_missing_tree_has_a_digest(tmp_path):
    assert tree_digest(tmp_path / "nowhere") == tree_digest(tmp_path)


def test_a_stamp_matches_what_was_written_last_and_nothing_else(tmp_path):
    stamp = Stamp(tmp_path / "state" / "step.json")
    assert not stamp.matches("one")
    stamp.write("one")
    assert stamp.matches("one")
    assert not stamp.matches("two")
    stamp.clear()
    stamp.clear()
    assert not stamp.matches("one")


@pytest.mark.parametrize("text", ["", '{"inputs": "on', "not json"])
def test_a_half_written_stamp_does_not_match(tmp_path, text):
    (tmp_path / "step.json").write_text(text)
    assert not Stamp(tmp_path / "step.json").matches("one")


def test_files_are_replaced_whole_and_with_their_mode(tmp_path):
    file = tmp_path / "folder" / "file"
    write_atomically(file, "old")
    write_atomically(file, "new", mode=0o600)
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_json_goes_out_and_comes_back(tmp_path):
    write_json(tmp_path / "data.json", {"port": 1})
    assert read_json(tmp_path / "data.json") == {"port": 1}
    assert read_json(tmp_path / "missing.json") == {}
