"""What the people of the demonstration wrote into the service management plan, in English and Chinese."""

from sms_iso20000.demonstration.services_texts import SERVICES

TITLE, CODE = "Service Management Plan 服务管理计划", "SMP-PLAN"
UNIT = ("IT Department of the port operator", "港口运营商信息技术部")
IN_SCOPE = tuple(offered.code for offered in SERVICES)
EXCLUSION = {
    "excluded": "Crane control systems",
    "excluded_zh": "岸桥控制系统",
    "reason": "The technical department runs them with a certificate of its own. 由技术部以其自有证书运行。",
}
# Text of the items; what has a register refers to its records besides.
ITEMS = {
    "a": "Four objectives, one for each service or for all, set each autumn. 每年秋季为各项或全部服务制定四个目标。",
    "c": "One carrier line to the inland site until the second is in place; nobody keeps the capacity plan; the "
    "terminal system loses its maker's support. "
    "第二条线路就位前内陆场所仅有一条线路；能力计划无人维护；码头系统将失去厂商支持。",
    "e": "Top management decides, the representative steers, process owners answer for their process, and everybody "
    "may stop what endangers a service. 最高管理层决策，管理者代表统筹，流程负责人各负其责，人人可叫停危及服务的工作。",
    "g": "Forty-eight people, the tools named below and the budget of the year; gaps are in the resource plan. "
    "四十八名员工、下列工具及本年度预算；缺口见资源计划。",
    "h": "Carrier and data-centre operator sit at the table when a service is designed; the customer's first line "
    "tests it. 设计服务时运营商和数据中心运营方参与；客户一线支持参与测试。",
    "j": "Risks are rated 1 to 25; more than nine is for top management to accept. "
    "风险评为 1 至 25 分；高于九分由最高管理层接受。",
    "k": "Service desk, monitoring, configuration register and this system. 服务台、监控、配置台账和本系统。",
    "l": "Frozen months, objectives, the nightly conformity run, audits within three years, a review every year. "
    "冻结月份、目标、每晚符合性评价、三年内审核、每年评审。",
}
REVIEW = "Says what we do, and what we cannot. 写明了我们做什么、做不到什么。"
KEPT = "Arrangements and risks moved, the plan still fits. 约定和风险有变动，计划仍然适用。"
REALIGNED = "Read against the new plan; nothing contradicts it. 已与新计划核对，无抵触。"
# Process plans that their owners read against the plan; the capacity plan is aligned with nothing: a flaw on purpose.
ALIGNED = ("POL-02", "POL-03", "POL-04", "PLN-02")
