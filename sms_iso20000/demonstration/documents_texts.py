"""What the people of the demonstration wrote into documents, rules for records and remarks, in English and Chinese."""

from dataclasses import dataclass

from sms_iso20000.demonstration.people import AGENT, AUDITOR, MANAGER, OWNER, TOP
from sms_iso20000.demonstration.responsibility_texts import CHANGE, CONFIGURATION, INCIDENT, PROBLEM, RELEASE, SUPPLIER
from sms_iso20000.demonstration.service_desk import INCIDENT as TICKET

PROCESS, REQUIREMENT = "ITSM Process", "ITSM Requirement"
OWNERS = "ITSM Process Owner"


@dataclass(frozen=True)
class Written:
    """A document and what became of it; days are counted back from the present one.

    `uses` are its points of use: a clause names the process or, with `REQUIREMENT`, the requirement. `told` is who it
    is distributed to, a role or users. `kept` are the days on which it was reviewed and kept as it was.
    """

    code: str
    kind: str
    title: str
    content: str
    owner: str
    issued: int
    uses: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = (OWNERS,)
    author: str = MANAGER.user
    reviewer: str = OWNER.user
    approver: str = TOP.user
    kept: tuple[int, ...] = ()
    changed: str = ""
    external: tuple[str, str, str] | None = None


