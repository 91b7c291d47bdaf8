"""Whatever a person sees can be read in Chinese, and no row of the translation is left over or broken."""

import re

import pytest

from tests.static import translatable
from tests.static.app import documents, files, report, snippet
from tests.static.translatable import (
    ZH,
    Message,
    Row,
    bare_words,
    from_json,
    from_python,
    from_script,
    from_template,
    messages,
    missing,
    our_doctypes,
    placeholders,
    raw_labels,
    read,
    rows,
    stale,
    untranslatable,
    written,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
# One dictionary serves the whole site: a plain row relabels the host too. These words mean something else there, so
# that our meaning stands in rows with a context.
WORDS_OF_THE_HOST = {
    "Closed": "已关闭",
    "Code": "代码",
    "Filters": "过滤器",
    "From": "从",
    "Left": "左边",
    "Open": "打开",
    "Position": "位置",
    "Purpose": "目的",
    "Right": "右边",
    "Role": "角色",
    "Run": "运行",
    "Subject": "主题",
    "System": "系统",
    "System Manager": "系统管理员",
    "To": "至",
    "User": "用户",
    "Value": "值",
    # The host counts the rows of a list with it.
    "{0} of {1}": "{0} / {1}",
}
# The terms of GB/T 24405.1, which Chinese auditors use.
TERMS = {
    "acknowledg": "知悉",
    # Not within another word: what departs from a requirement has a term of its own.
    r"\bconformity": "符合性",
    "corrective action": "纠正措施",
    "draft": "草稿",
    "evidence": "证据",
    "internal audit": "内部审核",
    "management review": "管理评审",
    "nonconformit": "不符合",
    "readiness": "就绪度",
    "service management system": "服务管理体系",
    "service provider": "服务提供方",
    "service requirement": "服务需求",
    "superseded": "取代",
    "top management": "最高管理层",
    "withdraw": "撤销",
}
END_MARKS = {".": "。", "?": "？", ":": "：", "!": "！"}


def unlike_placeholders(row: Row) -> list[str]:
    ours, theirs = placeholders(row.source), placeholders(row.translation)
    return [] if ours == theirs else [f"{row.source}: {ours} and {theirs}"]


def not_chinese(row: Row) -> list[str]:
    if CHINESE.search(row.translation) or not CHINESE.search(WORDS_OF_THE_HOST.get(row.source, "一")):
        return []
    return [f"{row.source}: no Chinese in {row.translation!r}"]


def wrong_end(row: Row) -> list[str]:
    """A sentence stays a sentence."""
    mark = END_MARKS.get(row.source[-1:])
    wrong = row.translation.endswith(("。", "？")) if mark is None else not row.translation.endswith(mark)
    return [f"{row.source}: ends unlike {row.translation}"] if wrong else []


def wrong_term(row: Row) -> list[str]:
    return [
        f"{row.source}: {term} is {chinese}, not in {row.translation}"
        for term, chinese in TERMS.items()
        if not row.context and re.search(term, row.source.lower()) and chinese not in row.translation
    ]


def padded(row: Row) -> list[str]:
    parts = (row.source, row.translation, row.context)
    return [f"{row.source!r}: blanks around it"] if any(part != part.strip() for part in parts) else []


def unlike_host(row: Row) -> list[str]:
    wanted = WORDS_OF_THE_HOST.get(row.source)
    return (
        [f"{row.source}: {row.translation} relabels the host"]
        if not row.context and wanted not in (None, row.translation)
        else []
    )


ROW_CHECKS = [unlike_placeholders, not_chinese, wrong_end, wrong_term, padded, unlike_host]


@pytest.fixture(scope="module")
def wanted() -> list[Message]:
    return messages()


def test_every_text_is_translated(wanted):
    lacking = [f"{text} [{context}]" if context else text for text, context in missing(wanted, rows())]
    assert not lacking, report(lacking) + "\n→ python -m tests.static.translatable --missing"


def test_no_translation_is_left_over(wanted):
    old = [f"{row.source} [{row.context}]" for row in stale(wanted, rows(), our_doctypes())]
    assert not old, report(old) + "\n→ python -m tests.static.translatable --sort"


@pytest.mark.parametrize("check", ROW_CHECKS)
def test_row(check):
    offences = [offence for row in rows() for offence in check(row)]
    assert not offences, report(offences)


def test_no_text_is_translated_twice():
    keys = [(row.source, row.context) for row in rows()]
    twice = sorted({str(key) for key in keys if keys.count(key) > 1})
    assert not twice, report(twice)


def test_file_is_sorted_and_written_alike():
    assert ZH.read_text(encoding="utf-8") == written(rows()), "→ python -m tests.static.translatable --sort"


def test_no_text_is_composed_before_it_is_translated():
    sources = [*files(".py"), *files(".js"), *files(".html")]
    offences = [offence for source in sources for offence in untranslatable(source)]
    assert not offences, report(offences)


def test_templates_hold_no_bare_words():
    offences = [offence for source in files(".html", "templates") for offence in bare_words(source)]
    offences += [offence for source in files(".html", "sms_iso20000") for offence in bare_words(source)]
    assert not offences, report(offences)


def test_scripts_show_no_raw_texts():
    offences = [offence for source in files(".js") for offence in raw_labels(source)]
    assert not offences, report(offences)


def test_notifications_and_print_formats_hold_no_bare_words():
    offences = []
    for kind, keys in translatable.JINJA_TEXTS.items():
        for source in documents(kind):
            for key in keys:
                offences += bare_words(snippet(source.document.get(key) or "", source.place))
    assert not offences, report(offences)


@pytest.mark.parametrize(
    ("extract", "text", "found"),
    [
        (from_python, 'a = _("One")\nb = _("Two {0}", context="C").format(1)', {("One", ""), ("Two {0}", "C")}),
        (from_python, 'SENTENCES = {"a": "Three."}', {("Three.", "")}),
        (from_python, 'Transition("Here", "Go", "There", (TOP,))', {("Here", ""), ("Go", ""), ("There", "")}),
        (from_python, '{"fieldname": "a", "fieldtype": "Data", "label": "Four"}', {("Four", "")}),
        (
            from_script,
            'x = `<b>${__(\'It\\\'s\')}</b>`; __("A, (b)", [f(1), 2], "Ctx")',
            {("It's", ""), ("A, (b)", "Ctx")},
        ),
        (from_script, "__(value); my__('no')", set()),
        (from_template, '<p>{{ _("Hello") }}</p><script>__("You")</script>', {("Hello", ""), ("You", "")}),
        (
            from_json,
            '{"doctype": "DocType", "name": "ITSM A", "permissions": [{"role": "ITSM B"}], "fields": ['
            '{"fieldname": "c", "fieldtype": "Select", "label": "C", "description": "D.", "options": "\\nE\\nF"}]}',
            {(text, "") for text in ("ITSM A", "ITSM B", "C", "D.", "E", "F")},
        ),
        (
            from_json,
            '{"doctype": "Workspace", "title": "A", "content": '
            '"[{\\"type\\": \\"header\\", \\"data\\": {\\"text\\": \\"<b>Due</b>\\"}}]"}',
            {("A", ""), ("Due", "")},
        ),
        (from_json, '{"doctype": "Notification", "subject": "{{ _(\\"Read {0}\\") }}"}', {("Read {0}", "")}),
        (from_json, '[{"doctype": "Role", "role_name": "ITSM A"}]', {("ITSM A", "")}),
    ],
)
def test_texts_are_found(extract, text, found):
    assert {(message.text, message.context) for message in extract(snippet(text))} == found


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (unlike_placeholders, Row("{0} of {1}", "{0}")),
        (unlike_placeholders, Row("{done} people", "{Done} 人")),
        (not_chinese, Row("Policy", "Policy")),
        (wrong_end, Row("It is done.", "完成")),
        (wrong_end, Row("Done", "完成。")),
        (wrong_term, Row("Top management approves", "高层批准")),
        (padded, Row("Policy", " 方针")),
        (unlike_host, Row("System", "体系")),
    ],
)
def test_bad_row_is_found(check, bad):
    assert check(bad)


