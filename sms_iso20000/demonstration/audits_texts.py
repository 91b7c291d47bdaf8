"""What the people of the demonstration audited and found, and what they did about it, in English and Chinese."""

from dataclasses import dataclass

from sms_iso20000.demonstration.people import AGENT, DOMAIN, MANAGER, OWNER
from sms_iso20000.demonstration.responsibility_texts import CHANGE, CONFIGURATION, INCIDENT, PROBLEM

PROGRAMME = {
    "title": "Audits of three years 三年审核方案",
    "criteria": "ISO/IEC 20000-1:2011, our policy, plan and procedures. 标准、我们的方针、计划与程序。",
    "scope_text": "All processes, parties and sites in scope of the plan. 计划范围内的全部过程、各方与场所。",
    "methods": "Interviews, records, samples, a look on the spot. 访谈、记录、抽样、现场查看。",
    "frequency": (
        "Everything once in three years; yearly where risks, findings or results speak for it. "
        "三年内全部覆盖一次；风险、发现或结果表明需要时每年一次。"
    ),
}
AUDIT_FINDING = "Audit Finding"
DISPATCHER = f"dispatcher.1@{DOMAIN}"
TOLD = (AGENT.user, OWNER.user, INCIDENT)


@dataclass(frozen=True)
class Settled:
    """What was done about the graded finding of an audit: why it came about, who managed the area, who did what."""

    root_cause: str
    area_manager: str
    action: str
    responsible: str


@dataclass(frozen=True)
class Audited:
    """An audit that was held: how many days ago its fieldwork began, what was found by clause, and what was done."""

    title: str
    requirements: tuple[str, ...]
    began: int
    findings: dict[str, tuple[str, str, str]]
    conclusion: str
    settled: Settled


FIRST_CLAUSE = "8.1"
FIRST_OBJECTIVES = "Whether incidents are handled as the procedure says. 事件是否按程序处理。"
FIRST_AUDIT = Audited(
    title="Audit of incidents 事件管理审核",
    requirements=("2011 4.3.2 e", "2011 4.3.3 .3", "2011 4.1.3 a"),
    began=430,
    findings={
        "4.3.2 e": (
            "Minor",
            "Two desks work by a printed copy of an earlier revision. 两个工位使用旧版打印件。",
            "Copies at desks 3 and 7, photographed. 3 号、7 号工位打印件照片。",
        )
    },
    conclusion="Incidents are handled well; paper is not under control. 事件处理良好，纸质文件未受控。",
    settled=Settled(
        "Nobody takes paper away when a revision is issued. 发布新版时无人收回纸质件。",
        INCIDENT,
        "Take paper away when a revision is issued 发布新版时收回纸质件",
        PROBLEM,
    ),
)
OBJECTIVES = "Whether the system does what the plan says. 体系是否按计划运行。"
SECOND_AUDIT = Audited(
    title="Audit of the first months of the programme 审核方案首期审核",
    requirements=("2011 4.4.2 e", "2011 4.5.3 f"),
    began=82,
    findings={
        "4.4.2 e": (
            "Minor",
            "Certificates of two agents lie in a drawer only. 两名人员的证书仅存放于抽屉中。",
            "Seen in room 12. 见于 12 号房间。",
        ),
        "4.5.3 f": (
            "Opportunity",
            "One of eight incidents was closed without asking the caller. 八个事件中有一个未回访即关闭。",
            "Fifth incident of the sample. 样本中第五个事件。",
        ),
    },
    conclusion="The system works; records of competence need attention. 体系有效运行，能力记录需加强。",
    settled=Settled(
        "Who holds a course does not know that the certificate is a record. 培训组织者不知证书属于记录。",
        CHANGE,
        "File certificates when a training is held 培训后即归档证书",
        CONFIGURATION,
    ),
)
SAMPLE, SAMPLE_SIZE = "Incidents of all services 各项服务的事件", 8
# Result and note by position; the others were in order.
DEVIATIONS = {5: ("Deviation", "Closed without asking the caller. 未回访即关闭。")}

