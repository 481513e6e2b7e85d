"""The statistics annex 政府信息公开情况统计表 (国办发〔2014〕32号), attached to the reports for 2014 to 2018.

The list of indicators is from memory, checked only against the nine parts that reports of those years name and the
first indicators as reprinted by a township in 2024: compare with an original before building on a wording.
"""

from parsers.model import Column, Form, Grid, Identity, Line

# Patterns are searched in the label without ordinal, gloss and white space (parsers.labels.plain). Labels that occur
# under several headings (被依法纠错数, 其他情形数) are told apart by the heading above (parsers.listing).
_PROACTIVE = (
    Line("p", "主动公开情况", "Proactive disclosure", r"^主动公开情况", "一", None, "", True),
    Line("p_total", "主动公开政府信息数", "Items disclosed", r"^主动公开政府信息(总)?数", "（一）", "p", "条"),
    Line(
        "p_normative_disclosed",
        "主动公开规范性文件数",
        "of which: normative documents disclosed",
        r"主动公开规范性文件",
        "其中",
        "p_total",
        "条",
    ),
    Line(
        "p_normative_issued",
        "制发规范性文件总数",
        "Normative documents issued",
        r"(制发|制定)规范性文件",
        "",
        "p_total",
    ),
    Line(
        "p_channels",
        "通过不同渠道和方式公开政府信息的情况",
        "Disclosure by channel",
        r"渠道和方式公开政府信息",
        "（二）",
        "p",
        "",
        True,
    ),
    Line("p_gazette", "政府公报公开政府信息数", "via the gazette", r"^政府公报公开", "1", "p_channels", "条"),
    Line("p_website", "政府网站公开政府信息数", "via websites", r"^政府网站公开", "2", "p_channels", "条"),
    Line("p_weibo", "政务微博公开政府信息数", "via microblogs", r"^政务微博公开", "3", "p_channels", "条"),
    Line("p_wechat", "政务微信公开政府信息数", "via WeChat", r"^政务微信公开", "4", "p_channels", "条"),
    Line("p_other", "其他方式公开政府信息数", "via other means", r"^其他方式公开", "5", "p_channels", "条"),
)
_RESPONSES = (
    Line("r", "回应解读情况", "Responses and interpretation", r"^回应解读情况", "二", None, "", True),
    Line("r_hot", "回应公众关注热点或重大舆情数", "Public concerns answered", r"^回应公众关注", "（一）", "r", "次"),
    Line(
        "r_channels",
        "通过不同渠道和方式回应解读的情况",
        "Responses by channel",
        r"渠道和方式回应解读",
        "（二）",
        "r",
        "",
        True,
    ),
    Line(
        "r_press",
        "参加或举办新闻发布会总次数",
        "Press conferences",
        r"^(参加或)?举办新闻发布会",
        "1",
        "r_channels",
        "次",
    ),
    Line(
        "r_press_head",
        "主要负责同志参加新闻发布会次数",
        "of which: attended by the principal leader",
        r"主要负责(同志|人)参加新闻发布会",
        "其中",
        "r_press",
        "次",
    ),
    Line("r_interview", "政府网站在线访谈次数", "Online interviews", r"^政府网站在线访谈", "2", "r_channels", "次"),
    Line(
        "r_interview_head",
        "主要负责同志参加政府网站在线访谈次数",
        "of which: by the principal leader",
        r"主要负责(同志|人)参加政府网站在线访谈",
        "其中",
        "r_interview",
        "次",
    ),
    Line("r_articles", "政策解读稿件发布数", "Interpretations published", r"^政策解读稿件", "3", "r_channels", "篇"),
    Line("r_weibo_wechat", "微博微信回应事件数", "via microblogs, WeChat", r"^微博微信回应", "4", "r_channels", "次"),
    Line("r_other", "其他方式回应事件数", "by other means", r"^其他方式回应", "5", "r_channels", "次"),
)
_REQUESTS = (
    Line("q", "依申请公开情况", "Disclosure on request", r"^依申请公开情况", "三", None, "", True),
    Line("q_received", "收到申请数", "Requests received", r"^收到申请(总)?数", "（一）", "q"),
    Line("q_inperson", "当面申请数", "in person", r"^当面申请", "1", "q_received"),
    Line("q_fax", "传真申请数", "by fax", r"^传真申请", "2", "q_received"),
    Line("q_online", "网络申请数", "online", r"^网络申请", "3", "q_received"),
    Line("q_letter", "信函申请数", "by letter", r"^信函申请", "4", "q_received"),
    Line("q_closed", "申请办结数", "Requests closed", r"^申请办结", "（二）", "q"),
    Line("q_ontime", "按时办结数", "closed on time", r"^按时办结", "1", "q_closed"),
    Line("q_extended", "延期办结数", "closed after extension", r"^延期办结", "2", "q_closed"),
    Line("q_answered", "申请答复数", "Replies given", r"^申请答复", "（三）", "q"),
    Line("q_already_public", "属于已主动公开范围数", "already public", r"已主动公开范围", "1", "q_answered"),
    Line("q_granted", "同意公开答复数", "granted", r"^同意公开", "2", "q_answered"),
    Line("q_partial", "同意部分公开答复数", "granted in part", r"^同意部分公开", "3", "q_answered"),
    Line("q_refused", "不同意公开答复数", "refused", r"^不同意公开", "4", "q_answered"),
    Line("q_ref_secret", "涉及国家秘密", "state secret", r"国家秘密", "其中", "q_refused"),
    Line("q_ref_trade", "涉及商业秘密", "trade secret", r"商业秘密", "", "q_refused"),
    Line("q_ref_privacy", "涉及个人隐私", "personal privacy", r"个人隐私", "", "q_refused"),
    Line(
        "q_ref_security",
        "危及国家安全、公共安全、经济安全和社会稳定",
        "endangers security or stability",
        r"^危及国家安全|社会稳定",
        "",
        "q_refused",
    ),
    Line(
        "q_ref_notgi",
        "不是《条例》所指政府信息",
        "not government information under the Regulation",
        r"条例.{0,2}所指",
        "",
        "q_refused",
    ),
    Line(
        "q_ref_otherlaw",
        "法律法规规定的其他情形",
        "other circumstances provided by law",
        r"法律法规规定的?其他情形",
        "",
        "q_refused",
    ),
    Line("q_not_this_organ", "不属于本行政机关公开数", "not this organ's", r"不属于本(行政)?机关", "5", "q_answered"),
    Line("q_not_exist", "申请信息不存在数", "does not exist", r"信息不存在", "6", "q_answered"),
    Line("q_correct", "告知作出更改补充数", "told to amend or supplement", r"更改、?补充", "7", "q_answered"),
    Line("q_other_route", "告知通过其他途径办理数", "referred elsewhere", r"其他途径办理", "8", "q_answered"),
)
_REMEDIES = (
    Line("v", "行政复议数量", "Reconsideration cases", r"^行政复议(数|案件|总)", "四"),
    Line("v_upheld", "维持具体行政行为数", "act upheld", r"^维持具体行政行为", "（一）", "v"),
    Line("v_corrected", "被依法纠错数", "corrected", r"依法纠错", "（二）", "v"),
    Line("v_other", "其他情形数", "other", r"^其他情形", "（三）", "v"),
    Line("l", "行政诉讼数量", "Litigation cases", r"^行政诉讼(数|案件|总)", "五"),
    Line(
        "l_upheld",
        "维持具体行政行为或者驳回原告诉讼请求数",
        "act upheld or claim dismissed",
        r"^维持具体行政行为|驳回原告",
        "（一）",
        "l",
    ),
    Line("l_corrected", "被依法纠错数", "corrected", r"依法纠错", "（二）", "l"),
    Line("l_other", "其他情形数", "other", r"^其他情形", "（三）", "l"),
    Line("c", "举报投诉数量", "Reports and complaints", r"^(被?举报投诉|投诉举报)", "六"),
    Line("fee", "依申请公开信息收取的费用", "Fees for disclosure on request", r"收取的?费用", "七", None, "万元"),
)
_MEANS = (
    Line("o", "机构建设和保障经费情况", "Organisation and funding", r"^机构建设和", "八", None, "", True),
    Line("o_units", "政府信息公开工作专门机构数", "Dedicated offices", r"专门机构", "（一）", "o", "个"),
    Line("o_points", "设置政府信息公开查阅点数", "Public reading points", r"查阅(点|场所)", "（二）", "o", "个"),
    Line("o_staff", "从事政府信息公开工作人员数", "Staff", r"^从事政府信息公开工作人员", "（三）", "o", "人"),
    Line(
        "o_full",
        "专职人员数（不包括政府公报及政府网站工作人员数）",
        "full-time",
        r"^专职(工作)?人员",
        "1",
        "o_staff",
        "人",
    ),
    Line("o_part", "兼职人员数", "part-time", r"^兼职(工作)?人员", "2", "o_staff", "人"),
    Line(
        "o_budget",
        "政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "Dedicated budget",
        r"专项经费",
        "（四）",
        "o",
        "万元",
    ),
    Line("t", "政府信息公开会议和培训情况", "Meetings and training", r"会议和培训情况", "九", None, "", True),
    Line("t_meetings", "召开政府信息公开工作会议或专题会议数", "Meetings", r"^召开政府信息公开", "（一）", "t", "次"),
    Line("t_courses", "举办各类培训班数", "Training courses", r"^举办.{0,12}培训班", "（二）", "t", "次"),
    Line("t_trainees", "接受培训人员数", "Persons trained", r"^接受培训", "（三）", "t", "人次"),
)


