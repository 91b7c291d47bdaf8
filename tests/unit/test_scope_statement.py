"""The scope statement reads well for one, two and many, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_iso20000.rules.scope_statement import Named, PlanScope, statement_in_chinese, statement_in_english

UNIT = Named("IT Operations", "信息技术运营部")
NETWORK, MAIL, PRINT = Named("Network", "网络服务"), Named("Mail", "邮件服务"), Named("Printing", "打印服务")
SHANGHAI, BERLIN, ROME = Named("Shanghai", "上海"), Named("Berlin"), Named("Rome, Italy", "罗马")
SALES, LEGAL = Named("Sales", "销售部"), Named("Legal", "法务部")
NOWHERE = Named("")

SCOPES = {
    "services alone": (
        PlanScope(UNIT, (NETWORK,)),
        "The service management system of IT Operations that delivers the service Network.",
        "信息技术运营部提供网络服务的服务管理体系。",
    ),
    "one of each": (
        PlanScope(UNIT, (NETWORK,), (SHANGHAI,), ((SALES, NOWHERE),), (Named("VMware"),), (PRINT,)),
        "The service management system of IT Operations that delivers the service Network from the site Shanghai to the"
        " customer Sales, using VMware, excluding Printing.",
        "信息技术运营部从上海向销售部提供网络服务的服务管理体系，采用 VMware，不包括打印服务。",
    ),
    "two of each": (
        PlanScope(
            UNIT,
            (NETWORK, MAIL),
            (SHANGHAI, BERLIN),
            ((SALES, SHANGHAI), (LEGAL, NOWHERE)),
            (Named("VMware"), Named("Postfix")),
            (PRINT, Named("Telephony", "电话")),
        ),
        "The service management system of IT Operations that delivers the services Network and Mail from the sites"
        " Shanghai and Berlin to the customers Sales (Shanghai) and Legal, using VMware and Postfix, excluding Printing"
        " and Telephony.",
        "信息技术运营部从上海和 Berlin 向销售部（位于上海）和法务部提供网络服务和邮件服务的服务管理体系，"
        "采用 VMware 和 Postfix，不包括打印服务和电话。",
    ),
    "many, and a comma within": (
        PlanScope(UNIT, (NETWORK, MAIL, PRINT), (SHANGHAI, BERLIN, ROME), ((SALES, BERLIN), (SALES, ROME))),
        "The service management system of IT Operations that delivers the services Network, Mail and Printing from the"
        " sites Shanghai; Berlin; and Rome, Italy to the customer Sales (Berlin; and Rome, Italy).",
        "信息技术运营部从上海、Berlin 和罗马向销售部（位于 Berlin 和罗马）"
        "提供网络服务、邮件服务和打印服务的服务管理体系。",
    ),
    "named twice": (
        PlanScope(UNIT, (NETWORK, NETWORK), (SHANGHAI, SHANGHAI)),
        "The service management system of IT Operations that delivers the service Network from the site Shanghai.",
        "信息技术运营部从上海提供网络服务的服务管理体系。",
    ),
    "a name that ends with a stop": (
        PlanScope(Named("Port Ltd."), (NETWORK,), (), ((Named("Sales Inc."), NOWHERE),)),
        "The service management system of Port Ltd. that delivers the service Network to the customer Sales Inc.",
        "Port Ltd.向 Sales Inc.提供网络服务的服务管理体系。",
    ),
    "no Chinese names": (
        PlanScope(Named("IT Operations"), (Named("Network"), Named("Mail"))),
        "The service management system of IT Operations that delivers the services Network and Mail.",
        "IT Operations 提供 Network 和 Mail 的服务管理体系。",
    ),
}


@pytest.mark.parametrize(("scope", "english", "chinese"), SCOPES.values(), ids=list(SCOPES))
def test_statement(scope, english, chinese):
    assert statement_in_english(scope) == english
    assert statement_in_chinese(scope) == chinese


@pytest.mark.parametrize(
    "scope",
    [PlanScope(UNIT), PlanScope(Named(" "), (NETWORK,)), PlanScope(UNIT, (Named(" "),))],
    ids=["no service", "no unit", "blank service"],
)
def test_nothing_is_stated_without_unit_and_services(scope):
    assert statement_in_english(scope) == statement_in_chinese(scope) == ""


names = st.builds(Named, st.text(alphabet="abc 甲乙,、", max_size=5), st.text(alphabet="甲乙 x", max_size=3))


@given(
    st.builds(
        PlanScope,
        names,
        *(st.lists(names, max_size=4).map(tuple) for _part in range(2)),
        st.lists(st.tuples(names, names), max_size=4).map(tuple),
        *(st.lists(names, max_size=4).map(tuple) for _part in range(2)),
    )
)
def test_it_is_one_sentence_that_names_everything(scope):
    english, chinese = statement_in_english(scope), statement_in_chinese(scope)
    for text, end, said in ((english, ".", "in_english"), (chinese, "。", "in_chinese")):
        if not text:
            continue
        assert text.endswith(end)
        for name in (scope.unit, *scope.services, *scope.sites, *scope.technology, *scope.excluded):
            assert getattr(name, said) in text
