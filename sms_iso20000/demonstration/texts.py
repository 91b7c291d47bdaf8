"""What the people of the demonstration wrote, in English and Chinese."""

SYSTEM = "Port IT Services"
PURPOSE = (
    "Services of the IT department to three divisions of the port and one outside customer, at the harbour and the "
    "inland site.\n"
    "信息技术部向港口三个业务部门和一家外部客户提供的服务，覆盖海港和内陆两个场所。"
)
MONTHS_BETWEEN_REVIEWS = 4
CERTIFICATION_BODY = "Example Certification"
CERTIFICATE = "EX-2011-0042"

POLICY_TITLE = "Service Management Policy"
POLICY_CODE = "POL-01"

FIRST_POLICY = {
    "content": (
        "<h3>What we are here for</h3><p>Ships, cranes and trucks wait when our systems do. We run four services so "
        "that the port can rely on them day and night: Workplace, Network, Terminal Operating System and Payroll "
        "Hosting.</p><h3>How we work</h3><p>We agree with each customer what a service has to achieve, measure it "
        "every month, and show the result even when it is poor. Whoever works for us knows this policy and whom to "
        "ask about it.</p><h3>服务管理方针</h3><p>我们的系统一停，船舶、岸桥和集卡都要等。我们运行办公支持、网络、码"
        "头操作系统和薪资托管四项服务，让港口昼夜都能放心。</p><p>每项服务要达到什么水平，我们与客户商定，每月测量，"
        "结果不好也照实公布。所有为我们工作的人都了解本方针，也知道有疑问时找谁。</p>"
    ),
    "fitness_for_purpose": (
        "The department exists to keep cargo moving. This policy covers the four services on which the terminals and "
        "the payroll customer depend, and nothing that we do not run.\n"
        "部门的职责是保障货物顺畅流转，本方针覆盖码头与薪资客户所依赖的四项服务。"
    ),
    "commitment_to_requirements": (
        "We deliver what was agreed with the divisions and the outside customer, and tell them before we cannot.\n"
        "我们兑现与各部门和外部客户的约定；做不到时，事先告知。"
    ),
    "commitment_to_improvement": (
        "Every quarter we pick what hurt our customers most and remove its cause, in the services and in the way we "
        "manage them.\n"
        "每个季度，我们找出对客户影响最大的问题，从服务和管理两方面消除其原因。"
    ),
    "objectives_framework": (
        "Each autumn the Chief Information Officer sets objectives per service, with a measure and an owner; "
        "progress is reviewed every quarter.\n"
        "首席信息官每年秋季为各项服务制定目标，明确指标和负责人，每季度评审进展。"
    ),
}
SECOND_POLICY = {
    "change_summary": (
        "Names the carrier and the data-centre operator as parties we answer for, and adds targets for security "
        "updates.\n"
        "明确我们对网络运营商和数据中心运营方的工作负责，并增加安全更新目标。"
    ),
    "commitment_to_requirements": (
        "We deliver what was agreed with the divisions and the outside customer, and tell them before we cannot. "
        "What the network carrier and the data-centre operator do for us counts as our own work.\n"
        "我们兑现与各部门和外部客户的约定；做不到时，事先告知。网络运营商和数据中心运营方为我们所做的工作，视同我们自"
        "己的工作。"
    ),
    "objectives_framework": (
        "Each autumn the Chief Information Officer sets objectives per service, with a measure and an owner, among "
        "them one for security updates; progress is reviewed every quarter.\n"
        "首席信息官每年秋季为各项服务制定目标，明确指标和负责人，其中包括安全更新目标，每季度评审进展。"
    ),
}
FIRST_REVIEW = "Reads well; the four services are the ones we run. 表述清楚，四项服务与实际相符。"
SECOND_REVIEW = "The carrier agrees with the sentence about its work. 运营商认可关于其工作的表述。"
KEPT_UNCHANGED = (
    "Looked at in the management meeting; still says what we want. 管理层会议已评审，方针仍然适用。",
    "Looked at again; a new revision follows once the carrier contract is renewed. 再次评审，运营商合同续签后修订。",
)

# Requirement, verdict, reason.
VERDICTS = (
    (
        "4.1.2 a",
        "Conforms",
        "Interviewed two divisions: the policy names what they depend on. 访谈了两个部门，方针涵盖其所依赖的服务。",
    ),
    (
        "4.1.2 e",
        "Does Not Conform",
        (
            "Three people have not acknowledged the second revision two weeks after the due date. "
            "逾期两周仍有三人未确认第二版。"
        ),
    ),
    (
        "4.5.4.1 .4",
        "Conforms",
        "Payroll Hosting had no incident to close; the customer confirmed this in writing. "
        "薪资托管没有需要关闭的事件，客户已书面确认。",
    ),
)
