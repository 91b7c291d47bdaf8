"""What top management of the demonstration looked at and decided, in English and Chinese."""

from sms_iso20000.demonstration.people import AUDITOR, MANAGER, OWNER, SECOND_TOP, TOP

PLACE = "Port office, room 4 港区办公楼四号会议室"
ATTENDEES = (
    (TOP.user, "Chair", True),
    (SECOND_TOP.user, "Top Management", True),
    (MANAGER.user, "Management Representative", True),
    (OWNER.user, "Process Owner", True),
    (AUDITOR.user, "Auditor", False),
)
# What the manager wrote beside the inputs of the first review; where the records had no data, it is what was there.
COMMENTS = {
    "customer_feedback": (
        "Three divisions were asked on paper: Workplace good, Network slow at night. "
        "三个部门书面答复：办公支持良好，夜间网络处理偏慢。"
    ),
    "performance": (
        "Objectives were set this spring; the service desk is mapped from now on. 目标今春设定，服务台数据自此采集。"
    ),
    "resources": "The budget covers the year; night shifts need two more people. 预算够全年使用，夜班还缺两人。",
    "capabilities": "The training of the dispatchers has worked. 调度员的培训已见成效。",
    "risks": "The carrier is the risk we talk about most. 承运商是我们谈得最多的风险。",
    "audits": "The certification body was content with our answer. 认证机构认可我们的答复。",
    "earlier_reviews": (
        "Reviews before this one were kept on paper; nothing of them is open. 以往评审为纸质记录，没有未完成事项。"
    ),
    "actions": "Few corrective actions yet, none late. 纠正措施不多，均未逾期。",
    "changes": "Payroll Hosting grows by one customer next year. 薪资托管明年将新增一个客户。",
    "opportunities": "Seven ideas are wanted by the autumn. 希望秋季前收集七项建议。",
}
JUDGEMENT = {
    "suitability": "Suitable with Changes",
    "effectiveness": "Effectively in Part",
    "policy_and_objectives": "Are to Change",
    "conclusion": (
        "The system fits the port. What suppliers do for us has to be governed more closely, and the policy has to "
        "say so. "
        "体系适合港口业务；对供应商的管控须加强，方针应予体现。"
    ),
}
MINUTES = (
    "<p>The figures were read beforehand. Most time went to the nights: who is called, and who pays for the second "
    "shift.</p><p>数据已会前阅读。讨论主要围绕夜间：呼叫谁，第二班的费用由谁承担。</p>"
)
# About, kind, statement, who is responsible, and how many days after the meeting it is due.
OUTPUTS = (
    (
        "Resources",
        "Action",
        "Hire two dispatchers for the night shift 为夜班招聘两名调度员",
        MANAGER.user,
        45,
    ),
    (
        "Effectiveness of the System",
        "Action",
        "Review every other party that operates a process of ours 对运行我方流程的各方逐一评审",
        OWNER.user,
        95,
    ),
    (
        "Effectiveness of the System",
        "Decision",
        "The service management policy is revised to speak of other parties. 修订服务管理方针，纳入对其他各方的要求。",
        None,
        None,
    ),
    (
        "Services",
        "Decision",
        "Payroll Hosting is offered to one more customer from next year. 明年起薪资托管向另一客户提供。",
        None,
        None,
    ),
)
DONE = "Both have started; the roster is filed. 两人均已到岗，排班表已归档。"
# In preparation.
SECOND_COMMENTS = {
    "customer_feedback": "The survey of the divisions comes back next week. 各部门的调查下周收回。",
    "risks": "One risk needs a decision of ours. 有一项风险需要我们决定。",
}
