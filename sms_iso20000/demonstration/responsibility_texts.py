"""What the people of the demonstration wrote about responsibility, objectives, communication, risks and assets."""

from sms_iso20000.demonstration.people import (
    CAPACITY_MANAGER_WHO_LEFT,
    DOMAIN,
    MANAGER,
    OWNER,
)

INCIDENT, PROBLEM, CHANGE, RELEASE, CONFIGURATION, SUPPLIER = (
    f"{title}.manager@{DOMAIN}" for title in ("incident", "problem", "change", "release", "configuration", "supplier")
)
# Clause of the process, and who owns it. Capacity management's owner has left: a flaw on purpose.
OWNERS = {
    "5": RELEASE,
    "6.1": MANAGER.user,
    "6.2": MANAGER.user,
    "6.3": OWNER.user,
    "6.4": SUPPLIER,
    "6.5": CAPACITY_MANAGER_WHO_LEFT.user,
    "6.6": OWNER.user,
    "7.1": MANAGER.user,
    "7.2": SUPPLIER,
    "8.1": INCIDENT,
    "8.2": PROBLEM,
    "9.1": CONFIGURATION,
    "9.2": CHANGE,
    "9.3": RELEASE,
}
# Who does the work beside the owner: role, person, responsibility, authority.
AGENT_USER = f"service.desk.agent@{DOMAIN}"
WORKERS = {
    "5": (
        "Project lead 项目负责人",
        CHANGE,
        "Plans new services 策划新服务",
        "Stops a project that misses its gate 叫停未过关口的项目",
    ),
    "6.1": (
        "Agreement keeper 协议管理员",
        INCIDENT,
        "Keeps the agreements 维护协议",
        "Calls review meetings 召集评审会",
    ),
    "6.2": (
        "Report writer 报告编写人",
        AGENT_USER,
        "Compiles monthly reports 编制月报",
        "Asks any team for figures 向各组索取数据",
    ),
    "6.3": (
        "Recovery lead 恢复负责人",
        RELEASE,
        "Tests recovery twice a year 每年两次恢复演练",
        "Declares a disaster 宣布灾难",
    ),
    "6.4": (
        "Cost analyst 成本分析员",
        MANAGER.user,
        "Assigns costs to services 分摊服务成本",
        "Holds an invoice back 暂扣发票",
    ),
    "6.5": (
        "Trend analyst 趋势分析员",
        OWNER.user,
        "Forecasts storage and lines 预测存储与线路",
        "Orders up to 5,000 订购额度五千",
    ),
    "6.6": (
        "Patch coordinator 补丁协调员",
        CONFIGURATION,
        "Plans security updates 安排安全更新",
        "Cuts off an unsafe device 断开不安全设备",
    ),
    "7.1": (
        "Customer contact 客户联系人",
        AGENT_USER,
        "Answers complaints 处理投诉",
        "Grants goodwill up to 500 五百以内补偿",
    ),
    "7.2": (
        "Contract keeper 合同管理员",
        CHANGE,
        "Watches contract dates 跟踪合同期限",
        "Rejects a poor delivery 拒收不合格交付",
    ),
    "8.1": (
        "Shift lead 班组长",
        AGENT_USER,
        "Leads the desk on shift 带领当班服务台",
        "Calls any specialist at night 夜间调用任何专家",
    ),
    "8.2": ("Analyst 分析员", CONFIGURATION, "Finds causes 查找原因", "Opens a problem on any service 对任何服务立项"),
    "9.1": (
        "Register keeper 台账管理员",
        INCIDENT,
        "Audits the register 核查配置台账",
        "Refuses an unlabelled device 拒收无标签设备",
    ),
    "9.2": (
        "Change assessor 变更评估员",
        PROBLEM,
        "Assesses risk of changes 评估变更风险",
        "Postpones a risky change 推迟高风险变更",
    ),
    "9.3": (
        "Build keeper 构建管理员",
        CONFIGURATION,
        "Builds and tests releases 构建并测试发布",
        "Rolls back a release 回退发布",
    ),
}
INPUTS_AND_OUTPUTS = {
    "5": ("Wishes of customers, budget 客户愿望、预算", "Accepted new service 已验收的新服务"),
    "6.1": ("Service requirements 服务要求", "Agreements and their reviews 协议及评审"),
    "6.2": ("Results of all processes 各过程结果", "Monthly report 月报"),
    "6.3": ("Business impact 业务影响", "Tested recovery plans 经演练的恢复计划"),
    "6.4": ("Invoices, hours 发票、工时", "Cost per service 服务成本"),
    "6.5": ("Use and forecasts 使用量与预测", "Capacity plan 能力计划"),
    "6.6": ("Threats, law 威胁、法规", "Controls in place 已落实的控制"),
    "7.1": ("Complaints, surveys 投诉、调查", "Agreed measures 商定的措施"),
    "7.2": ("Contracts, deliveries 合同、交付", "Supplier reviews 供方评审"),
    "8.1": ("Calls, events 来电、事件", "Restored service 已恢复的服务"),
    "8.2": ("Repeated incidents 重复事件", "Known errors, fixes 已知错误、解决方案"),
    "9.1": ("Every change of a component 组件的每次变更", "True register 真实的台账"),
    "9.2": ("Requests for change 变更请求", "Approved schedule 批准的计划"),
    "9.3": ("Approved changes 已批准的变更", "Deployed release 已部署的发布"),
}
# From, to, what. Budgeting stands alone: a flaw on purpose.
INTERFACES = (
    ("5", "9.2", "Plan of the new service 新服务计划"),
    ("6.1", "6.2", "Targets to report on 需报告的目标"),
    ("6.2", "7.1", "Monthly report 月报"),
    ("6.3", "9.2", "Recovery needs 恢复要求"),
    ("6.5", "6.1", "What capacity allows 能力上限"),
    ("6.6", "9.2", "Urgent security updates 紧急安全更新"),
    ("7.2", "6.1", "What suppliers promised 供方承诺"),
    ("8.1", "8.2", "Repeated incidents 重复事件"),
    ("8.2", "9.2", "Permanent fixes 永久解决方案"),
    ("9.1", "8.1", "Data of components 组件数据"),
    ("9.2", "9.3", "Approved changes 已批准的变更"),
    ("9.3", "9.1", "New versions 新版本"),
)
CONFIRMATION = "Gone through with the team 已与团队核对"