DOCUMENTS = (
    Written(
        "POL-02",
        "Process Policy or Plan",
        "Information Security Policy 信息安全方针",
        (
            "<p>Only those who need it have access; every access has an owner; security updates are in place within "
            "30 "
            "days.</p><p>仅向有需要的人授予访问权限；每项权限都有负责人；安全更新在30天内完成。</p>"
        ),
        OWNER.user,
        700,
        uses=((PROCESS, "6.6"),),
        reviewer=AGENT.user,
        kept=(350,),
    ),
    Written(
        "POL-03",
        "Process Policy or Plan",
        "Budgeting Policy 预算方针",
        (
            "<p>Each service carries its own cost; whoever spends against a budget signs for it.</p>"
            "<p>每项服务单独核算成本；谁动用预算，谁签字负责。</p>"
        ),
        SUPPLIER,
        330,
        uses=((PROCESS, "6.4"),),
    ),
    Written(
        "POL-04",
        "Process Policy or Plan",
        "Change Management Policy 变更管理方针",
        (
            "<p>No change without a request, an owner and a way back. Changes that can stop a terminal are made "
            "between two "
            "vessels.</p><p>没有申请、负责人和回退办法，就没有变更。可能影响码头的变更，在两班船之间进行。</p>"
        ),
        CHANGE,
        310,
        uses=((PROCESS, "9.2"),),
    ),
    Written(
        "PLN-02",
        "Process Policy or Plan",
        "Continuity and Availability Plan 连续性与可用性计划",
        (
            "<p>Who recovers what, in which order, within how many hours, and when we last tried it.</p>"
            "<p>由谁、按什么顺序、在几小时内恢复什么，以及上次演练的时间。</p>"
        ),
        OWNER.user,
        300,
        uses=((PROCESS, "6.3"),),
        reviewer=AGENT.user,
    ),
    Written(
        "PLN-03",
        "Process Policy or Plan",
        "Capacity Plan 能力计划",
        (
            "<p>Use today, growth expected with the new quay, and what has to be bought by when.</p>"
            "<p>当前使用量、新泊位带来的增长，以及须在何时采购什么。</p>"
        ),
        MANAGER.user,
        240,
        uses=((PROCESS, "6.5"),),
    ),
    Written(
        "CAT-01",
        "Service Catalogue",
        "Service Catalogue 服务目录",
        (
            "<ul><li>Workplace 办公支持</li><li>Network 网络</li><li>Terminal Operating System 码头操作系统</li>"
            "<li>Payroll Hosting 薪资托管</li></ul>"
        ),
        MANAGER.user,
        640,
        uses=((PROCESS, "6.1"), (TICKET, "")),
        told=(AGENT.user, OWNER.user, AUDITOR.user),
        kept=(300,),
    ),
    Written(
        "CAT-01",
        "Service Catalogue",
        "Service Catalogue 服务目录",
        (
            "<ul><li>Workplace, at both sites 办公支持（两个场所）</li><li>Network, with the carrier's part 网络（含"
            "运营商部分）"
            "</li><li>Terminal Operating System 码头操作系统</li><li>Payroll Hosting, for the outside customer 薪资"
            "托管（外部客户）"
            "</li></ul>"
        ),
        MANAGER.user,
        45,
        uses=((PROCESS, "6.1"), (TICKET, "")),
        told=(AGENT.user, OWNER.user, AUDITOR.user),
        changed="Names the sites and the carrier's part. 注明场所及运营商所承担的部分。",
    ),
    Written(
        "SLA-01",
        "Service Level Agreement",
        "Agreement with the Terminal Division 与码头部门的服务级别协议",
        (
            "<p>Terminal Operating System: day and night; nine of ten incidents solved in time; planned work "
            "between two "
            "vessels.</p><p>码头操作系统：全天候运行；十分之九的事件按时解决；计划性工作安排在两班船之间。</p>"
        ),
        MANAGER.user,
        220,
        uses=((PROCESS, "6.1"), (PROCESS, "8.1")),
        told=(AGENT.user, OWNER.user),
    ),
    # Its review is overdue: a flaw on purpose.
    Written(
        "SLA-02",
        "Service Level Agreement",
        "Agreement with the Payroll Customer 与薪资客户的服务级别协议",
        (
            "<p>Payroll Hosting: available on the last five working days of each month without a break.</p>"
            "<p>薪资托管：每月最后五个工作日不间断可用。</p>"
        ),
        MANAGER.user,
        720,
        uses=((PROCESS, "6.1"),),
        told=(AGENT.user, OWNER.user),
        kept=(374,),
    ),
    Written(
        "SLA-06",
        "Service Level Agreement",
        "Agreement with the Divisions on Workplace and Network 与各部门的办公支持和网络协议",
        (
            "<p>Workplace: nine of ten calls solved in time. Network: no crane waits for more than ten minutes.</p>"
            "<p>办公支持：十分之九的来电按时解决。网络：岸桥断网不超过十分钟。</p>"
        ),
        MANAGER.user,
        218,
        uses=((PROCESS, "6.1"), (PROCESS, "8.1")),
        told=(AGENT.user, OWNER.user),
    ),
    Written(
        "PRO-01",
        "Procedure",
        "Control of Documents 文件控制程序",
        (
            "<p>Whoever writes a document does not approve it. The revision in force is in the Desk and nowhere "
            "else; a copy on "
            "paper is good for the day it was printed. Each document has an owner, who looks at it once a year.</p>"
            "<p>文件编写人不得审批。有效版本只在系统中，纸质副本仅在打印当日有效。每份文件都有负责人，每年评审一次。"
            "</p>"
        ),
        MANAGER.user,
        230,
        uses=((REQUIREMENT, "4.3.2"),),
        told=(INCIDENT, CHANGE, OWNER.user),
    ),
    Written(
        "PRO-02",
        "Procedure",
        "Control of Records 记录控制程序",
        (
            "<p>What proves our work is kept as long as the retention rules say, where they say, and disposed of by "
            "two people. "
            "Nobody deletes a record because it is in the way.</p>"
            "<p>能证明工作的记录，按保存规则规定的期限和地点保存，由两人共同处置。任何人不得因记录碍事而删除。</p>"
        ),
        MANAGER.user,
        225,
        uses=((REQUIREMENT, "4.3.3"),),
        told=(INCIDENT, CHANGE, OWNER.user),
    ),
    Written(
        "PRO-03",
        "Procedure",
        "Service Complaints 服务投诉程序",
        (
            "<p>Every complaint gets a number, an answer within two working days and somebody who stays with it.</p>"
            "<p>每件投诉都有编号、两个工作日内的答复和始终负责的人。</p>"
        ),
        MANAGER.user,
        210,
        uses=((PROCESS, "7.1"),),
        told=(AGENT.user, INCIDENT),
    ),
    Written(
        "PRO-04",
        "Procedure",
        "Contractual Disputes 合同争议程序",
        (
            "<p>First the two contract managers, then the two directors, then the court named in the contract; work "
            "goes on "
            "meanwhile.</p><p>先由双方合同经理协商，再由双方主管协商，最后提交合同约定的法院；其间服务不中断。</p>"
        ),
        SUPPLIER,
        205,
        uses=((PROCESS, "7.2"),),
        told=(SUPPLIER, OWNER.user),
    ),
    Written(
        "PRO-05",
        "Procedure",
        "Incidents and Service Requests 事件与服务请求程序",
        (
            "<p>Record, classify, assign, solve, ask whether it works, close. A terminal that stands still is a major "
            "incident.</p><p>记录、分类、分派、解决、回访、关闭。码头停运即为重大事件。</p>"
        ),
        INCIDENT,
        500,
        uses=((PROCESS, "8.1"), (TICKET, "")),
        told=(AGENT.user, "dispatcher.1@port.example.com", "dispatcher.2@port.example.com", PROBLEM),
        author=INCIDENT,
        approver=MANAGER.user,
        kept=(140,),
    ),
    Written(
        "PRO-05",
        "Procedure",
        "Incidents and Service Requests 事件与服务请求程序",
        (
            "<p>Record, classify, assign, solve, ask whether it works, close. A terminal that stands still is a "
            "major incident: "
            "the duty manager is called within ten minutes.</p>"
            "<p>记录、分类、分派、解决、回访、关闭。码头停运即为重大事件，十分钟内通知值班经理。</p>"
        ),
        INCIDENT,
        28,
        uses=((PROCESS, "8.1"), (TICKET, "")),
        told=(AGENT.user, "dispatcher.1@port.example.com", "dispatcher.2@port.example.com", PROBLEM),
        author=INCIDENT,
        approver=MANAGER.user,
        changed="Who is called in a major incident. 明确重大事件的通知对象。",
    ),
    Written(
        "PRO-06",
        "Procedure",
        "Problems 问题管理程序",
        (
            "<p>Three incidents with one cause make a problem; its owner writes down the cause and the way around "
            "it.</p>"
            "<p>同一原因引起三次事件即立为问题；负责人写明原因和规避办法。</p>"
        ),
        PROBLEM,
        200,
        uses=((PROCESS, "8.2"),),
        told=(INCIDENT, CHANGE),
    ),
    Written(
        "PRO-07",
        "Procedure",
        "Configuration Items 配置项程序",
        (
            "<p>What is bought, moved or changed is in the register the same day; every quarter a tenth is "
            "counted.</p>"
            "<p>采购、移动或变更当日入账；每季度抽查十分之一。</p>"
        ),
        CONFIGURATION,
        195,
        uses=((PROCESS, "9.1"),),
        told=(CHANGE, RELEASE),
    ),
    Written(
        "PRO-08",
        "Procedure",
        "Changes 变更管理程序",
        (
            "<p>Request, classify, assess, approve, build, test, release, look back. Emergency changes are approved "
            "by voice and "
            "written down the next day.</p>"
            "<p>申请、分类、评估、批准、构建、测试、发布、回顾。紧急变更可口头批准，次日补录。</p>"
        ),
        CHANGE,
        190,
        uses=((PROCESS, "9.2"),),
        told=(RELEASE, CONFIGURATION),
    ),
    Written(
        "PRO-09",
        "Procedure",
        "Internal Audits 内部审核程序",
        (
            "<p>Each part of the system is audited within three years; nobody audits their own work; findings have "
            "an owner "
            "and a date.</p><p>体系各部分三年内至少审核一次；任何人不得审核自己的工作；每项发现都有负责人和期限。</p>"
        ),
        MANAGER.user,
        184,
        uses=((REQUIREMENT, "4.5.4.2"),),
        told=(AUDITOR.user, OWNER.user),
    ),
    Written(
        "PRO-10",
        "Procedure",
        "Nonconformities and Improvement 不符合与改进程序",
        (
            "<p>Put it right at once, find the cause, remove it, look later whether it worked. Ideas are weighed each "
            "quarter.</p><p>立即纠正，查明并消除原因，事后验证效果。改进建议每季度评估一次。</p>"
        ),
        MANAGER.user,
        183,
        uses=((REQUIREMENT, "4.5.5.1"),),
        told=(AUDITOR.user, OWNER.user, INCIDENT),
    ),
    Written(
        "FRM-01",
        "Record Form",
        "Request for Change 变更申请表",
        "<p>What, why, when, risk, way back, who approves 内容、原因、时间、风险、回退办法、批准人</p>",
        CHANGE,
        188,
        uses=((PROCESS, "9.2"),),
        told=(RELEASE,),
    ),
    Written(
        "FRM-02",
        "Record Form",
        "Major Incident Record 重大事件记录表",
        "<p>Timeline, who was told, cause, what we change 时间线、通知对象、原因、改进措施</p>",
        INCIDENT,
        186,
        uses=((PROCESS, "8.1"),),
        told=(AGENT.user,),
    ),
    Written(
        "EXT-01",
        "External Document",
        "Requirements for Service Management Systems 服务管理体系要求",
        "<p>Bought from the national body; two licences, not to be copied. 购自国家标准机构，两份授权，不得复制。</p>",
        MANAGER.user,
        180,
        uses=((REQUIREMENT, "4"),),
        told=(AUDITOR.user, OWNER.user),
        external=("ISO/IEC", "20000-1:2011", "Library of the national standards body 国家标准机构文库"),
    ),
    Written(
        "EXT-02",
        "External Document",
        "Security Rules of the Port Authority 港务局安全规定",
        "<p>Chapter 7 is about systems that move cargo. 第七章适用于货物作业系统。</p>",
        OWNER.user,
        170,
        uses=((PROCESS, "6.6"),),
        told=(AUDITOR.user, AGENT.user),
        reviewer=AGENT.user,
        external=("Port Authority 港务局", "2025", "Portal of the port authority 港务局门户网站"),
    ),
    Written(
        "OTH-01",
        "Other Document",
        "Paging List 传呼名单",
        "<p>Who carries a pager at night. 夜间传呼机持有人。</p>",
        INCIDENT,
        600,
        uses=((PROCESS, "8.1"),),
        told=(AGENT.user,),
        kept=(),
    ),
)
WITHDRAWN = (
    "OTH-01",
    400,
    "Nobody carries a pager any more; PRO-05 says who is called. 已无人使用传呼机，通知对象见PRO-05。",
)
# Written, reviewed, and not approved since: a flaw on purpose.
IN_REVIEW = Written(
    "POL-05",
    "Process Policy or Plan",
    "Release Policy 发布方针",
    (
        "<p>Releases go out on the first Tuesday of a month, tested on a copy of the terminal.</p>"
        "<p>每月第一个星期二发布，须先在码头系统副本上测试。</p>"
    ),
    RELEASE,
    20,
    uses=((PROCESS, "9.3"),),
)
# Nobody describes the process whose owner has left: a flaw on purpose.
NOT_DESCRIBED = "6.5"
PRINTED = ("CAT-01", "PRO-05")
KEPT = "Still as we work. 仍符合实际。"
REVIEWED = "As we do it. 与实际做法一致。"

