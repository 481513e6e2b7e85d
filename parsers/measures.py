"""What the prose of a report states and in which words: one table of rules, one of zero phrases.

The measures are those of the project's list. Rules are tried in order and the first that fits decides, so that the
particular stands before the general. A measure is added here, with rows in its example table, and nowhere else.
"""

from __future__ import annotations

from parsers.notation import Rule, Zero

ITEMS = ("条", "件", "篇", "份", "个", "项", "则", "部", "条次", "件次", "篇次")
POSTS = (*ITEMS, "次", "期", "期次")
CASES = ("件", "起", "宗", "例", "份", "项", "次", "条", "个", "件次", "")
RULINGS = ("件", "起", "宗", "例", "份", "项", "次", "")
EVENTS = ("次", "场", "期", "场次", "期次", "班", "轮", "批", "个")
PEOPLE = ("人", "名", "位", "个")
ATTENDEES = ("人", "名", "位", "人次")
FANS = ("人", "名", "位", "个", "户", "人次", "")
DOCUMENTS = ("件", "个", "份", "部", "项", "")
MONEY = ("元", "万元")
CHANGES = ("requests_change", "requests_change_pct")

RULES = (
    # what is printed with a unit or a subject of its own
    Rule("requests_change", CASES, ("^ SUBJECT COMPARED ?净 MORE|LESS #",), any_year=True),
    Rule("requests_change_pct", ("%",), ("^ SUBJECT COMPARED MORE|LESS ?率|幅|幅度 #",), any_year=True),
    Rule("gazette_issues", ("期",), ("公报 .. #",), unless="第|简报"),
    Rule("gazette_issues", ("期",), ("# .. 公报",)),
    Rule("gazette_issues", ("期",), ("出版|编发|编辑|发行|刊发|出刊|编印|共 #",), nearby="公报"),
    Rule(
        "followers",
        FANS,
        ("关注|粉丝|订阅 ?用户|人员|群众 ?人数|用户数|数量|量|数 ?已经|总数|拥有 #", "# 粉丝|关注", "拥有 # .. 粉丝"),
        unless="新增|净增|增加|阅读|增长|从|问题|热点",
    ),
    Rule("followers", FANS, ("用户 #",), unless="新增|净增|增加|访问|注册", within="WECHAT|WEIBO|客户端"),
    Rule("followers", FANS, ("WECHAT|WEIBO .. 用户 #",), unless="新增|净增|增加|访问|注册"),
    Rule("press_conferences", EVENTS, ("新闻发布会|新闻发布活动 ?总 #", "# .. 新闻发布"), unless="出席|负责人"),
    Rule("open_days", EVENTS, ("开放日 .. #", "# .. 开放日"), unless="参加"),
    Rule("fees_charged", MONEY, ("FEE .. #",), unless="行政事业性|经费|罚款|预算|资金|补助|出国|接待"),
    Rule(
        "fees_charged", MONEY, ("金额|费用 #", "^ #"), within="信息处理费|公开处理费|检索费|复制费", unless="行政事业性"
    ),
    # people
    Rule("training_attendees", ATTENDEES, ("参训 ?人员|人数 #", "以干代训 #"), unless="OTHER_TRAINING"),
    Rule("training_attendees", ATTENDEES, ("培训 .. #",), unless="OTHER_TRAINING|志愿"),
    Rule("training_attendees", ATTENDEES, ("#  .. 参加 .. 培训",), unless="消防|职业|技能|创业"),
    Rule("training_attendees", ATTENDEES, ("#  .. 参加|参训|参会", "参加|覆盖 #"), within="培训", bar="OTHER_TRAINING"),
    Rule("training_attendees", ("人次",), ("^ #",), within="培训", bar="OTHER_TRAINING"),
    Rule("staff", PEOPLE, ("专兼职 .. 人员 #", "# 专兼职")),
    Rule("staff_full_time", PEOPLE, ("专职 ?.. 人员 #", "专职 #", "# 专职 ?.. 人员")),
    Rule("staff_part_time", PEOPLE, ("兼职 ?.. 人员 #", "兼职 #", "# 兼职 ?.. 人员")),
    Rule("staff", PEOPLE, ("PROVIDE .. 工作人员 #", "公开 ?.. 工作人员 #", "^ 工作人员 #"), unless="通报|培训"),
    Rule("staff", PEOPLE, ("配备|明确|安排|指定|落实 # .. PERSON",), unless="通报|培训|驻村"),
    # proposals of delegates
    Rule("cppcc_proposals", CASES, ("CPPCC #", "HANDLE 提案 #"), unless="建议(?:、|和|及|与)?.{0,8}提案"),
    Rule("npc_proposals", CASES, ("NPC ?、批评和意见 #",), unless="提案.{0,8}建议"),
    Rule("npc_proposals", CASES, ("^ 建议 #",), within="人大", bar="意见"),
    # documents
    Rule("normative_documents_in_force", DOCUMENTS, ("现行有效|继续有效|有效 .. NORM #",)),
    Rule("normative_documents_in_force", DOCUMENTS, ("现行有效|继续有效|保留 #",), within="NORM"),
    Rule("normative_documents_repealed", DOCUMENTS, ("REPEAL .. NORM #",)),
    Rule("normative_documents_repealed", DOCUMENTS, ("REPEAL #",), within="NORM"),
    Rule("normative_documents_issued", DOCUMENTS, ("ISSUE .. NORM #", "ISSUE # ?行政 NORM", "NORM ISSUE #")),
    # disputes
    Rule(
        "reviews", RULINGS, ("行政复议 #", "信息公开 .. 复议 #", "# .. 公开 .. 复议"), unless="BREAKDOWN|办理|审理|诉讼"
    ),
    Rule("reviews", RULINGS, ("公开 .. 办理|审理 .. 复议 #",), unless="BREAKDOWN|诉讼"),
    Rule("litigations", RULINGS, ("诉讼 #", "# .. 公开 .. 诉讼", "# 行政诉讼"), unless="BREAKDOWN|复议"),
    Rule("complaints", RULINGS, ("公开 .. 投诉|举报 #",), unless="BREAKDOWN"),
    Rule("complaints", RULINGS, ("^ ?的 ?举报|投诉 ?、 投诉|举报 #",), within="复议|诉讼|信息公开"),
    # requests: where they go, who files them, what becomes of them
    Rule("requests_carried_out", CASES, ("CARRY ?至|到|为 NEXT_YEAR .. #",), any_year=True, unless="资金|上年"),
    Rule("requests_carried_out", CASES, ("# ?申请 .. CARRY ?至|到 NEXT_YEAR",), any_year=True, unless="资金"),
    Rule("requests_carried_in", CASES, ("LAST_YEAR .. 结转 .. #", "结转 LAST_YEAR .. #"), any_year=True, unless="资金"),
    Rule("requests_from_natural_persons", RULINGS, ("自然人 MATTER #",), unless="法人|组织"),
    Rule("requests_from_natural_persons", RULINGS, ("公民 ?个人 ?身份 ?提出 ?的? 申请 #",), unless="法人|组织"),
    Rule(
        "requests_from_organisations", RULINGS, ("法人 ?或者|或|和|及|、 ?其他 ?组织 MATTER #",), unless="自然人|公民"
    ),
    Rule("requests_not_held", RULINGS, ("不掌握 .. #",)),
    Rule(
        "requests_refused",
        RULINGS,
        ("不予公开|不同意公开|拒绝公开|否决公开 MATTER #", "# 不予公开"),
        bar="制作|公文|、部分公开",
    ),
    Rule(
        "requests_granted_in_part",
        RULINGS,
        ("部分公开 MATTER #", "# ?予以 部分公开"),
        unless="(?:予以|同意|全部)公开(?:和|及|、|或)",
    ),
    Rule(
        "requests_granted",
        RULINGS,
        ("(?:予以|同意|准予|全部)公开 MATTER #", "# 予以公开|同意公开"),
        unless="不予公开|部分公开",
    ),
    # what is published, where
    Rule(
        "hot_responses",
        POSTS,
        ("回应 .. 热点|关切|舆情|关注|关心 .. #", "(?:热点|舆情|关切) .. 回应 .. #"),
        unless="事件数|网民",
    ),
    Rule("hot_responses", POSTS, ("处置|应对 .. 舆情 .. #",), unless="网民|事件数"),
    Rule(
        "policy_interpretations",
        ITEMS,
        (
            "解读 ?类 ?材料|稿件|稿|文章|产品|作品|文件|方案|视频 ?共 ?发布 #",
            "解读 政策 ?文件 #",
            "PUBLISH # .. 解读",
            "制作 # .. 解读",
        ),
        unless="专栏|活动|率|宣讲|访谈",
        bar="刊登|登载|收录",
    ),
    Rule(
        "new_media_posts",
        POSTS,
        (
            "NEW_MEDIA .. PUBLISH .. #",
            "NEW_MEDIA #",
            "WECHAT .. WEIBO .. PUBLISH .. #",
            "WEIBO .. WECHAT .. PUBLISH .. #",
        ),
        unless="VIEWS|WEBSITE|公示栏|公开栏|回应",
    ),
    Rule(
        "proactive_total",
        ITEMS,
        ("WEBSITE .. SOCIAL .. OPEN .. 信息 #", "SOCIAL .. WEBSITE .. OPEN .. 信息 #", "等 ?.. WAYS .. OPEN .. 信息 #"),
        unless="领域|依申请|报送|回应|VIEWS|日报|晚报|杂志|(?<!各)级媒体",
    ),
    Rule("wechat_posts", POSTS, ("WECHAT .. PUBLISH .. #", "WECHAT #", "PUBLISH WECHAT #"), unless="VIEWS|SINGLE|回应"),
    Rule(
        "wechat_posts",
        POSTS,
        ("PUBLISH .. #",),
        nearby="WECHAT[^，；。]{0,16}，$",
        unless="VIEWS|WEBSITE|微博|SINGLE|回应",
    ),
    Rule("weibo_posts", POSTS, ("WEIBO .. PUBLISH .. #", "WEIBO #", "PUBLISH WEIBO #"), unless="VIEWS|SINGLE|回应"),
    Rule(
        "weibo_posts",
        POSTS,
        ("PUBLISH .. #",),
        nearby="WEIBO[^，；。]{0,16}，$",
        unless="VIEWS|WEBSITE|微信|SINGLE|回应",
    ),
    Rule(
        "website_posts",
        ITEMS,
        ("WEBSITE .. PUBLISH .. #", "WEBSITE #", "PUBLISH WEBSITE #"),
        unless="VIEWS|SINGLE|领域|回应|申请",
    ),
    Rule(
        "website_posts",
        ITEMS,
        ("OPEN GENERIC #",),
        nearby="(?:通过|利用|依托|借助|在)[^，；。]*WEBSITE[^，；。]{0,12}，$",
        unless="VIEWS|SINGLE|领域",
    ),
    Rule("proactive_category", ITEMS, ("在 (?P<label>.{2,40}?(?:领域|方面)) ?.. 公开 GENERIC #",), unless="SINGLE"),
    Rule(
        "proactive_total",
        ITEMS,
        ("OPEN GENERIC #", "OPEN # GENERIC"),
        unless="其他|SINGLE|领域|不予|依申请|报送|采用|制作|WEBSITE|WECHAT|WEIBO",
    ),
    Rule("proactive_total", ("条",), ("主动公开 #", "(?:政府|政务)信息公开 总量|总数|数量|条数 #"), bar="制作|公文"),
    Rule(
        "proactive_category",
        ITEMS,
        (
            "(?<!不予|予以|同意|部分|拒绝|信息)(?<!依申请)(?:主动公开|公开)"
            "(?P<label>(?!信息|政府信息|政务信息)[^，。；]{2,24}) #",
        ),
        unless="NOT_OURS|SINGLE|制作|REPEAL",
        bar="制作|公文|刊[登载发]|登载|收录|公报",
    ),
    # requests in general
    Rule(
        "requests_answered",
        CASES,
        (
            "ANSWER ?了 (?:政府|政务|信息|公开|依|申请|的)* #",
            "申请 ?的 ANSWER #",
            "# ?.. 申请 (?:已|均|全部|按时|按期)+ ANSWER",
            "# (?:已|均|全部|按时|按期限?)+ ANSWER",
            "# ?.. 申请 (?:进行|作出|予以)了? ANSWER",
        ),
        unless="延期|ELSEWHERE|逾期|超期",
        bar="ELSEWHERE",
    ),
    Rule("requests_received", CASES, ("RECEIVE .. REQUEST #", "RECEIVE # .. REQUEST"), unless="CHANNEL|OTHER_REQUEST"),
    Rule(
        "requests_received",
        CASES,
        ("REQUEST ?.. RECEIVE #", "公开申请|依申请公开 ?总数|数量|总量|量|数 #"),
        unless="CHANNEL|OTHER_REQUEST|自然人|依申请公开信息",
        bar="制作|公文",
    ),
    Rule("requests_received", CASES, ("^ 依申请公开 政府 信息 #",)),
    Rule(
        "requests_received",
        CASES,
        ("RECEIVE 申请 #", "申请 数量|总数|总量|量 #"),
        unless="CHANNEL|OTHER_REQUEST|自然人|法人",
    ),
    Rule(
        "requests_received",
        CASES,
        ("RECEIVE #", "^ 申请 ?总数|数量|总量|量|数 #", "年度 申请 #"),
        within="REQUEST",
        unless="CHANNEL|OTHER_REQUEST",
    ),
    # training in general
    Rule("training_sessions", EVENTS, ("培训 ?班|会|会议|活动|讲座|课 #", "# .. 培训"), unless="OTHER_TRAINING"),
)

ZEROS = (
    Zero(
        "requests_received",
        "件",
        "公开(?:政府|政务)?(?:信息)?的?(?:书面)?申请(?!行政|复议|提起)|申请公开|依申请公开|^申请$",
        "CHANNEL|结转",
    ),
    Zero("reviews", "件", "复议"),
    Zero("litigations", "件", "诉讼"),
    Zero("complaints", "件", "公开.*?(?:投诉|举报)|(?:复议|诉讼).*?(?:投诉|举报)|^(?:投诉|举报)+$"),
    Zero("fees_charged", "元", "费", "行政事业性|经费"),
    Zero("npc_proposals", "件", "人大(?:代表)?建议"),
    Zero("cppcc_proposals", "件", "政协(?:委员)?提案"),
    Zero("press_conferences", "场", "(?:召开|举办|举行).*?新闻发布会"),
    Zero("normative_documents_issued", "件", "(?:制发|制定|出台|印发)[^，]{0,10}规范性文件", "公开"),
    Zero("normative_documents_repealed", "件", "废止[^，]{0,6}规范性文件"),
    Zero("requests_carried_in", "件", "上年度?结转|结转上年"),
    Zero("requests_carried_out", "件", "结转(?:至|到)?下(?:一)?年"),
)