AUTHORITY = (
    "May ask any team for records, stop a change that endangers a service, and bring anything "
    "to the Chief Information "
    "Officer without going through others.\n"
    "可向任何团队索取记录，可叫停危及服务的变更，可直接向首席信息官报告任何事项。"
)
OWNER_AUTHORITY = (
    "Designs the process, decides how it is done and improved, and may refuse work that bypasses it.\n"
    "设计过程，决定其实施和改进方式，可拒绝绕过过程的工作。"
)
ACCEPTANCE = "Accepted. 接受任命。"

# Title, measure, unit, operator, baseline, target, readings by month back (None: from the frozen months).
OBJECTIVES = (
    {
        "title": "Incidents in target 事件按时解决",
        "measure": "Share of closed incidents that met their target 达到目标的已关闭事件比例",
        "unit": "%",
        "operator": "At Least",
        "baseline": 80,
        "target": 92,
        "from_snapshots": True,
        "ends_in_months": 6,
    },
    {
        "title": "Terminal system back within four hours 码头系统四小时内恢复",
        "measure": "Mean time to restore 平均恢复时间",
        "unit": "h",
        "operator": "At Most",
        "baseline": 9,
        "target": 4,
        "readings": (8.1, 7.0, 6.2, 5.1, 4.4),
        "ends_in_months": 4,
    },
    {
        "title": "Content customers 客户满意",
        "measure": "Mean of the yearly survey, 1 to 5 年度调查平均分",
        "unit": "points 分",
        "operator": "At Least",
        "baseline": 3.6,
        "target": 4.2,
        "readings": (3.8, 4.0, 4.1, 4.3),
        "ends_in_months": 0,
    },
    {
        "title": "Security updates within 14 days 十四天内完成安全更新",
        "measure": "Share of devices updated in time 按时更新的设备比例",
        "unit": "%",
        "operator": "At Least",
        "baseline": 70,
        "target": 95,
        "readings": (74, 75, 74, 76),
        "ends_in_months": 5,
    },
)

# Who tells whom what, when: title, purpose, teller is top management, frequency, days ago of each time it was told.
PROCEDURES = (
    {
        "title": "Where we are going: scope, policy and objectives 范围、方针和目标",
        "purpose": "Scope, Policy and Objectives",
        "by_top": True,
        "frequency": "Yearly",
        "told": (700, 36),
    },
    {
        "title": "What our customers need from us 客户需要我们做到什么",
        "purpose": "Service Requirements",
        "by_top": True,
        "frequency": "Yearly",
        "told": (690, 150),
    },
    {
        "title": "Law and contracts in daily work 日常工作中的法规与合同",
        "purpose": "Legal, Regulatory and Contractual Duties",
        "by_top": False,
        "frequency": "Yearly",
        "told": (430, 120),
    },
    {
        "title": "Service figures of the quarter 季度服务数据",
        "purpose": "Other",
        "by_top": False,
        "frequency": "Quarterly",
        "told": (300, 205),
    },
)
HOW_IT_IS_DONE = (
    "The teller writes half a page, the Service Manager checks the facts, and it is sent to "
    "everybody through the bell.\n"
    "告知人写半页内容，服务经理核对事实，通过提醒发送给所有人。"
)
MESSAGES = {
    "Scope, Policy and Objectives": (
        "<p>The policy and this year's objectives are in force: four services, two sites, one "
        "promise. Read them, and ask "
        "me where they do not fit your work.</p>"
        "<p>方针和今年的目标已生效：四项服务、两个场所、一个承诺。请阅读；若与工作"
        "不符，请直接告诉我。</p>"
    ),
    "Service Requirements": (
        "<p>A crane that waits costs the terminal more in an hour than our department costs in a "
        "day. That is why targets "
        "matter.</p><p>一台停等的岸桥，一小时的损失超过本部门一天的费用。这就是目标重要的原因。</p>"
    ),
    "Legal, Regulatory and Contractual Duties": (
        "<p>Payroll data is personal data, and the carrier contract fines us for late notice. Two "
        "pages on what that means "
        "at the desk.</p><p>薪资数据属于个人信息；通知不及时，运营商合同会罚款。两页说明服务台该怎么做。</p>"
    ),
    "Other": (
        "<p>The figures of the quarter, by service, with what went wrong.</p>"
        "<p>按服务列出的季度数据，以及出错之处。</p>"
    ),
}