EXTERNAL_AUDIT = {
    "title": "Surveillance after the first year 首次监督审核",
    "objectives": "Whether the certificate may stand. 证书能否保持。",
    "criteria": "ISO/IEC 20000-1:2011. 标准。",
    "scope_text": "The scope of the certificate, at the harbour. 证书范围，海港场所。",
    "external_auditors": "External Auditor 外部审核员",
}
EXTERNAL_CONCLUSION = (
    "The certificate stands; one minor nonconformity is to be answered within four weeks. "
    "证书保持有效；一项轻微不符合须在四周内答复。"
)


@dataclass(frozen=True)
class Certified:
    """A stage of the certification: how many days ago it began, and what came of it."""

    kind: str
    values: dict[str, str]
    began: int
    conclusion: str


_CERTIFICATION = {
    "criteria": EXTERNAL_AUDIT["criteria"],
    "scope_text": EXTERNAL_AUDIT["scope_text"],
    "external_auditors": EXTERNAL_AUDIT["external_auditors"],
}
CERTIFICATION = (
    Certified(
        "Certification Stage 1",
        {
            **_CERTIFICATION,
            "title": "Certification, first stage 认证第一阶段审核",
            "objectives": "Whether we are ready for the second stage. 是否具备第二阶段审核条件。",
        },
        650,
        "Ready for the second stage. 具备第二阶段审核条件。",
    ),
    Certified(
        "Certification Stage 2",
        {
            **_CERTIFICATION,
            "title": "Certification, second stage 认证第二阶段审核",
            "objectives": "Whether the system works and deserves the certificate. 体系是否有效运行、可予认证。",
        },
        622,
        "The system works; the certificate is recommended. 体系有效运行，推荐认证。",
    ),
)
RESPONSE = "Sent with cause, action and the log of the drill. 已附原因、措施和演练记录答复。"
SEEN = "Seen as described. 所见与描述一致。"

WHYS = (
    "Everybody took it for somebody else's task. 人人都以为是别人的事。",
    "The procedure does not say who looks after it. 程序未规定由谁负责。",
)


@dataclass(frozen=True)
class Found:
    """A nonconformity that somebody reported, and how far it came; days are counted back from the present one.

    `judged` names the manager of the area, `cause` category and root cause, `action` what is done by whom and due when,
    `done` and `verified` when that was.
    """

    key: str
    title: str
    statement: str
    evidence: str
    grade: str
    requirement: str
    clause: str
    reporter: str
    reported: int
    judged: str = ""
    cause: tuple[str, str] = ()
    action: tuple[str, str, int] = ()
    done: int = 0
    verified: int = 0
    rejected: str = ""
    source: str = "Employee"
    against: str = "Standard"
    # Category and text of what contributed.
    causes: tuple[tuple[str, str], ...] = ()


