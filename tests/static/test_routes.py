"""The desk lives under /app in Frappe 15 and under /desk in 16: routes are asked for, never spelled out."""

import re

import pytest

from tests.static.app import Source, files, report, snippet

ROUTE = re.compile(r"""(?:["'`(\s=>]|\}\}|^)/(?:app|desk)(?:/|["'`\s?#]|$)|["'`](?:app|desk)/[\w${]""", re.MULTILINE)


def spelled_routes(source: Source) -> list[str]:
    return [
        source.at(source.text.count("\n", 0, match.start()) + 1, f"hard-coded desk route {match.group().strip()!r}")
        for match in ROUTE.finditer(source.text)
    ]


@pytest.mark.parametrize("suffix", [".py", ".js", ".html", ".json", ".css", ".md"])
def test_no_desk_route_is_spelled_out(suffix):
    offences = [offence for source in files(suffix) for offence in spelled_routes(source)]
    assert not offences, report(offences)


@pytest.mark.parametrize(
    "bad",
    [
        'window.location = "/app/itsm-policy"',
        "<a href=/app/itsm-policy>",
        "`/app/${route}`",
        '"app/itsm-policy"',
        '{"link": "/desk/itsm-policy"}',
        'frappe.utils.get_url("/app")',
    ],
)
def test_spelled_route_is_found(bad):
    assert spelled_routes(snippet(bad))


@pytest.mark.parametrize(
    "good", ['frappe.set_route("Form", "ITSM Policy")', "an app/module path", '"sms_iso20000/app"']
)
def test_other_text_is_fine(good):
    assert not spelled_routes(snippet(good))
