"""The catalogue of the standard: what we ship is whole, and a file that is not is refused by name."""

import copy
import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sms_iso20000.catalogue import reader
from sms_iso20000.catalogue.reader import (
    SENTENCES,
    Catalogue,
    MalformedCatalogue,
    Node,
    Text,
    read_catalogue,
    shipped_catalogues,
)

# Every requirement of ISO/IEC 20000-1:2011, 4.1 to 4.5, clause by clause, in the order of the standard.
REQUIREMENTS_2011 = {
    "4.1.1": "a b c d e f g",
    "4.1.2": "a b c d e f",
    "4.1.3": "a b",
    "4.1.4": ".1 a b c d e",
    "4.2": ".1 a b c d .2 .3",
    "4.3.1": "a b c d e f g h",
    "4.3.2": ".1 a b c d e f g h",
    "4.3.3": ".1 .2 .3",
    "4.4.1": "a b",
    "4.4.2": ".1 a b c d e",
    "4.5.1": ".1 a b c",
    "4.5.2": ".1 a b c d e f g h i j k l .2 .3",
    "4.5.3": "a b c d e f",
    "4.5.4.1": ".1 .2 .3 .4 .5",
    "4.5.4.2": ".1 .2 .3 .4 .5 .6 .7 .8",
    "4.5.4.3": ".1 a b c d e f g h i j .2 .3",
    "4.5.5.1": ".1 .2 .3 .4 .5 .6",
    "4.5.5.2": ".1 a b c d e",
}
IDS_2011 = [f"{clause} {mark}" for clause, marks in REQUIREMENTS_2011.items() for mark in marks.split()]
GROUPING_CLAUSES_2011 = {"4", "4.1", "4.3", "4.4", "4.5", "4.5.4", "4.5.5"}

FILE = "edition.yaml"
SHIPPED_2011 = Path(reader.__file__).parent / "iso20000_1_2011.yaml"


def text(en: str, zh: str) -> dict:
    return {"en": en, "zh": zh}


def clause(id: str, parent: str | None) -> dict:
    return {"id": id, "parent": parent, "kind": "clause", "title": text(f"Clause {id}", f"条款 {id}")}


def requirement(id: str, parent: str) -> dict:
    return {
        "id": id,
        "parent": parent,
        "kind": "requirement",
        "title": text("Doors are locked", "门已上锁"),
        "requirement": text("Every door is locked at night.", "夜间所有的门都上锁。"),
        "guidance": text("Try one of the doors.", "试推其中一扇门。"),
    }


SMALL = {
    "edition": "2011",
    "title": text("A small edition", "小型版本"),
    "source_note": text("Made for this test.", "为本测试编写。"),
    "nodes": [
        clause("4", None),
        clause("4.1", "4"),
        clause("4.1.1", "4.1"),
        requirement("4.1.1 a", "4.1.1"),
        requirement("4.1.1 .1", "4.1.1"),
        clause("4.2", "4"),
        requirement("4.2 a", "4.2"),
    ],
}


@pytest.fixture
def small() -> dict:
    return copy.deepcopy(SMALL)


def read_bytes(raw: bytes) -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, FILE)
        path.write_bytes(raw)
        return read_catalogue(path)


def read(content: object, **style: object) -> Catalogue:
    options = {"allow_unicode": True, "sort_keys": False, **style}
    return read_bytes(yaml.dump(content, Dumper=PlainDumper, **options).encode())


def refusal(content: object) -> MalformedCatalogue:
    raw = content if isinstance(content, bytes) else yaml.dump(content, Dumper=PlainDumper).encode()
    with pytest.raises(MalformedCatalogue) as caught:
        read_bytes(raw)
    return caught.value


