"""The vocabulary of titles.py: how reports, their neighbours and the names of bodies are worded."""

# Why a title is not a report's: the first row with a word outside the body's name gives the reason.
REJECTED = (
    ("template", "范文 模板 模版 范本 样本 样式 XX xx Xx ×× 某某 ***"),
    ("university", "学年"),
    ("interpretation", "解读 图解 一图 读懂 图说 问答 H5 速览"),
    ("notice", "通知 通报 做好 印发 转发 的函 报送 上报 批复 征求意见 公开征集 编制 催报 要求"),
    ("news", "召开 举办 举行 部署 培训 会议 推进会 座谈 督查 督导 检查 考核 发布 公布 出炉 调研 学习 开展 研究"),
    ("news", "评议 评估 测评 工作推进 动态 圆满 完成 启动 顺利 扎实 积极 多措并举 荣获 排名"),
    ("rule_of_law", "法治政府 依法行政 法治建设 普法"),
    ("budget", "预算 决算 三公 绩效"),
    ("website_report", "网站"),
    ("enforcement_statistics", "执法"),
    ("statistics_annex", "统计表 情况表 报表 统计数据 数据表 统计年报"),
    ("policy_document", "制度 办法 规定 规则 细则 方案 要点 分工 计划 标准 意见 清单 预案"),
    ("work_summary", "总结 打算 述职 谋划 思路 经验 亮点"),
    ("guide", "指南 目录 须知 流程 申请表 格式 说明"),
    ("not_annual", "季度 上半年 下半年 月份 月度 专项"),
    ("column", "汇总 专栏 栏目 专题 各部门 各单位 各镇 各乡 各街道 直属 列表 更多 历年"),
)
# Words that open a clause; no body's name holds them, so a name ends before them.
CLAUSES = (
    "关于 召开 印发 转发 举办 部署 通知 解读 公布 积极 扎实 切实 认真 做好 主任 各部门 各单位 各镇 各乡 各街道 一图 图解 "
    "某 XX xx Xx ×× ** 组织开展 高质量 圆满 全面推进 要求 历年 法治政府 部门预算 部门决算"
)
# Words that open a clause only where a name would begin.
OPENINGS = "发布 公布 推进 开展 编制 报送 上报 解读 通报"
# How the names of bodies end.
BODIES = (
    "局 委 办 室 会 府 厅 部 署 院 所 站 队 馆 社 台 处 科 股 行 关 司 团 场 园 校 厂 矿 庭 库 段 省 市 县 区 州 盟 旗 镇 乡 街 "
    "村 中心 街道 苏木 公司 集团 大学 学院 医院 地区 基地 兵团 学校 新城 )"
)
# Names of bodies that are whole without a place before them.
UNIONS = "残联 侨联 文联 妇联 社科联 工商联 科协"
PLACES = "省 市 县 区 州 盟 旗 镇 乡 地区"
# Bodies that answer to rules of their own: not reports under the regulation unless the title says 政府信息.
UNIVERSITIES = "大学 学院 学校 中学 小学 幼儿园"
SCHOOLS_OF_GOVERNMENT = "行政学院 社会主义学院 党校"
ENTERPRISES = "公司 集团 医院 卫生院 厂 银行"
# A body that speaks of itself, or of its area, instead of giving its name.
OURSELVES = (
    r"[我本](?:机关|单位|部门|局|委|办|厅|院|所|镇|乡|街道|办事处|中心|县|市|区|省|州|旗|级)|全[省市县区州旗镇乡]"
    r"|[省市县区州]?本?级|部门|机关|单位|系统|全年|1月?(?:1日)?[-至到]12月(?:31日)?"
)
# What may follow the words of the report without making it something else.
SUFFIXES = (
    r"的?报告|全文|正文|的?公示|的?公告|[\d年度]|(?:图片|文字|电子|网络|超链|公开|正式|正文|完整|PDF|pdf|word|Word|doc)版"
    r"|\.[A-Za-z]{3,5}|[及和与暨附含].*$|[\W_]"
)
# Enclosures a title may mention.
ENCLOSED = r"\(?[及和与暨附含](?:相关)?(?:指标)?(?:情况)?(?:统计)?附?[表件]\)?"
# Sections of the official form, and of the reports before 2019, at the start of a line.
SECTIONS = (
    r"(?:总体情况|概述|主动公开(?:政府信息)?(?:的?情况|方面)|依申请公开(?:政府信息)?(?:的?情况|方面|办理)"
    r"|收到和处理政府信息公开申请|(?:因)?政府信息公开(?:工作)?(?:被申请|引起)?(?:的)?行政复议|(?:政府信息公开的?)?收费"
    r"|(?:政府信息公开)?(?:工作)?(?:中)?存在的?(?:主要)?问题|其他需要(?:报告|说明)的事项)"
)
# Where a report's own first or last sentences name the body that reports; BODY stands for the name.
INTRODUCTIONS = (
    r"现(?:将|公布|发布|向社会公布)BODY20\d\d年",
    r"结合20\d\d年(?:度)?BODY(?:单位)?(?:政府|政务)?信息公开(?:工作)?实际",
    r"结合BODY(?:20\d\d年度?)?(?:政府|政务)?信息公开(?:工作)?实际",
    r"(?:规定|要求|精神)[,。](?:现)?由?BODY(?:现)?(?:编制|公布|发布|向社会公布)",
    r"以上为BODY20\d\d年",
    # 县人民政府办公室 answers for its government's report and for its own
    r"[与和同向]BODY(?<!政府)(?<!政府办公室)(?<!政府办公厅)(?:(?:党政)?(?:综合)?办公室|[\u4e00-\u9fff]{2,6}[科股处])?(?:联系|咨询)",
)
# Publishers named by a page's metadata that are not the body that reports.
NOT_SOURCES = "网 本站 门户 原创 转载 日报 新闻 编辑 信息中心 管理员 融媒 未知 佚名"
# Lines above a report's heading that belong to the page.
FURNITURE = (
    r"正文|首页|当前位置.*|您?(?:现在|当前)?的?位置.*|索引号.*|来源.*|信息来源.*|发布.{2}.*|字[号体].*|打印.*|浏览.*|分享.*|附件.*|[\d\W_]+"
    r"|第.{1,3}页.*|(?:信息)?名称.*|成文日期.*|文号.*|主题词.*|.*门户网站|(?:政府)?信息公开(?:年报|年度报告)?"
)