# Title, cause, consequence, service, owner, assessments (days ago, phase, likelihood, impact), and what became of it.
RISKS = (
    {
        "title": "Carrier line fails 运营商线路中断",
        "service": "Network",
        "owner": OWNER.user,
        "description": "Both sites lose their only line for hours. 两个场所同时失去唯一线路数小时。",
        "first": (900, 4, 5),
        "treatment": ("Reduce", "Second line of another carrier 引入第二家运营商线路"),
        "actions": (("Sign contract for second line 签订第二线路合同", 500, 520),),
        "residual": (480, 2, 5),
        "accepted": (470, "We live with an hour a year. 每年一小时可以接受。"),
        "reviews": (300, 120),
    },
    {
        "title": "Terminal system without support 码头系统失去支持",
        "service": "Terminal Operating System",
        "owner": CHANGE,
        "description": "The maker ends support before the successor is in place. 厂商停止支持时后继系统尚未就位。",
        "first": (160, 4, 4),
        "treatment": ("Reduce", "Migrate to the successor 迁移到后继系统"),
        # Overdue, and above the criterion: a flaw on purpose.
        "actions": (("Order the successor 订购后继系统", 30, None),),
    },
    {
        "title": "Payroll data gets out 薪资数据泄露",
        "service": "Payroll Hosting",
        "owner": OWNER.user,
        "description": "Data of the outside customer is read by others. 外部客户数据被他人读取。",
        "first": (600, 3, 5),
        "treatment": ("Reduce", "Encryption and fewer accounts 加密并减少账户"),
        "actions": (("Encrypt the database 加密数据库", 400, 410), ("Remove old accounts 清除旧账户", 380, 390)),
        "residual": (370, 1, 5),
        "accepted": (365, "Below the criterion. 低于准则。"),
        "reviews": (200, 40),
    },
    {
        "title": "Desk understaffed in the holidays 假期服务台人手不足",
        "service": "Workplace",
        "owner": INCIDENT,
        "description": "Calls wait longer than agreed. 来电等待超过约定。",
        "first": (140, 3, 2),
        "treatment": ("Retain", ""),
    },
    {
        "title": "Nobody else knows the capacity plan 能力计划无人接手",
        "service": "",
        "owner": MANAGER.user,
        "description": "The plan is not kept since its keeper left. 负责人离开后计划无人维护。",
        "first": (25, 4, 2),
        "treatment": ("Reduce", "Find a successor 寻找接任者"),
        "actions": (("Name a successor 指定接任者", -20, None),),
    },
)

# Title, kind, basis, reference, allowed, in use, expires in days, checked days ago.
ASSETS = (
    ("Terminal system, 60 seats 码头系统六十席位", "Software Licence", "Licence", "TOS-2024-118", 60, 57, 240, 60),
    ("Office suite 办公软件", "Subscription", "Contract", "OFF-7731", 900, 861, 20, 75),
    ("Database servers 数据库服务器", "Hardware", "Own Property", "", 0, 0, None, 90),
    ("Payroll software 薪资软件", "Software Licence", "Contract", "PAY-0093", 1, 1, 400, 500),
)

SUMMARY = (
    "<p>The desk holds its targets where it can act alone; long cases wait for suppliers.</p>"
    "<p>服务台能独立处理的均已达标；耗时的事件在等待供方。</p>"
)
PROPOSALS = (
    "<p>Write answer times into the carrier contract; name an owner for capacity management.</p>"
    "<p>将响应时间写入运营商合同；为能力管理指定负责人。</p>"
)
ANSWER = "Agreed; the contract goes first. 同意，先处理合同。"
SECTION_COMMENT = "Discussed with the team leads. 已与各组长讨论。"