class PlainDumper(yaml.SafeDumper):
    """Writes what is equal twice, instead of an anchor and an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


# What we ship


def test_the_2011_edition_is_shipped():
    assert SHIPPED_2011 in shipped_catalogues()


@pytest.mark.parametrize("path", shipped_catalogues(), ids=lambda path: path.name)
def test_every_shipped_catalogue_is_valid(path):
    catalogue = read_catalogue(path)
    assert path.stem == f"iso20000_1_{catalogue.edition}"
    assert re.fullmatch("[0-9a-f]{64}", catalogue.digest)
    assert [node.position for node in catalogue.nodes] == list(range(1, len(catalogue.nodes) + 1))


def test_schema_is_itself_valid():
    schema = json.loads((SHIPPED_2011.parent / "catalogue.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)


@pytest.fixture(scope="module")
def edition_2011() -> Catalogue:
    return read_catalogue(SHIPPED_2011)


def test_2011_has_every_requirement_in_the_order_of_the_standard(edition_2011):
    assert [node.id for node in edition_2011.nodes if node.kind == "requirement"] == IDS_2011


def test_2011_has_every_clause_and_no_other(edition_2011):
    clauses = {node.id for node in edition_2011.nodes if node.kind == "clause"}
    assert clauses == GROUPING_CLAUSES_2011 | REQUIREMENTS_2011.keys()


def test_2011_hangs_each_node_under_the_clause_its_number_names(edition_2011):
    for node in edition_2011.nodes:
        above = node.id.rpartition(" " if node.kind == "requirement" else ".")[0]
        assert node.parent == (above or None)


def test_2011_lists_each_clause_with_all_that_is_under_it_before_the_next(edition_2011):
    open_clauses: list[str] = []
    for node in edition_2011.nodes:
        while open_clauses and open_clauses[-1] != node.parent:
            open_clauses.pop()
        assert open_clauses or node.parent is None, f"{node.id} stands apart from {node.parent}"
        open_clauses.append(node.id)


def all_texts(catalogue: Catalogue) -> list[tuple[str, Text]]:
    return [
        (f"{node.id} {field}", value)
        for node in catalogue.nodes
        for field in ("title", "requirement", "guidance")
        if (value := getattr(node, field))
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_2011_says_nothing_twice(edition_2011, language):
    texts = [getattr(value, language) for _, value in all_texts(edition_2011)]
    assert sorted(texts) == sorted(set(texts))


def test_2011_is_typeset(edition_2011):
    for place, value in all_texts(edition_2011):
        assert "  " not in value.en + value.zh, place
        assert not re.search("[\u3400-\u9fff][,;:?!()]|[,;:?!()][\u3400-\u9fff]", value.zh), place
        is_sentence = not place.endswith("title")
        assert value.en.endswith(".") is is_sentence, place
        assert value.zh.endswith("。") is is_sentence, place
        assert not re.search(r"\b(TODO|TBD|shall)\b", value.en), place


# What a reader gets


def test_a_clause_and_a_requirement_are_read_whole(small):
    catalogue = read(small)
    assert (catalogue.edition, catalogue.title) == ("2011", Text("A small edition", "小型版本"))
    assert catalogue.source_note == Text("Made for this test.", "为本测试编写。")
    assert catalogue.nodes[0] == Node("4", None, "clause", Text("Clause 4", "条款 4"), None, None, 1)
    assert catalogue.nodes[3] == Node(
        "4.1.1 a",
        "4.1.1",
        "requirement",
        Text("Doors are locked", "门已上锁"),
        Text("Every door is locked at night.", "夜间所有的门都上锁。"),
        Text("Try one of the doors.", "试推其中一扇门。"),
        4,
    )


def test_an_absent_file_is_not_called_malformed(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_catalogue(tmp_path / "absent.yaml")


# What is refused, and in which words


def break_field(content: dict, position: int, field: str, value: object) -> dict:
    content["nodes"][position][field] = value
    return content


def test_malformed_yaml_is_refused_with_its_line():
    error = refusal(b'edition: "2011"\nnodes: [\n  - }')
    assert error.code == "malformed_yaml"
    assert str(error).startswith("Catalogue file edition.yaml is not valid YAML at line 3: ")


@pytest.mark.parametrize("raw", [b"\xff\xfe\xfa", b"edition: 2011-99-99", b"a: !!python/object:os.system x"])
def test_what_yaml_cannot_turn_into_plain_values_is_refused(raw):
    assert refusal(raw).code == "malformed_yaml"


def test_duplicate_key_is_refused_with_its_line():
    error = refusal(b'edition: "2011"\ntitle:\n  en: A\n  zh: B\n  en: C\n')
    assert str(error) == "Catalogue file edition.yaml gives the field en twice, the second at line 5."


@pytest.mark.parametrize("raw", [b"", b"- edition", b"2011"])
def test_a_file_that_is_no_mapping_is_refused(raw):
    assert str(refusal(raw)) == "Catalogue file edition.yaml does not hold a catalogue."


def test_duplicate_id_is_refused_by_name(small):
    small["nodes"].append(clause("4.1", "4"))
    assert str(refusal(small)) == "Catalogue file edition.yaml has the id 4.1 more than once."


def test_unknown_parent_is_refused_by_name(small):
    error = refusal(break_field(small, 3, "parent", "4.9"))
    assert str(error) == "Catalogue file edition.yaml gives 4.1.1 a the parent 4.9, which is not in the file."


@pytest.mark.parametrize("kind", [clause, requirement])
def test_requirement_as_parent_is_refused_by_name(small, kind):
    id = "4.1.2" if kind is clause else "4.1.2 a"
    small["nodes"].append(kind(id, "4.1.1 a"))
    error = refusal(small)
    assert str(error) == f"Catalogue file edition.yaml gives {id} the requirement 4.1.1 a as its parent."


def test_cycle_is_refused_with_its_path(small):
    error = refusal(break_field(small, 1, "parent", "4.1.1"))
    assert str(error) == "Catalogue file edition.yaml has 4.1 among its own parents: 4.1 → 4.1.1 → 4.1."


def test_own_parent_is_refused_as_a_cycle(small):
    error = refusal(break_field(small, 1, "parent", "4.1"))
    assert str(error) == "Catalogue file edition.yaml has 4.1 among its own parents: 4.1 → 4.1."


def test_parent_after_child_is_refused_by_name(small):
    small["nodes"].append(small["nodes"].pop(2))
    error = refusal(small)
    assert str(error) == "Catalogue file edition.yaml lists the parent 4.1.1 after its child 4.1.1 a."


def test_child_of_a_later_cycle_is_told_of_the_order_and_not_of_the_cycle(small):
    small["nodes"][:0] = [clause("9", "8"), clause("8", "7"), clause("7", "8")]
    error = refusal(small)
    assert (error.code, error.values["id"], error.values["parent"]) == ("parent_after_child", "9", "8")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("field", ["title", "requirement", "guidance"])
@pytest.mark.parametrize("how", ["absent", None, "", " \n"])
def test_missing_language_is_refused_by_name(small, field, language, how):
    if how == "absent":
        del small["nodes"][3][field][language]
    else:
        small["nodes"][3][field][language] = how
    error = refusal(small)
    assert str(error) == (f"Catalogue file edition.yaml has no text in language {language} for 4.1.1 a › {field}.")
    assert error.values == {"file": FILE, "language": language, "field": f"4.1.1 a › {field}"}


@pytest.mark.parametrize(("language", "foreign"), [("en", "门已上锁"), ("en", "A 门"), ("zh", "Doors")])
def test_text_in_the_other_language_is_refused_by_name(small, language, foreign):
    small["nodes"][3]["title"][language] = foreign
    assert str(refusal(small)) == (
        f"Catalogue file edition.yaml has a text that is not in language {language} for 4.1.1 a › title."
    )


@pytest.mark.parametrize("field", ["edition", "title", "source_note", "nodes"])
def test_missing_part_is_refused_by_name(small, field):
    del small[field]
    assert str(refusal(small)) == f"Catalogue file edition.yaml lacks {field}."


@pytest.mark.parametrize("field", ["parent", "kind", "title", "requirement", "guidance"])
def test_missing_field_is_refused_by_name(small, field):
    del small["nodes"][3][field]
    assert str(refusal(small)) == f"Catalogue file edition.yaml lacks 4.1.1 a › {field}."


def test_missing_id_is_refused_by_place(small):
    del small["nodes"][3]["id"]
    assert str(refusal(small)) == "Catalogue file edition.yaml lacks nodes › #4 › id."


def test_unknown_field_is_refused_by_name(small):
    error = refusal(break_field(small, 3, "remark", "none"))
    assert str(error) == "Catalogue file edition.yaml has 4.1.1 a › remark, which does not belong there."


@pytest.mark.parametrize("field", ["requirement", "guidance"])
def test_a_clause_states_no_requirement_of_its_own(small, field):
    error = refusal(break_field(small, 2, field, text("Some text.", "一些文字。")))
    assert str(error) == f"Catalogue file edition.yaml has 4.1.1 › {field}, which does not belong there."


@pytest.mark.parametrize(
    ("position", "id", "kind"),
    [
        (2, "4.1.1 a", "clause"),
        (2, "4.", "clause"),
        (2, "4.01", "clause"),
        (3, "4.1.1", "requirement"),
        (3, "4.1.1a", "requirement"),
        (3, "4.1.1 A", "requirement"),
        (3, "4.1.1  a", "requirement"),
        (3, "4.1.1 1", "requirement"),
    ],
)
def test_id_of_the_wrong_form_is_refused_by_name(small, position, id, kind):
    error = refusal(break_field(small, position, "id", id))
    assert error.code == "wrong_id"
    assert (error.values["id"], error.values["kind"]) == (id, kind)


@pytest.mark.parametrize(
    ("position", "field", "value", "place", "rule"),
    [
        (2, "id", 4.1, "nodes › #3 › id", 'type: "string"'),
        (3, "parent", None, "4.1.1 a › parent", 'type: "string"'),
        (3, "kind", "chapter", "4.1.1 a › kind", 'enum: ["clause", "requirement"]'),
        (3, "title", text("A" * 61, "门"), "4.1.1 a › title › en", "maxLength: 60"),
        (3, "title", "Doors", "4.1.1 a › title", 'type: "object"'),
    ],
)
def test_other_schema_violation_is_refused_by_place_and_rule(small, position, field, value, place, rule):
    error = refusal(break_field(small, position, field, value))
    assert str(error) == f"Catalogue file edition.yaml has a value in {place} that breaks the rule {rule}."


def test_refusal_can_be_said_in_another_language(small):
    small["nodes"].append(clause("4.1", "4"))
    error = refusal(small)
    assert "{id} 重复".format(**error.values) == "4.1 重复"
    assert SENTENCES[error.code].format(**error.values) == str(error)


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_every_refusal_is_one_sentence_that_names_the_file(sentence):
    assert sentence.startswith("Catalogue file {file} ")
    assert sentence.endswith(".")


# What holds for every file

unhurried = settings(deadline=None)
POSITIONS = st.integers(0, len(SMALL["nodes"]) - 1)


@unhurried
@given(st.permutations(SMALL["nodes"]))
def test_an_order_is_accepted_only_if_every_parent_comes_first(nodes):
    ids = [node["id"] for node in nodes]
    parents_first = all(node["parent"] is None or ids.index(node["parent"]) < ids.index(node["id"]) for node in nodes)
    content = {**SMALL, "nodes": nodes}
    if parents_first:
        assert [node.id for node in read(content).nodes] == ids
    else:
        assert refusal(content).code == "parent_after_child"


@unhurried
@given(POSITIONS, POSITIONS)
def test_a_repeated_id_is_refused_wherever_it_stands(original, place):
    node = SMALL["nodes"][original]
    nodes = [*SMALL["nodes"][:place], node, *SMALL["nodes"][place:]]
    error = refusal({**SMALL, "nodes": nodes})
    assert (error.code, error.values["id"]) == ("duplicate_id", node["id"])


def paths(value: object, above: tuple = ()) -> list[tuple]:
    """Every field of a content, as the path that leads to it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, part in parts for path in ((*above, key), *paths(part, (*above, key)))]


