"""What the people of the demonstration wrote about services and obligations, in English and Chinese."""

from dataclasses import dataclass

from sms_iso20000.demonstration.people import MANAGER, OWNER
from sms_iso20000.demonstration.responsibility_texts import CHANGE, INCIDENT

HARBOUR, INLAND = ("Harbour site", "海港场所"), ("Inland site", "内陆场所")
TERMINAL, LOGISTICS, ADMINISTRATION = (
    ("Terminal Division", "码头部门"),
    ("Logistics Division", "物流部门"),
    ("Administration", "行政部门"),
)
PAYROLL_CUSTOMER = ("Payroll Customer", "薪资客户")


@dataclass(frozen=True)
class Offered:
    """A service of the catalogue. Names come in English and Chinese; `listed` says how many days ago it went live.

    A requirement is text, source, where it is written, and target, which reads the same where Chinese has none.
    `rests_on` names processes by their clause, `arrangements` other parties by their name, `services` other services by
    their code.
    """

    code: str
    title: str
    title_zh: str
    owner: str
    listed: int
    description: str
    description_zh: str
    hours: tuple[str, str]
    how_to_order: tuple[str, str]
    requirements: tuple[tuple[tuple[str, str], str, str, tuple[str, str]], ...]
    agreements: tuple[tuple[str, str], ...]
    customers: tuple[tuple[tuple[str, str], tuple[str, str]], ...]
    sites: tuple[tuple[str, str], ...]
    technology: tuple[tuple[str, str], ...]
    rests_on: tuple[str, ...]
    arrangements: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


ROUND_THE_CLOCK = ("Day and night", "全天候")
CALL_THE_DESK = ("Call or write to the service desk.", "致电或致函服务台。")

SERVICES = (
    Offered(
        code="SVC-NET",
        title="Network",
        title_zh="网络",
        owner=OWNER.user,
        listed=205,
        description="Wired and wireless network at both sites, and the lines between them.",
        description_zh="两个场所的有线与无线网络及其间的线路。",
        hours=ROUND_THE_CLOCK,
        how_to_order=CALL_THE_DESK,
        requirements=(
            (
                ("A crane is never without network for more than ten minutes", "岸桥断网不超过十分钟"),
                "Customer",
                "SLA-06",
                ("10 min", "10 分钟"),
            ),
            (("Access only for known devices", "仅限已登记设备接入"), "Law", "EXT-02", ("100 %", "")),
        ),
        agreements=(("SLA-06", TERMINAL[0]),),
        customers=((TERMINAL, HARBOUR), (LOGISTICS, INLAND), (ADMINISTRATION, HARBOUR)),
        sites=(HARBOUR, INLAND),
        technology=(("Carrier lines and radio links", "运营商线路与无线链路"), ("Network equipment", "网络设备")),
        rests_on=("6.3", "6.6", "8.1", "9.2"),
        arrangements=("Network Carrier",),
    ),
    Offered(
        code="SVC-WKP",
        title="Workplace",
        title_zh="办公支持",
        owner=INCIDENT,
        listed=203,
        description="Computer, telephone and office programs for everybody, and help at the desk.",
        description_zh="为每位员工提供电脑、电话和办公软件，并由服务台提供支持。",
        hours=("Monday to Saturday, 6 to 22", "周一至周六 6 时至 22 时"),
        how_to_order=("The newcomer's form, five working days ahead.", "提前五个工作日提交入职申请表。"),
        requirements=(
            (("A newcomer can work on the first day", "新员工首日即可工作"), "Organisation", "SLA-05", ("95 %", "")),
            (("Nine of ten calls are solved in time", "十分之九的来电按时解决"), "Customer", "SLA-06", ("90 %", "")),
        ),
        agreements=(("SLA-06", ADMINISTRATION[0]),),
        customers=((TERMINAL, HARBOUR), (LOGISTICS, INLAND), (ADMINISTRATION, HARBOUR)),
        sites=(HARBOUR, INLAND),
        technology=(("Office suite", "办公软件"), ("Computers and telephones", "电脑与电话")),
        rests_on=("7.1", "8.1", "9.1"),
        arrangements=("HR Shared Services",),
        services=("SVC-NET",),
    ),
    Offered(
        code="SVC-TOS",
        title="Terminal Operating System",
        title_zh="码头操作系统",
        owner=CHANGE,
        listed=201,
        description="Plans and steers vessels, cranes, yard and gates of the terminal.",
        description_zh="对码头的船舶、岸桥、堆场和闸口进行计划与调度。",
        hours=ROUND_THE_CLOCK,
        how_to_order=("The terminal's duty manager decides who gets an account.", "由码头值班经理决定账户开通。"),
        requirements=(
            (
                ("Nine of ten incidents are solved in time", "十分之九的事件按时解决"),
                "Contract",
                "SLA-01",
                ("90 %", ""),
            ),
            (
                ("Planned work lies between two vessels", "计划性工作安排在两班船之间"),
                "Contract",
                "SLA-01",
                ("always", "始终"),
            ),
            (
                ("Back within four hours after a disaster", "灾难后四小时内恢复"),
                "Organisation",
                "PLN-02",
                ("4 h", "4 小时"),
            ),
        ),
        agreements=(("SLA-01", TERMINAL[0]),),
        customers=((TERMINAL, HARBOUR),),
        sites=(HARBOUR,),
        technology=(("Terminal operating system", "码头操作系统"), ("Database servers", "数据库服务器")),
        rests_on=("6.3", "6.5", "8.1", "9.2", "9.3"),
        arrangements=("Data-Centre Operator",),
        services=("SVC-NET",),
    ),
    Offered(
        code="SVC-PAY",
        title="Payroll Hosting",
        title_zh="薪资托管",
        owner=MANAGER.user,
        listed=199,
        description="Runs the payroll program of an outside customer.",
        description_zh="为外部客户运行薪资程序。",
        hours=("The last five working days of each month, day and night", "每月最后五个工作日全天候"),
        how_to_order=("The customer's own first line answers.", "由客户自身的一线支持受理。"),
        requirements=(
            (
                ("Available without a break on the last five working days", "最后五个工作日不间断可用"),
                "Contract",
                "SLA-02",
                ("100 %", ""),
            ),
            (
                ("Nobody else reads personal data", "他人不得读取个人信息"),
                "Law",
                "Data protection act 数据保护法",
                ("0 cases", "0 起"),
            ),
        ),
        agreements=(("SLA-02", PAYROLL_CUSTOMER[0]),),
        customers=((PAYROLL_CUSTOMER, ("City office of the customer", "客户市区办公室")),),
        sites=(INLAND,),
        technology=(("Payroll software", "薪资软件"), ("Database servers", "数据库服务器")),
        rests_on=("6.3", "6.6", "8.1"),
        arrangements=("Payroll Customer",),
        services=("SVC-NET",),
    ),
)
# Thought of, and no more than that.
PROPOSED = {
    "code": "SVC-DRN",
    "title": "Drone Inspection",
    "title_zh": "无人机巡检",
    "description": "Pictures of cranes and quay walls from the air, on order.",
    "description_zh": "按需从空中拍摄岸桥和码头岸壁。",
}