def _parts(key: str, total: str, parts: str, zh: str, en: str, severity: str = "error") -> Identity:
    """An indicator that must be the sum of others."""
    return Identity(key, "column", tuple(parts.split()), (total,), zh, en, severity=severity)


INDICATORS = Grid(
    key="indicators",
    zh="政府信息公开情况统计表",
    en="Statistics annex",
    section=0,
    lines=(*_PROACTIVE, *_RESPONSES, *_REQUESTS, *_REMEDIES, *_MEANS),
    columns=(Column("value", "统计数", "Value", r"^(统计|数量|数值|数据)", ""),),
    identities=(
        _parts(
            "received_sum",
            "q_received",
            "q_inperson q_fax q_online q_letter",
            "收到申请数等于当面、传真、网络、信函之和",
            "requests received add up by channel",
        ),
        _parts(
            "closed_sum",
            "q_closed",
            "q_ontime q_extended",
            "申请办结数等于按时、延期之和",
            "requests closed are those on time and those extended",
        ),
        _parts(
            "answered_sum",
            "q_answered",
            "q_already_public q_granted q_partial q_refused q_not_this_organ q_not_exist q_correct q_other_route",
            "申请答复数等于各类答复之和",
            "replies add up by kind",
        ),
        _parts(
            "refused_sum",
            "q_refused",
            "q_ref_secret q_ref_trade q_ref_privacy q_ref_security q_ref_notgi q_ref_otherlaw",
            "不同意公开答复数等于各项理由之和",
            "refusals add up by ground; one may rest on several",
            "warning",
        ),
        _parts(
            "reconsideration_parts",
            "v",
            "v_upheld v_corrected v_other",
            "行政复议数量等于各类结果之和",
            "reconsideration cases add up by outcome; the form has no line for pending ones",
            "warning",
        ),
        _parts(
            "litigation_parts",
            "l",
            "l_upheld l_corrected l_other",
            "行政诉讼数量等于各类结果之和",
            "suits add up by outcome; the form has no line for pending ones",
            "warning",
        ),
        _parts(
            "staff_sum", "o_staff", "o_full o_part", "工作人员数等于专职、兼职之和", "staff are full-time or part-time"
        ),
        Identity(
            "normative_within",
            "column",
            ("p_normative_disclosed",),
            ("p_total",),
            "主动公开规范性文件数不超过主动公开政府信息数",
            "normative documents disclosed are among the items disclosed",
            at_most=True,
        ),
    ),
    listed=True,
)

FORM = Form(
    key="2014",
    zh="政府信息公开情况统计表",
    en="Statistics annex of 2014",
    issued_by="国办发〔2014〕32号",
    issued="2014",
    first_year=2014,
    last_year=2018,
    grids=(INDICATORS,),
)
