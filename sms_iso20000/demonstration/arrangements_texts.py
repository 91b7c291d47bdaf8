"""What the people of the demonstration agreed with other parties, and how they found them to perform."""

from dataclasses import dataclass

from sms_iso20000.demonstration.documents_texts import PROCESS, Written
from sms_iso20000.demonstration.people import AGENT, MANAGER, OWNER
from sms_iso20000.demonstration.responsibility_texts import INCIDENT

# Processes of which others operate a part; all others are operated by the department itself.
PARTLY_BY_OTHERS = ("6.3", "8.1")

AGREEMENTS = (
    Written(
        "SLA-03",
        "Service Level Agreement",
        "Agreement with the Network Carrier 与网络运营商的协议",
        (
            "<p>1. The carrier takes in line faults day and night and mends them. 2. It follows our incident "
            "procedure, and we "
            "may check at any time that it does. 3. Four of ten faults at least are solved in time. 4. Changes of the "
            "procedure are ours to decide.</p>"
            "<p>1. 运营商全天候受理并排除线路故障。2. 其须遵守我方事件程序，我方可随时检查。3. 至少四成故障按时解决。"
            "4. 程序变更由我方决定。</p>"
        ),
        OWNER.user,
        136,
        uses=((PROCESS, "8.1"),),
        told=(AGENT.user, OWNER.user),
        reviewer=AGENT.user,
    ),
    Written(
        "SLA-04",
        "Service Level Agreement",
        "Agreement with the Data-Centre Operator 与数据中心运营商的协议",
        (
            "<p>1. Power, cooling and the standby room are ready at any hour. 2. Every quarter we see the log of "
            "the test "
            "runs. 3. We may have our own auditor on site.</p>"
            "<p>1. 供电、制冷和备用机房随时可用。2. 我方每季度查看试运行记录。3. 我方可派审核员到场。</p>"
        ),
        MANAGER.user,
        135,
        uses=((PROCESS, "6.3"),),
        told=(AGENT.user, OWNER.user),
    ),
    Written(
        "SLA-05",
        "Service Level Agreement",
        "Understanding with HR Shared Services 与人力资源共享服务的约定",
        (
            "<p>HR Shared Services takes in requests for newcomers by our request form, five working days ahead, "
            "and tells us "
            "who starts where. The service manager decides how the form changes.</p>"
            "<p>人力资源共享服务按我方申请表提前五个工作日受理新员工申请，并告知入职人员和地点。表单变更由服务经理决"
            "定。</p>"
        ),
        MANAGER.user,
        134,
        uses=((PROCESS, "8.1"),),
        told=(AGENT.user, OWNER.user),
    ),
)


@dataclass(frozen=True)
class Reviewed:
    """A review: so many months back its period begins and ends, days ago it was approved, and what it found."""

    first_month: int
    last_month: int
    approved: int
    by_hand: tuple[float, ...]
    answers: tuple[tuple[str, str], ...]
    verdict: str
    conclusion: str
    improvements: tuple[tuple[str, str], ...] = ()
    none_needed: str = ""


@dataclass(frozen=True)
class Arranged:
    """What another party operates. A measure is named, has a unit, an operator and a target, and is counted by a
    dimension of the service desk or entered by hand."""

    key: str
    title: str
    clause: str
    part: str
    kind: str
    party: str
    owner: str
    agreement: str
    contact: str
    activities: str
    authority: str
    control: str
    interfaces: tuple[tuple[str, str, str], ...]
    measures: tuple[tuple[str, str, str, float, tuple[str, str] | None], ...]
    questions: tuple[str, ...]
    planning: str
    escalation: str
    agreed: int
    interval: int
    reviews: tuple[Reviewed, ...] = ()
    improving: str = ""


KEEPS_TO_PROCEDURE = "Does the party follow our incident procedure? 该方是否遵守我方事件程序？"
TELLS_CHANGES = "Were changes told to us before they were made? 变更是否事先告知我方？"
CONTROL = (
    "Either side proposes; the process owner decides and issues the description. "
    "双方均可提出，由流程负责人决定并发布说明。"
)
PLANNING = (
    "Proposals are gathered at the monthly meeting; the accountable owner ranks them. "
    "每月例会收集建议，由责任人排定优先顺序。"
)
ATTENDEES = (
    "Accountable owner and service desk on our side, account manager on theirs. 我方责任人与服务台，对方客户经理。"
)