FIELDS = [path for path in paths(SMALL) if isinstance(path[-1], str)]
TEXTS = [path for path in FIELDS if path[-1] in ("en", "zh")]


@unhurried
@given(st.sampled_from(FIELDS))
def test_a_file_without_one_of_its_fields_is_refused(path):
    content = copy.deepcopy(SMALL)
    *above, field = path
    holder = content
    for step in above:
        holder = holder[step]
    del holder[field]
    error = refusal(content)
    assert error.code in ("missing_field", "missing_language")
    assert field in (error.values.get("language"), error.values["field"].split(" › ")[-1])


@st.composite
def reordered(draw, value: object):
    """The same content, its mapping keys in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: draw(reordered(value[key])) for key in keys}
    if isinstance(value, list):
        return [draw(reordered(part)) for part in value]
    return value


@unhurried
@given(
    reordered(SMALL),
    # PyYAML itself garbles escaped texts that it has to fold, so those get all the width they want.
    st.fixed_dictionaries({"allow_unicode": st.just(True), "width": st.integers(20, 200)})
    | st.fixed_dictionaries({"allow_unicode": st.just(False), "width": st.just(10_000)}),
    st.fixed_dictionaries(
        {
            "default_flow_style": st.booleans() | st.none(),
            "indent": st.integers(2, 8),
            "explicit_start": st.booleans(),
        }
    ),
)
def test_digest_ignores_formatting_and_the_order_of_keys(content, letters, layout):
    assert read(content, **letters, **layout).digest == read(SMALL).digest


@unhurried
@given(st.sampled_from(TEXTS), st.sampled_from([" 又 or", "。", "!"]))
def test_digest_follows_every_text(path, addition):
    content = copy.deepcopy(SMALL)
    *above, language = path
    holder = content
    for step in above:
        holder = holder[step]
    holder[language] += addition if language == "zh" else " too"
    assert read(content).digest != read(SMALL).digest


def test_digest_follows_the_order_of_the_nodes(small):
    small["nodes"][3:5] = reversed(small["nodes"][3:5])
    assert read(small).digest != read(SMALL).digest


def test_digest_ignores_the_blanks_block_texts_end_with(small):
    small["nodes"][3]["guidance"]["en"] += "\n"
    assert read(small).digest == read(SMALL).digest


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(unhurried, max_examples=300)
@given(st.sampled_from(paths(SMALL)), ANYTHING)
def test_whatever_stands_in_a_field_it_is_read_or_refused_in_words(path, value):
    content = copy.deepcopy(SMALL)
    *above, field = path
    holder = content
    for step in above:
        holder = holder[step]
    holder[field] = value
    try:
        assert isinstance(read(content), Catalogue)
    except MalformedCatalogue as error:
        assert str(error) == SENTENCES[error.code].format(**error.values)


@settings(unhurried, max_examples=300)
@given(st.binary(max_size=60) | st.text("-:[]{}&*!|>'\"%@# \n\ta0é门", max_size=60).map(str.encode))
def test_no_noise_is_read_as_a_catalogue(raw):
    assert refusal(raw).code