FOUND = (
    Found(
        "backup",
        "Backup of the register not tested 配置台账备份未演练",
        "The backup of the register was never restored on trial. 配置台账备份从未试恢复。",
        "Log of the recovery drill names three of four systems. 恢复演练记录仅列出四个系统中的三个。",
        *("Minor", "2011 4.3.3 .2", "9.1", MANAGER.user, 236),
        judged=CONFIGURATION,
        cause=("Method", "The drill plan was copied from the year before. 演练计划沿用了上一年的。"),
        causes=(("Information", "Nobody lists what is backed up. 没有备份对象清单。"),),
        action=("Put the register into the drill plan 将台账纳入演练计划", CHANGE, 200),
        done=205,
        verified=165,
        source=AUDIT_FINDING,
    ),
    # The same cause again, which opened the case above anew: a flaw on purpose.
    Found(
        "drill",
        "Backup of the register left out again 配置台账备份再次遗漏",
        "The register was left out of this year's drill too. 今年的演练仍未包括配置台账。",
        "Log of the recovery drill. 恢复演练记录。",
        *("Minor", "2011 4.3.3 .2", "9.1", PROBLEM, 45),
        judged=CONFIGURATION,
        cause=("Method", "The plan was copied from before the change. 计划沿用了修改之前的版本。"),
        causes=(
            ("People", "Who changed the plan had moved on. 修改计划的人已调岗。"),
            ("Information", "Two plans lie side by side. 两份计划并存。"),
        ),
    ),
    Found(
        "labels",
        "Two racks without labels 两个机柜无标签",
        "Devices in two racks cannot be told apart. 两个机柜中的设备无法区分。",
        "Racks 4 and 5 at the inland site. 内陆场所 4、5 号机柜。",
        *("Minor", "2011 4.1.4 d", "9.1", AGENT.user, 55),
        judged=CONFIGURATION,
        cause=("People", "Labels were left for later in a night shift. 夜班时推迟贴标签。"),
        causes=(("Technology", "The label printer is at the harbour only. 标签打印机只在海港场所。"),),
        action=("Label every device in the racks 为机柜内所有设备贴标签", CHANGE, 20),
        done=12,
    ),
    # Its action is overdue, and it with it: a flaw on purpose.
    Found(
        "calls",
        "Night calls not recorded 夜间来电未记录",
        "Calls of two nights are in no ticket. 两个夜晚的来电未建工单。",
        "Telephone log of the carrier against the tickets. 运营商通话记录与工单比对。",
        *("Minor", "2011 4.5.3 f", "8.1", OWNER.user, 75),
        judged=INCIDENT,
        cause=("Technology", "The desk's program logs out after an hour. 服务台程序一小时后自动退出。"),
        causes=(
            ("People", "One person alone at night. 夜间仅一人值班。"),
            ("Method", "No hand-over of calls in the morning. 早间不交接来电。"),
            ("Partner", "The carrier sends its log weekly. 运营商每周才发通话记录。"),
        ),
        against="Own Rules",
        action=("Lengthen the session at night 延长夜间会话", PROBLEM, 15),
    ),
    Found(
        "survey",
        "Answers of the survey lost 调查结果丢失",
        "Answers of one division cannot be found. 一个部门的调查结果无法找到。",
        "Mail of the Logistics Division. 物流部门的邮件。",
        *("Concern", "2011 4.3.3 .3", "7.1", DISPATCHER, 18),
        judged=INCIDENT,
        against="Service Requirement",
    ),
    Found(
        "pager",
        "Old paging list on the wall 墙上仍有旧传呼名单",
        "The withdrawn paging list still hangs in the control room. 已撤销的传呼名单仍挂在控制室。",
        "Seen on the morning round. 早间巡查所见。",
        *("Minor", "2011 4.3.2 h", "8.1", DISPATCHER, 4),
    ),
    Found(
        "lunch",
        "Desk closed at noon 午间服务台关闭",
        "Nobody answered at noon. 午间无人应答。",
        "Call of 12:10. 12:10 的来电。",
        *("Concern", "2011 4.5.3 f", "8.1", AGENT.user, 50),
        rejected="The line was down for ten minutes; the incident is on record. 线路中断十分钟，事件已有记录。",
    ),
)
CORRECTED = "Put right on the spot. 已当场纠正。"
DONE = "Done as planned; photographs attached to the ticket. 已按计划完成，照片附于工单。"
CHECKED = "Looked at a week later; it holds. 一周后查看，仍然有效。"
VERIFIED = "Ten cases looked at, none of the kind. 抽查十例，未再出现。"
RENEWED = "Renewed for two years; the order takes effect when the old term ends. 已续订两年，旧期届满时生效。"
RENEWAL_SEEN = "Order confirmation seen. 已查验订单确认。"
