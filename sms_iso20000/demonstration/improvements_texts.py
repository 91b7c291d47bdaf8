"""What the people of the demonstration want better, and what came of it, in English and Chinese."""

from dataclasses import dataclass

from sms_iso20000.demonstration.people import AGENT, DOMAIN, MANAGER, OWNER, TOP
from sms_iso20000.demonstration.responsibility_texts import CHANGE, INCIDENT, SUPPLIER

DISPATCHER, TECHNICIAN = f"dispatcher.3@{DOMAIN}", f"workplace.technician.2@{DOMAIN}"

POLICY = {
    "code": "IMP-01",
    "title": "Improvement Policy 改进方针",
    "content": (
        "<p>Anybody may propose. Each proposal is scored within two months; what scores high and costs little goes "
        "first. Whatever is approved has a target, a day on which it is measured, and somebody who answers for it."
        "</p><p>人人可以提出改进建议。每项建议两个月内评分，得分高、投入少的优先。获批的改进须有目标、测量日期和负责"
        "人。</p>"
    ),
}
BENEFIT, RISK, EASE = "Benefit to customers 客户收益", "Less risk 降低风险", "Ease 易于实施"
CRITERIA = ((BENEFIT, 3), (RISK, 2), (EASE, 1))
SCALE = (1, 5)
POLICY_REVIEW = "Three criteria are enough to choose by. 三项准则足以取舍。"


@dataclass(frozen=True)
class Aim:
    """A target of an improvement, measured by hand so many days ago (negative: to come)."""

    dimension: str
    measure: str
    unit: str
    operator: str
    baseline: float
    target: float
    due: int


@dataclass(frozen=True)
class Wanted:
    """An improvement and how far it came; days are counted back from the present one (negative: to come).

    `sizes` are effort and benefit, `scores` follow the criteria, `action` is what is done by whom and due when, `value`
    is what was measured. Whatever has no day yet did not happen.
    """

    title: str
    description: str
    benefit: str
    source: str
    proposer: str
    proposed: int
    sizes: tuple[int, int] = ()
    scores: tuple[int, int, int] = ()
    evaluated: int = 0
    approved: int = 0
    owner: str = ""
    starts: int = 0
    aim: Aim | None = None
    action: tuple[str, str, int] = ()
    revises: str = ""
    started: int = 0
    done: int = 0
    measured: int = 0
    value: float = 0
    closed: int = 0
    rejected: str = ""
    service: str = ""


WANTED = (
    Wanted(
        "Duty manager called at once 立即呼叫值班经理",
        "In a major incident the duty manager learns of it after half an hour; let the desk call at once. "
        "重大事件发生半小时后值班经理才得知，应由服务台立即呼叫。",
        "The terminal stands still for a shorter time. 缩短码头停运时间。",
        *("Employee", AGENT.user, 130),
        sizes=(2, 4),
        scores=(5, 4, 4),
        evaluated=122,
        approved=120,
        owner=INCIDENT,
        starts=110,
        aim=Aim("Productivity", "Call of the duty manager 值班经理接到呼叫", "minutes 分钟", "At Most", 31, 10, 40),
        action=("Rehearse the call with each shift 各班组演练呼叫", DISPATCHER, 60),
        revises="PRO-05",
        started=109,
        done=64,
        measured=39,
        value=7,
        closed=20,
        service="SVC-TOS",
    ),
    # It missed its target, and that led to its next action: a flaw on purpose.
    Wanted(
        "Answers at hand 常见问题答案",
        "The desk asks colleagues what it was told the week before; write the answers down. "
        "服务台反复询问已答复过的问题，应将答案整理成册。",
        "More calls are solved by the first who takes them. 提高首次解决率。",
        *("Customer", AGENT.user, 105),
        sizes=(2, 3),
        scores=(4, 2, 5),
        evaluated=98,
        approved=95,
        owner=OWNER.user,
        starts=90,
        aim=Aim("Quality", "Calls solved at once 首次解决的来电", "%", "At Least", 41, 60, 15),
        action=("Write the fifty answers most asked for 整理五十个常见答案", TECHNICIAN, 30),
        started=89,
        done=34,
        measured=12,
        value=52,
        service="SVC-WKP",
    ),
    Wanted(
        "One order for a new workplace 新工位一次申请",
        "Whoever starts here fills in five forms; one is enough. 新员工入职需填五张表，一张足矣。",
        "A workplace is ready on the first day. 入职首日工位就绪。",
        *("Customer", DISPATCHER, 70),
        sizes=(3, 4),
        scores=(4, 1, 3),
        evaluated=61,
        approved=58,
        owner=CHANGE,
        starts=50,
        aim=Aim("Capability", "Workplaces ready on the first day 首日就绪工位", "%", "At Least", 72, 95, -40),
        action=("Put five forms into one 五表合一", TECHNICIAN, -25),
        started=49,
        service="SVC-WKP",
    ),
    # Its effort is above what the service manager decides on.
    Wanted(
        "Wireless network on the quay 码头前沿无线网络",
        "Tablets of the tally clerks lose their connection between the cranes. 理货员的平板在岸桥之间掉线。",
        "Containers are tallied where they stand. 就地完成理货。",
        *("Service", OWNER.user, 40),
        sizes=(5, 5),
        scores=(5, 3, 1),
        evaluated=30,
        approved=16,
        owner=OWNER.user,
        starts=-20,
        aim=Aim("Quality", "Interruptions in a shift 每班中断次数", "times 次", "At Most", 14, 2, -120),
        action=("Choose where the masts stand 确定天线杆位置", f"network.engineer.2@{DOMAIN}", -50),
        service="SVC-NET",
    ),
    Wanted(
        "Invoices of the carrier checked by a program 程序核对运营商账单",
        "Two days a month go into comparing invoices with lines. 每月两天用于核对账单与线路。",
        "Time for what no program does. 把时间留给程序做不了的事。",
        *("Employee", SUPPLIER, 26),
        sizes=(2, 2),
        scores=(1, 2, 4),
        evaluated=8,
    ),
    Wanted(
        "Screens at the gate tell of maintenance 闸口屏幕预告维护",
        "Drivers learn of maintenance when the gate stays shut. 闸口关闭时司机才知道正在维护。",
        "Trucks come an hour later instead of waiting. 集卡可错峰到港，无需等待。",
        *("Customer", DISPATCHER, 5),
    ),
    Wanted(
        "A second service desk at night 夜间第二服务台",
        "Let four agents sit at the inland site at night. 夜间在内陆场所安排四名服务台人员。",
        "Faster answers at night. 夜间响应更快。",
        *("Employee", TECHNICIAN, 80),
        rejected="Six calls a night do not fill a desk; the night shift at the harbour answers them. "
        "每晚六个来电不足以设台，由海港夜班接听。",
    ),
)
DAYS_TO_REJECT = 12
OUTCOME = "The call is part of the procedure, and every shift has rehearsed it. 呼叫已写入程序，各班组均已演练。"
VALUE = "Twenty minutes less standstill in the last two major incidents. 最近两次重大事件各少停运约二十分钟。"
DONE = "Done, as the list in the document room shows. 已完成，见文档室清单。"
MEASURED = "Counted over a fortnight. 统计两周。"
# Who is told what was achieved, by whom, and when.
TOLD, TELLER, TOLD_AGO = (AGENT.user, OWNER.user, TOP.user, INCIDENT), MANAGER.user, 14
