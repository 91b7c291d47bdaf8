"""What the people of the demonstration audited and found, and what they did about it, in English and Chinese."""

from dataclasses import dataclass

from sms_iso20000.demonstration.people import AGENT, DOMAIN, OWNER
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
DISPATCHER = f"dispatcher.1@{DOMAIN}"
TOLD = (AGENT.user, OWNER.user, INCIDENT)


@dataclass(frozen=True)
class Audited:
    """An audit that was held: how many days ago it began and was reported, and what was found by requirement."""

    title: str
    clause: str
    requirements: tuple[str, ...]
    objectives: str
    began: int
    findings: dict[str, tuple[str, str, str]]
    conclusion: str


FIRST_AUDIT = Audited(
    title="Audit of incidents 事件管理审核",
    clause="8.1",
    requirements=("2011 4.3.2 e", "2011 4.3.3 .3", "2011 4.1.3 a"),
    objectives="Whether incidents are handled as the procedure says. 事件是否按程序处理。",
    began=430,
    findings={
        "4.3.2 e": (
            "Minor",
            "Two desks work by a printed copy of an earlier revision. 两个工位使用旧版打印件。",
            "Copies at desks 3 and 7, photographed. 3 号、7 号工位打印件照片。",
        )
    },
    conclusion="Incidents are handled well; paper is not under control. 事件处理良好，纸质文件未受控。",
)
SECOND_AUDIT_OBJECTIVES = "Whether the system does what the plan says. 体系是否按计划运行。"
SECOND_AUDIT_FINDINGS = {
    "4.3.3 .2": (
        "Minor",
        "The host clears sign-ins earlier than the rule keeps them. 系统清除登录日志早于保存规则。",
        "Log Settings: 90 days; retention rule: 12 months. 日志设置 90 天；保存规则 12 个月。",
    ),
    "4.4.2 e": (
        "Concern",
        "Certificates of two agents lie in a drawer only. 两名人员的证书仅存放于抽屉中。",
        "Seen in room 12. 见于 12 号房间。",
    ),
}
SECOND_AUDIT_CONCLUSION = "The system works; records need attention. 体系有效运行，记录需加强。"
SEEN = "Seen as described. 所见与描述一致。"

WHYS = (
    "The printed copy was quicker than the desk. 打印件比系统查阅更快。",
    "Nobody takes paper away when a revision is issued. 发布新版时无人收回纸质件。",
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


FOUND = (
    Found(
        "backup",
        "Backup of the register not tested 配置台账备份未演练",
        "The backup of the register was never restored on trial. 配置台账备份从未试恢复。",
        "Log of the recovery drill names three of four systems. 恢复演练记录仅列出四个系统中的三个。",
        *("Minor", "2011 4.3.3 .2", "9.1", PROBLEM, 300),
        judged=CONFIGURATION,
        cause=("Method", "The drill plan was copied from the year before. 演练计划沿用了上一年的。"),
        action=("Put the register into the drill plan 将台账纳入演练计划", CHANGE, 240),
        done=245,
        verified=190,
    ),
    Found(
        "labels",
        "Two racks without labels 两个机柜无标签",
        "Devices in two racks cannot be told apart. 两个机柜中的设备无法区分。",
        "Racks 4 and 5 at the inland site. 内陆场所 4、5 号机柜。",
        *("Minor", "2011 4.1.4 d", "9.1", AGENT.user, 75),
        judged=CONFIGURATION,
        cause=("People", "Labels were left for later in a night shift. 夜班时推迟贴标签。"),
        action=("Label every device in the racks 为机柜内所有设备贴标签", CHANGE, 40),
        done=12,
    ),
    # Its action is overdue: a flaw on purpose.
    Found(
        "calls",
        "Night calls not recorded 夜间来电未记录",
        "Calls of two nights are in no ticket. 两个夜晚的来电未建工单。",
        "Telephone log of the carrier against the tickets. 运营商通话记录与工单比对。",
        *("Minor", "2011 4.5.3 f", "8.1", OWNER.user, 60),
        judged=INCIDENT,
        cause=("Technology", "The desk's program logs out after an hour. 服务台程序一小时后自动退出。"),
        action=("Lengthen the session at night 延长夜间会话", PROBLEM, 15),
    ),
    Found(
        "survey",
        "Answers of the survey lost 调查结果丢失",
        "Answers of one division cannot be found. 一个部门的调查结果无法找到。",
        "Mail of the Logistics Division. 物流部门的邮件。",
        *("Concern", "2011 4.3.3 .3", "7.1", DISPATCHER, 18),
        judged=INCIDENT,
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