# About to come: in transition, since so many days.
COMING, COMING_SINCE = (
    {
        "code": "SVC-GST",
        "title": "Guest Network",
        "title_zh": "访客网络",
        "service_owner": OWNER.user,
        "description": "Wireless network for crews and visitors, apart from ours.",
        "description_zh": "供船员和访客使用的无线网络，与内部网络隔离。",
    },
    14,
)
# Given up before anybody used it, since so many days.
GIVEN_UP, GIVEN_UP_SINCE = (
    {
        "code": "SVC-FAX",
        "title": "Fax Gateway",
        "title_zh": "传真网关",
        "service_owner": INCIDENT,
        "description": "Sends and receives faxes of the shipping agents.",
        "description_zh": "收发船务代理的传真。",
    },
    150,
)
WHY_GIVEN_UP = "Not worth building: the agents write mail now. 不再建设：各代理均已改用邮件。"

OBLIGATION_FIELDS = ("title", "kind", "issuer", "reference", "duties", "compliance")
# Beside these: owner, code of the source document, codes of the services concerned (none: all of them), and how many
# days ago it was registered and reviewed.
OBLIGATIONS = (
    {
        "title": "Data protection 数据保护",
        "kind": "Law",
        "issuer": "Parliament 议会",
        "reference": "Data protection act, part 2 数据保护法第二部分",
        "duties": "Personal data is read by those who need it, and a breach is notified within 72 hours. "
        "个人信息仅供有需要者读取；发生泄露须在 72 小时内报告。",
        "compliance": "Encrypted database, few accounts, on-call rota. 数据库加密、账户精简、值班制度。",
        "owner": OWNER.user,
        "services": ("SVC-PAY", "SVC-WKP"),
        "source": "",
        "days": (197, 60),
    },
    {
        "title": "Security rules of the port authority 港务局安全规定",
        "kind": "Regulation",
        "issuer": "Port Authority 港务局",
        "reference": "Chapter 7 第七章",
        "duties": "Systems that move cargo keep a log of sign-ins for twelve months. "
        "货物作业系统的登录日志保存十二个月。",
        "compliance": "Retention rule on sign-ins. 登录日志保存规则。",
        "owner": OWNER.user,
        "services": ("SVC-NET", "SVC-TOS"),
        "source": "EXT-02",
        "days": (168, 50),
    },
    {
        "title": "Service management standard 服务管理标准",
        "kind": "Standard",
        "issuer": "ISO/IEC",
        "reference": "20000-1:2011",
        "duties": "The certificate holds as long as the system does. 体系有效，证书才有效。",
        "compliance": "This system, audited every year. 本体系，每年接受审核。",
        "owner": MANAGER.user,
        "services": (),
        "source": "EXT-01",
        "days": (178, 45),
    },
    {
        "title": "Contract with the payroll customer 与薪资客户的合同",
        "kind": "Contract",
        "issuer": "Payroll Customer 薪资客户",
        "reference": "SLA-02",
        "duties": "A penalty is due for each hour lost on the last five working days. "
        "最后五个工作日每中断一小时须支付违约金。",
        "compliance": "No change in the last week of a month. 每月最后一周不做变更。",
        "owner": MANAGER.user,
        "services": ("SVC-PAY",),
        "source": "SLA-02",
        "days": (196, 40),
    },
)
REVIEWED = "Looked at with the lawyer; nothing new. 已与法务核对，无变化。"
