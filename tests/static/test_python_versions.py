"""The app, its tests and its local host are valid on Python 3.10 to 3.14."""

import ast

import pytest

from tests.static.app import ROOT, Source, name_of, report, snippet

# Gone from the standard library by 3.14, or not there yet in 3.10.
REMOVED = {
    "aifc",
    "asynchat",
    "asyncore",
    "audioop",
    "cgi",
    "cgitb",
    "chunk",
    "crypt",
    "distutils",
    "imghdr",
    "imp",
    "lib2to3",
    "mailcap",
    "msilib",
    "nis",
    "nntplib",
    "ossaudiodev",
    "pipes",
    "smtpd",
    "sndhdr",
    "spwd",
    "sunau",
    "telnetlib",
    "uu",
    "xdrlib",
}
TOO_NEW = {
    "tomllib",
    "annotationlib",
    "compression",
    "typing.Self",
    "typing.assert_never",
    "typing.assert_type",
    "typing.LiteralString",
    "typing.Never",
    "typing.NotRequired",
    "typing.Required",
    "typing.Unpack",
    "typing.override",
    "typing.TypeIs",
    "enum.StrEnum",
    "datetime.UTC",
    "itertools.batched",
    "contextlib.chdir",
    "hashlib.file_digest",
}
FOLDERS = ("sms_iso20000", "tests", "local_host")


def sources() -> list[Source]:
    return [Source.of(path) for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def invalid_syntax(source: Source) -> list[str]:
    try:
        ast.parse(source.text, source.place, feature_version=(3, 10))
        compile(source.text, source.place, "exec")
    except SyntaxError as error:
        return [source.at(error.lineno or 0, str(error.msg))]
    return []


def unavailable_library(source: Source) -> list[str]:
    # What stands in a `try` has an answer for the version that lacks it.
    guarded = {id(node) for block in source.nodes(ast.Try) for node in ast.walk(block)}
    used = []
    for node in source.every_node:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [name_of(node)]
        else:
            continue
        used += [(node, name) for name in names]
    return [
        source.at(node.lineno, f"{name} is not in every Python from 3.10 to 3.14")
        for node, name in used
        if id(node) not in guarded
        and (name in TOO_NEW or (name.split(".")[0] in REMOVED and not isinstance(node, ast.Attribute)))
    ]


def test_syntax_is_valid_from_3_10():
    offences = [offence for source in sources() for offence in invalid_syntax(source)]
    assert not offences, report(offences)


def test_standard_library_is_there_from_3_10_to_3_14():
    offences = [offence for source in sources() for offence in unavailable_library(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize("bad", ["try:\n    pass\nexcept* ValueError:\n    pass\n", "type A = int\n", "print 'x'\n"])
def test_newer_syntax_is_found(bad):
    assert invalid_syntax(snippet(bad))


@pytest.mark.parametrize(
    "bad", ["import imp\n", "from typing import Self\n", "import tomllib\n", "import datetime\ndatetime.UTC\n"]
)
def test_missing_library_is_found(bad):
    assert unavailable_library(snippet(bad))


def test_guarded_import_is_fine():
    assert not unavailable_library(snippet("try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n"))