def test_missing_and_stale_are_found():
    said = [Message("One", "", "here"), Message("Two", "C", "here")]
    assert missing(said, [Row("One", "一")]) == [("Two", "C")]
    assert missing(said, [Row("One", " "), Row("Two", "二")]) == [("One", "")]
    assert stale(said, [Row("Three", "三"), Row("Two", "二", "D")], set()) == [
        Row("Three", "三"),
        Row("Two", "二", "D"),
    ]
    assert not stale(said, [Row("One", "一", "ITSM A")], {"ITSM A"})


def test_file_is_read_as_it_is_written():
    shuffled = [Row("b", "乙", "C"), Row("a", '甲, "一"'), Row("b", "乙")]
    assert read(written(shuffled)) == [Row("a", '甲, "一"'), Row("b", "乙"), Row("b", "乙", "C")]


@pytest.mark.parametrize("bad", ['_(f"Open {name}")', '_("Open " + name)', '_("Open {0}".format(name))'])
def test_composed_text_is_found(bad):
    assert untranslatable(snippet(bad, "a.py"))


def test_composed_text_and_bare_words_are_found_elsewhere():
    assert untranslatable(snippet('__("Open " + name)', "a.js"))
    assert untranslatable(snippet("__(`Open ${name}`)", "a.js"))
    assert raw_labels(snippet('{ fieldname: "a", label: "Open" }')) and raw_labels(snippet('frappe.throw("No")'))
    assert not raw_labels(snippet('{ label: __("Open") }; frappe.throw(__("No"))'))
    assert bare_words(snippet("<p>Open {{ name }}</p>"))
    assert not bare_words(snippet('<style>p { color: red }</style><p>{{ _("Open") }}: {# why #} 1</p>'))