TICKET_RULE = {
    "title": "Incidents 事件",
    "document_type": TICKET,
    "start_field": "closed_on",
    "retention_months": 36,
    "basis": "Contracts with the divisions and the payroll customer, clause on records 与各部门及薪资客户合同的记录"
    "条款",
    "storage": "This site; backup each night at the inland site 本系统；每晚备份至内陆场所",
    "protection": "Roles of the service desk; backups encrypted 服务台角色权限；备份加密",
    "disposal_method": "Delete",
}
TASK_RULE = {
    "title": "Closed tasks 已关闭的任务",
    "document_type": "ToDo",
    "filters": '{"status": "Closed"}',
    "start_field": "date",
    "retention_months": 24,
    "basis": "Own decision: tasks prove nothing once they are done 自行规定：任务完成后不作为证据",
    "storage": "This site; backup each night at the inland site 本系统；每晚备份至内陆场所",
    "protection": "Roles of the service desk 服务台角色权限",
    "disposal_method": "Delete",
}
# The host clears this log after 90 days: a flaw on purpose.
LOG_RULE = {
    "title": "Sign-ins 登录日志",
    "document_type": "Activity Log",
    "start_field": "creation",
    "retention_months": 12,
    "basis": "Security rules of the port authority, chapter 7 港务局安全规定第七章",
    "storage": "This site; backup each night at the inland site 本系统；每晚备份至内陆场所",
    "protection": "System managers only 仅系统管理员",
    "disposal_method": "Delete",
}
OLD_TASKS = 30
OLD_TASK = "Call back about printer {0} 回电：打印机{0}"
