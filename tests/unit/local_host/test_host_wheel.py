"""The wheel is unpacked under Frappe's names, and its digest tells names and contents apart."""

import zipfile

import pytest

from local_host.errors import HostError
from local_host.frappe_wheel import REPAIR, repair, restore_wheel, restored_digest


def make_wheel(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_only_the_package_is_unpacked(tmp_path):
    wheel = make_wheel(
        tmp_path / "some.whl",
        {
            "criscostack/utils/brik_helper.py": "import criscostack",
            "criscostack/.DS_Store": "a desktop's leftover",
            "criscostack-1.0.0.dist-info/METADATA": "Name: criscostack",
        },
    )
    restore_wheel(wheel, tmp_path / "frappe")
    files = [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "frappe").rglob("*") if path.is_file()]
    assert files == ["frappe/utils/bench_helper.py"]
    assert (tmp_path / files[0]).read_text() == "import frappe"


def test_the_digest_sees_names_contents_and_number(tmp_path):
    (tmp_path / "one").write_text("1")
    first = restored_digest(tmp_path)
    assert first[0] == 1
    (tmp_path / "one").write_text("2")
    second = restored_digest(tmp_path)
    (tmp_path / "one").rename(tmp_path / "two")
    third = restored_digest(tmp_path)
    assert len({first[1], second[1], third[1]}) == 3


def test_the_digest_overlooks_compiled_python(tmp_path):
    (tmp_path / "one.py").write_text("1")
    before = restored_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"compiled")
    assert restored_digest(tmp_path) == before


def test_the_repair_replaces_what_it_is_meant_for():
    before, after = REPAIR
    assert repair(f"import this\n\n\n{before}\n") == f"import this\n\n\n{after}\n"


@pytest.mark.parametrize("times", [0, 2])
def test_the_repair_refuses_a_file_that_is_not_the_one_it_knows(times):
    with pytest.raises(HostError, match=r"typing_validations\.py"):
        repair(REPAIR[0] * times)