ARRANGEMENTS = (
    Arranged(
        key="carrier",
        title="Line faults mended by the carrier 运营商排除线路故障",
        clause="8.1",
        part="Line faults 线路故障",
        kind="Supplier",
        party="Network Carrier",
        owner=OWNER.user,
        agreement="SLA-03",
        contact="Carrier operations centre, account manager 运营商运行中心客户经理",
        activities=(
            "Takes in line faults day and night, mends them, tells us the cause. 全天候受理并排除线路故障，告知原因。"
        ),
        authority=(
            "SLA-03, 2: follows our incident procedure; we may check at any time. 遵守我方事件程序，我方可随时检查。"
        ),
        control=CONTROL,
        interfaces=(
            ("Gives To", "Line fault 线路故障", "Fault ticket, by telephone at night 故障工单，夜间电话"),
            (
                "Receives From",
                "Cause and time of repair 原因与修复时间",
                "In the ticket before it is closed 关闭前写入工单",
            ),
        ),
        measures=(
            ("Faults solved in time 按时解决的故障", "%", "At Least", 40.0, ("Supplier", "Network Carrier")),
            ("Causes told within five days 五日内告知原因", "%", "At Least", 90.0, None),
        ),
        questions=(KEEPS_TO_PROCEDURE, TELLS_CHANGES),
        planning=PLANNING,
        escalation=(
            "Network lead, then the chief information officer; disputes go to arbitration. "
            "先网络主管，再首席信息官；争议提交仲裁。"
        ),
        agreed=112,
        interval=3,
        reviews=(
            Reviewed(
                3,
                2,
                18,
                (93.0,),
                (
                    ("Yes", "Ten tickets read, all with time of repair. 抽查十张工单，均有修复时间。"),
                    ("Partly", "A night of planned work was told a day late. 一次夜间计划作业晚一天告知。"),
                ),
                "Improvement Needed",
                "Works well by day; at night we hear too late. 白天良好，夜间通知太晚。",
                improvements=(
                    ("Carrier enters faults into our service desk itself 运营商直接在我方服务台登记故障", OWNER.user),
                    ("Calendar of planned work, a month ahead 提前一个月的计划作业日历", INCIDENT),
                ),
            ),
        ),
    ),
    Arranged(
        key="data centre",
        title="Power, cooling and standby room 供电、制冷和备用机房",
        clause="6.3",
        part="Power, cooling and the standby room 供电、制冷和备用机房",
        kind="Supplier",
        party="Data-Centre Operator",
        owner=OWNER.user,
        agreement="SLA-04",
        contact="Shift lead of the data centre 数据中心值班长",
        activities=(
            "Keeps power, cooling and the standby room ready, tests them. 保障供电、制冷和备用机房并进行测试。"
        ),
        authority="SLA-04, 2 and 3: logs every quarter; our own auditor on site. 每季度查看记录；我方审核员可到场。",
        control=CONTROL,
        interfaces=(
            ("Receives From", "Log of the test runs 试运行记录", "By mail, first week of the quarter 每季首周邮件"),
            ("Gives To", "Plan of recovery tests 恢复演练计划", "Meeting in January 一月会议"),
        ),
        measures=(
            ("Test runs passed 试运行通过率", "%", "At Least", 95.0, None),
            (
                "Incidents of its shift solved in time 其班次按时解决的事件",
                "%",
                "At Least",
                40.0,
                ("Supplier", "Data-Centre Operator"),
            ),
        ),
        questions=(TELLS_CHANGES,),
        planning=PLANNING,
        escalation="Service manager, then the operator's director. 先服务经理，再运营商总监。",
        agreed=110,
        interval=1,
        # Two months ago, and due every month: a flaw on purpose.
        reviews=(
            Reviewed(
                3,
                3,
                60,
                (100.0,),
                (("Yes", "Log of changes compared with our calendar. 变更记录与我方日历核对。"),),
                "Satisfactory",
                "Everything ran. 一切正常。",
                none_needed="Targets were reached, and nothing was proposed. 目标达成，无改进建议。",
            ),
        ),
    ),
    Arranged(
        key="newcomers",
        title="Requests for newcomers 新员工服务请求",
        clause="8.1",
        part="Service requests for newcomers 新员工服务请求",
        kind="Internal Group",
        party="HR Shared Services",
        owner=INCIDENT,
        agreement="SLA-05",
        contact="Head of HR Shared Services 人力资源共享服务负责人",
        activities="Takes in what newcomers need and orders it from us in time. 受理新员工所需并及时向我方提出。",
        authority=(
            "SLA-05: by our request form; the service manager decides about the form. "
            "使用我方申请表，表单由服务经理决定。"
        ),
        control=CONTROL,
        interfaces=(("Receives From", "Request for a newcomer 新员工申请", "Request form in the portal 门户申请表"),),
        measures=(("Requests five working days ahead 提前五个工作日提出", "%", "At Least", 90.0, None),),
        questions=("Are the forms complete when they reach us? 申请表到达时是否完整？",),
        planning=PLANNING,
        escalation="Chief operating officer. 首席运营官。",
        agreed=108,
        interval=6,
        reviews=(
            Reviewed(
                3,
                1,
                16,
                (94.0,),
                (("Yes", "All forms of one month read. 查阅一个月的全部表单。"),),
                "Satisfactory",
                "Newcomers work from their first day. 新员工首日即可工作。",
                improvements=(("Form asks for the seat plan 表单增加座位信息", INCIDENT),),
            ),
        ),
    ),
    Arranged(
        key="payroll",
        title="First line of the payroll customer 薪资客户一线支持",
        clause="8.1",
        part="First line for payroll 薪资一线支持",
        kind="Customer",
        party="Payroll Customer",
        owner=MANAGER.user,
        agreement="SLA-02",
        contact="Payroll office of the customer 客户薪资办公室",
        activities=(
            "Answers its own people first and hands on what it cannot solve. 先自行答复本单位人员，无法解决的转交我方。"
        ),
        authority="SLA-02, annex 2: the first line works by our incident procedure. 附件二：一线按我方事件程序工作。",
        control=CONTROL,
        interfaces=(
            (
                "Receives From",
                "Incident it cannot solve 无法解决的事件",
                "Ticket with all fields filled 填写完整的工单",
            ),
        ),
        measures=(("Incidents solved in time 按时解决的事件", "%", "At Least", 80.0, ("Team", "Customer First Line")),),
        questions=(KEEPS_TO_PROCEDURE,),
        planning=PLANNING,
        escalation="Meeting of both service managers. 双方服务经理会议。",
        agreed=106,
        interval=6,
        reviews=(
            Reviewed(
                3,
                1,
                15,
                (),
                (("Partly", "Half of the tickets came without a category. 半数工单未填类别。"),),
                "Improvement Needed",
                "The first line is new to the procedure. 一线人员尚不熟悉程序。",
                improvements=(
                    ("Two afternoons of training with our service desk 与我方服务台培训两个下午", AGENT.user),
                ),
            ),
        ),
        improving="The first line is trained until the year ends. 年底前培训一线人员。",
    ),
)
