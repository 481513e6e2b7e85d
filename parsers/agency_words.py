"""The vocabulary of agencies.py: how public bodies are called, in short and in full."""

# What a body does, short -> official. A stem is expanded where it is all that stands before 局, 厅, 委 or 办.
ABBREVIATIONS = {
    "住建": "住房和城乡建设",
    "住房城乡建设": "住房和城乡建设",
    "发改": "发展和改革",
    "发展改革": "发展和改革",
    "人社": "人力资源和社会保障",
    "人力资源社会保障": "人力资源和社会保障",
    "卫健": "卫生健康",
    "卫计": "卫生和计划生育",
    "卫生计生": "卫生和计划生育",
    "计生": "人口和计划生育",
    "市监": "市场监督管理",
    "市场监管": "市场监督管理",
    "工商": "工商行政管理",
    "质监": "质量技术监督",
    "食药": "食品药品监督管理",
    "食药监": "食品药品监督管理",
    "食品药品监管": "食品药品监督管理",
    "药监": "药品监督管理",
    "安监": "安全生产监督管理",
    "应急": "应急管理",
    "自规": "自然资源和规划",
    "资规": "自然资源和规划",
    "自然资源规划": "自然资源和规划",
    "规自": "规划和自然资源",
    "国土": "国土资源",
    "环保": "环境保护",
    "工信": "工业和信息化",
    "工业信息化": "工业和信息化",
    "经信": "经济和信息化",
    "经济信息化": "经济和信息化",
    "科技": "科学技术",
    "文旅": "文化和旅游",
    "文广新": "文化广电新闻出版",
    "医保": "医疗保障",
    "退役军人": "退役军人事务",
    "城管": "城市管理",
    "综合执法": "综合行政执法",
    "林草": "林业和草原",
    "林业草原": "林业和草原",
    "粮储": "粮食和物资储备",
    "机关事务": "机关事务管理",
    "国资": "国有资产监督管理",
    "国税": "国家税务",
    "地税": "地方税务",
    "投促": "投资促进",
    "经发": "经济发展",
    "民宗": "民族宗教事务",
}
# Whole names whose short form says nothing by its parts.
WHOLE = {
    "科委": "科学技术委员会",
    "教委": "教育委员会",
    "建委": "城乡建设委员会",
    "农委": "农业委员会",
    "体委": "体育运动委员会",
    "民委": "民族事务委员会",
    "国资委": "国有资产监督管理委员会",
    "外办": "外事办公室",
    "法制办": "法制办公室",
    "人防办": "人民防空办公室",
    "国动办": "国防动员办公室",
    "扶贫办": "扶贫开发办公室",
    "公积金中心": "住房公积金管理中心",
    "残联": "残疾人联合会",
    "侨联": "归国华侨联合会",
    "文联": "文学艺术界联合会",
    "妇联": "妇女联合会",
    "社科联": "社会科学界联合会",
    "工商联": "工商业联合会",
    "科协": "科学技术协会",
    "供销社": "供销合作社联合社",
}
# Committees that keep their short name, and those of two characters that do not.
PARTY = "党委 纪委 市委 县委 区委 省委 工委 常委 团委"
COMMITTEES = "教育 商务 交通 水务 农业 建设 体育 卫生 民族 政法 绿化 经贸"
# Places that are no divisions; their management is a body of its own.
ZONES = "开发区|示范区|度假区|管理区|合作区|保税区|高新区|经开区|景区|实验区|试验区|园区|新区|新城|产业园|保护区"
# How the name of a division goes on when it is only the beginning of a smaller place's name.
PLACE_TAILS = ("街道", "镇", "乡", "街", "村")
# What bodies do: a place without its 市, 县 or 区 is believed only in front of one of these.
FUNCTIONS = (
    "人民政府 政府 教育 财政 审计 民政 司法 统计 水利 水务 农业 畜牧 林业 交通运输 自然资源 生态环境 商务 信访 行政审批 园林 文化 "
    "体育 民族 金融 气象 公安局 档案局 乡村振兴 大数据 国防动员 人民防空 经济 残联"
)
# Bodies of the state as a whole.
NATIONAL = "国家 国务院 中国 中华人民共和国 全国 最高人民 中央 新华通讯社 海关总署 审计署"
MINISTRIES = (
    "外交 国防 教育 科学技术 工业和信息化 公安 民政 司法 财政 人力资源和社会保障 国土资源 自然资源 环境保护 生态环境 铁道 "
    "住房和城乡建设 交通 交通运输 水利 农业 农业农村 商务 文化 文化和旅游 卫生 退役军人事务 应急管理 人事 监察 劳动和社会保障 建设 信息产业"
)
# Bodies whose local branches print the place after the name of the whole.
VERTICAL = "国家税务总局 国家统计局 中国人民银行 国家外汇管理局 国家金融监督管理总局 中国证券监督管理委员会"
# A word for one's own place, and the kinds of division it may mean.
OWN = {
    "自治区": ("autonomous_region",),
    "省": ("province",),
    "州": ("autonomous_prefecture",),
    "盟": ("league",),
    "地区": ("prefecture",),
    "市": ("city", "municipality"),
    "县": ("county", "autonomous_county"),
    "旗": ("banner", "autonomous_banner"),
    "区": ("district",),
}
# 市场监督管理局, 市政管理处, 区域合作局, 市民中心, 市直机关: words that only begin like one's own place.
NOT_OWN = "场|容|域|划|块|际|直|监[局所]|政[管园公工设建局处所]|民(?!政|族|宗|防)"
# Cities without counties: their towns stand directly under them.
WITHOUT_COUNTIES = {"441900", "442000", "460400", "620200"}
LEVELS = {"province": "provincial", "prefecture": "prefectural", "county": "county"}
KINDS = (
    ("government", r"^(?:人民政府|行政公署|行署)$"),
    ("government_office", r"^人民政府办公[室厅]$|^国务院办公厅$"),
    ("township", r"(?:镇|乡|苏木)人民政府$"),
    ("subdistrict", r"街道办事处$"),
    ("zone", rf"(?:^|{ZONES})管理委员会$"),
    ("department", r"(?:[局厅委部署室]|委员会)(?:\([^()]*\))?$"),
)
# The end of a body's name -> its official form; the first that fits.
OFFICIAL = (
    (r"^(?:人民)?政府办$|^府办(?:公室)?$", "人民政府办公室"),
    (r"^政府", "人民政府"),
    (r"(镇|乡|苏木)(?:政府)?$", r"\1人民政府"),
    (r"街道?办$|街道(?:办事处)?$", "街道办事处"),
    (rf"({ZONES})(?:管委会?)?$", r"\1管理委员会"),
    (r"管委会?$", "管理委员会"),
    (r"(?<=.)([省市县州旗区])$", r"\1人民政府"),
    (rf"(?:(?<=.{{4}})|(?<={')|(?<='.join(COMMITTEES.split())}))委(?<!{')(?<!'.join(PARTY.split())})$", "委员会"),
    (r"(?<=..)办$", "办公室"),
)
