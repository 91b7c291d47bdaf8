"""Nothing a person typed is run, rendered or put into a statement."""

import ast

import pytest

from tests.static.app import Source, calls, constant, files, keyword, name_of, report, snippet

SQL = ("frappe.db.sql", "frappe.db.multisql", "frappe.db.sql_list", "frappe.db.sql_ddl")
RENDER = ("frappe.render_template", "render_template", "frappe.utils.jinja.render_template")


def composed_sql(source: Source) -> list[str]:
    """Statements that are no plain literal: values are bound, never written into the text."""
    return [
        source.at(call.lineno, f"{name_of(call.func)} of a composed statement")
        for call in calls(source, *SQL)
        if not call.args or constant(call.args[0]) is None
    ]


def rendered_text(source: Source) -> list[str]:
    """Templates are files of the app; what stands in a record is never rendered."""
    offences = []
    for call in calls(source, *RENDER, ".render_template", ".from_string"):
        template = constant(call.args[0]) if call.args else None
        if template is None or not template.endswith((".html", ".txt", ".md")):
            offences.append(source.at(call.lineno, "renders something that is no template of the app"))
    return offences


def run_text(source: Source) -> list[str]:
    names = ("eval", "exec", "compile", "__import__", "os.system", "frappe.get_attr", "pickle.loads", "pickle.load")
    offences = [source.at(call.lineno, f"{name_of(call.func)} of a text") for call in calls(source, *names)]
    return offences + [
        source.at(call.lineno, "a shell")
        for call in calls(source, ".run", ".Popen")
        if keyword(call, "shell") is not None
    ]


def loose_yaml(source: Source) -> list[str]:
    return [
        source.at(call.lineno, "yaml.load without a safe loader")
        for call in calls(source, "yaml.load")
        if "Loader" not in {entry.arg for entry in call.keywords} or "Unsafe" in ast.unparse(call)
    ]


def request_values(source: Source) -> list[str]:
    """The request reaches a function through its typed arguments, never as a dictionary."""
    return [
        source.at(node.lineno, "reads the request itself")
        for node in source.nodes(ast.Attribute)
        if node.attr == "form_dict" or name_of(node) in ("frappe.request", "frappe.local.request")
    ]


def public_file(source: Source) -> list[str]:
    """Attachments are private."""
    offences = []
    for node in source.nodes(ast.Dict):
        entries = {constant(key): value for key, value in zip(node.keys, node.values, strict=True) if key}
        private = entries.get("is_private")
        if constant(entries.get("doctype")) == "File" and not (
            isinstance(private, ast.Constant) and private.value == 1
        ):
            offences.append(source.at(node.lineno, "a file that is not private"))
    for call in calls(source, "save_file", "frappe.utils.file_manager.save_file"):
        private = keyword(call, "is_private")
        if not (isinstance(private, ast.Constant) and private.value == 1):
            offences.append(source.at(call.lineno, "a file that is not private"))
    return offences


CHECKS = [composed_sql, rendered_text, run_text, loose_yaml, request_values, public_file]


@pytest.mark.parametrize("check", CHECKS)
def test_app_is_safe(check):
    offences = [offence for source in files(".py") for offence in check(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (composed_sql, 'frappe.db.sql(f"select {a}")'),
        (composed_sql, 'frappe.db.sql("select %s" % a)'),
        (composed_sql, 'frappe.db.sql("select {}".format(a))'),
        (rendered_text, "frappe.render_template(doc.message, {})"),
        (rendered_text, "env.from_string(doc.message)"),
        (rendered_text, 'frappe.render_template("<b>" + doc.message, {})'),
        (run_text, "eval(doc.condition)"),
        (run_text, "exec(doc.script)"),
        (run_text, 'subprocess.run("ls", shell=True)'),
        (loose_yaml, "yaml.load(text)"),
        (loose_yaml, "yaml.load(text, Loader=yaml.UnsafeLoader)"),
        (request_values, 'frappe.get_all("A", filters=frappe.form_dict, order_by="name")'),
        (request_values, "frappe.local.form_dict.name"),
        (public_file, 'frappe.get_doc({"doctype": "File", "content": a})'),
        (public_file, 'save_file("a.zip", a, "A", "b", is_private=0)'),
    ],
)
def test_danger_is_found(check, bad):
    assert check(snippet(bad))


@pytest.mark.parametrize(
    ("check", "good"),
    [
        (composed_sql, 'frappe.db.sql("select 1 where a = %s", (a,))'),
        (rendered_text, 'frappe.render_template("sms_iso20000/templates/pack/index.html", {})'),
        (run_text, "frappe.safe_eval(a)"),
        (public_file, 'frappe.get_doc({"doctype": "File", "is_private": 1})'),
    ],
)
def test_safe_way_is_fine(check, good):
    assert not check(snippet(good))
