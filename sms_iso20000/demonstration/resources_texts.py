"""What the people of the demonstration wrote about activities, money, resources and competence, in both languages."""

from sms_iso20000.demonstration.people import AGENT, AUDITOR, MANAGER, OWNER, SECOND_TOP, TOP
from sms_iso20000.demonstration.responsibility_texts import CHANGE, CONFIGURATION, INCIDENT, PROBLEM, RELEASE, SUPPLIER

# Item of the plan, title, who, begins and is due so many days ago (negative: to come), percent done, what shows it.
ACTIVITIES = (
    (
        "k",
        "Monitoring at the inland site 内陆场所监控",
        OWNER.user,
        88,
        40,
        100,
        "Alarms tested on a Sunday 周日测试告警",
    ),
    ("h", "Test plan with the carrier 与运营商的测试方案", CHANGE, 60, -30, 70, ""),
    ("c", "Second line to the inland site 内陆场所第二线路", OWNER.user, 75, -60, 40, ""),
    ("l", "Survey of the divisions 部门满意度调查", MANAGER.user, 20, -90, 0, ""),
)
CHECKED = "Looked at the alarms of a week. 查看了一周的告警。"

# Code of the service (none: all of them), title, owner, budgeted, spent by each look at it (days ago, amount).
BUDGET_CURRENCY = "EUR"
BUDGET_LINES = (
    ("SVC-NET", "Lines and equipment 线路与设备", OWNER.user, 420_000, ((150, 130_000), (60, 251_000))),
    ("SVC-TOS", "Licences and support 许可与支持", CHANGE, 610_000, ((150, 210_000), (55, 398_000))),
    ("SVC-WKP", "Computers and office suite 电脑与办公软件", INCIDENT, 380_000, ((140, 140_000), (50, 242_000))),
    ("SVC-PAY", "Hosting and security 托管与安全", MANAGER.user, 95_000, ((140, 30_000), (45, 58_000))),
    ("", "Management system, audits, training 体系、审核、培训", MANAGER.user, 60_000, ((130, 18_000), (40, 33_000))),
)

# Sent by the host, to whom, and since so many days.
SCHEDULED, SENT_TO, SCHEDULED_SINCE = "ITSM Service Catalogue", (TOP.user, SECOND_TOP.user), 86

RESOURCE_PLAN = "Resources of the current twelve months 本十二个月的资源"
# Kind, resource, unit, current, needed, code of the service, whether it raises satisfaction, how the gap is closed,
# decision, its reason.
RESOURCES = (
    ("Human", "Network engineers 网络工程师", "people 人", 5, 6, "SVC-NET", 0, "Hire one 招聘一人", "Granted", ""),
    (
        *("Human", "Agents at the desk 服务台人员", "people 人", 7, 8, "SVC-WKP", 1),
        *("Move one from dispatching 由调度调入一人", "Granted", ""),
    ),
    ("Technical", "Storage 存储", "TB", 40, 55, "SVC-TOS", 0, "Order a shelf 订购磁盘柜", "Granted", ""),
    (
        *("Information", "Months of monitoring kept 监控数据保留月数", "months 月", 3, 12, "SVC-NET", 0),
        *(
            "Storage of the line above 由上行存储解决",
            "Granted in Part",
            "Six months do for the audit 审核六个月已足够",
        ),
    ),
    ("Financial", "Budget of the year 年度预算", "kEUR 千欧元", 1_565, 1_565, "", 0, "", "", ""),
)
# Resource, needed and available in the first and the second half of the period.
FORECASTS = (
    ("Network engineers 网络工程师", (6, 5), (6, 6)),
    ("Agents at the desk 服务台人员", (8, 8), (9, 8)),
    ("Storage 存储", (50, 40), (70, 55)),
)
DECIDED = "Hire and buy; the rest next year. 同意招聘与采购，其余明年再议。"

BASICS, MANAGING, AWARE, RECOVERING, AUDITING = "basics", "managing", "aware", "recovering", "auditing"
# Title in English and Chinese, kind, months for which it holds (0: for good).
COMPETENCES = {
    BASICS: ("Service management basics", "服务管理基础", "Training", 0),
    MANAGING: ("Managing a process", "过程管理", "Experience", 0),
    AWARE: ("Security awareness", "安全意识", "Training", 12),
    RECOVERING: ("Recovery of the terminal system", "码头系统恢复", "Skill", 24),
    AUDITING: ("Internal auditing", "内部审核", "Training", 36),
}
# Beside the basics for who works in a process and managing for who owns it: competence, clause of the process, level.
NEEDED_IN_ROLES = ((RECOVERING, "6.3", 3), (AWARE, "8.1", 2), (AWARE, "6.6", 3))
WORKERS = (AGENT.user, CHANGE, INCIDENT, MANAGER.user, OWNER.user, CONFIGURATION, PROBLEM, RELEASE)
OWNERS = (OWNER.user, MANAGER.user, INCIDENT, PROBLEM, CHANGE, RELEASE, CONFIGURATION, SUPPLIER)
# Who is able to do what: competence, person, level, obtained and expires so many days ago (None: never).
HELD = (
    *((BASICS, person, 3, 600 - index, None) for index, person in enumerate(WORKERS)),
    *((MANAGING, person, 4, 580 - index, None) for index, person in enumerate(OWNERS)),
    (AUDITING, AUDITOR.user, 4, 500, -590),
    # Ran out three weeks ago: a flaw on purpose.
    (AWARE, AGENT.user, 3, 386, 21),
)
SHOWN_BY = "Certificate or reference seen 已查验证书或推荐信"
# Evaluated, then one whose effect is still to be seen.
PAST_TRAINING = ("Security for those who patch 补丁人员安全培训", AWARE, 3, (CONFIGURATION,), 120)
EFFECT = "Found three open ports alone 独立发现三个开放端口"
COMING_TRAINING = ("Recovery drill 恢复演练", RECOVERING, 3, (RELEASE,), -25)
