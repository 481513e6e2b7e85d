"""Names of bodies as printed, under their official names; where and what the bodies are."""

import pytest

from parsers.agencies import Agency, describe, full_name, is_near, scope_of
from parsers.regions import every_region, find


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        # abbreviations
        ("湛河区住建局", "平顶山市湛河区住房和城乡建设局"),
        ("上海市科委", "上海市科学技术委员会"),
        ("信丰县卫生健康委", "信丰县卫生健康委员会"),
        ("荣成市卫健局", "荣成市卫生健康局"),
        ("温县发改委", "温县发展和改革委员会"),
        ("温县市监局", "温县市场监督管理局"),
        ("温县政府办", "温县人民政府办公室"),
        ("国家发展改革委", "国家发展和改革委员会"),
        ("国务院国资委", "国务院国有资产监督管理委员会"),
        ("人社部", "人力资源和社会保障部"),
        # not abbreviations, or not of one body only
        ("温县科技文化局", "温县科技文化局"),
        ("温县教体局", "温县教体局"),
        ("温县党委", "温县党委"),
        # a place means its government
        ("武陟县", "武陟县人民政府"),
        ("鄂尔多斯市", "鄂尔多斯市人民政府"),
        ("温县政府", "温县人民政府"),
        ("锡林郭勒盟", "锡林郭勒盟行政公署"),
        ("大兴安岭地区", "大兴安岭地区行政公署"),
        ("西秀区黄腊乡", "安顺市西秀区黄腊乡人民政府"),
        ("深圳市福田区香蜜湖街道", "深圳市福田区香蜜湖街道办事处"),
        ("东莞市虎门镇", "东莞市虎门镇人民政府"),
        ("平原示范区管委会", "平原示范区管理委员会"),
        # a district follows its city, everything else stands alone
        ("洞头区审计局", "温州市洞头区审计局"),
        ("黄浦区人民政府", "上海市黄浦区人民政府"),
        ("山东省威海市荣成市民政局", "荣成市民政局"),
        ("广东省深圳市人民政府", "深圳市人民政府"),
        ("阿坝州水务局", "阿坝藏族羌族自治州水务局"),
        # a name without its last character, or in traditional characters
        ("威海市文登人民政府办公室", "威海市文登区人民政府办公室"),
        ("卓尼教育和科学技术局", "卓尼县教育和科学技术局"),
        ("無錫市司法局", "无锡市司法局"),
        # names that only look like a place and more
        ("公安局", "公安局"),
        ("市政管理处", "市政管理处"),
        ("桥西区审计局", "桥西区审计局"),
        # bodies of the state and their branches
        ("水利部", "水利部"),
        ("国家新闻出版署(国家版权局)", "国家新闻出版署（国家版权局）"),
        ("国家税务总局文登区税务局", "国家税务总局威海市文登区税务局"),
    ],
)
def test_official_name(printed: str, official: str) -> None:
    assert full_name(printed) == official


@pytest.mark.parametrize(
    ("printed", "site_region", "official"),
    [
        ("郊区统计局", "340711", "铜陵市郊区统计局"),
        ("鼓楼区民政局", "350100", "福州市鼓楼区民政局"),
        ("区政府办公室", "320413", "常州市金坛区人民政府办公室"),
        ("县政府", "410825", "温县人民政府"),
        ("市商务局", "湖州市", "湖州市商务局"),
        ("市商务局", "330502", "湖州市商务局"),
        ("省教育厅", "350100", "福建省教育厅"),
        ("农业农村局", "平利县", "平利县农业农村局"),
        ("市场监管局", "410800", "焦作市市场监督管理局"),
        ("市监局", "410825", "温县市场监督管理局"),
        ("市政管理处", "371000", "威海市市政管理处"),
        ("成山镇", "371082", "荣成市成山镇人民政府"),
        ("文登营镇", "371003", "威海市文登区文登营镇人民政府"),
        ("虎门镇", "441900", "东莞市虎门镇人民政府"),
        ("生态环境局文登分局", "371003", "威海市生态环境局文登分局"),
        # not to be known from the site
        ("成山镇", "371000", "成山镇人民政府"),
        ("县教育局", "371000", "县教育局"),
        ("镇人民政府", "410825", "镇人民政府"),
        # not to be placed by the site
        ("水利部", "371003", "水利部"),
        ("宁国市统计局", "340711", "宁国市统计局"),
        ("威海火炬高技术产业开发区管委会", "371000", "威海火炬高技术产业开发区管理委员会"),
    ],
)
def test_the_site_places_a_name(printed: str, site_region: str, official: str) -> None:
    assert full_name(printed, site_region=site_region) == official


@pytest.mark.parametrize(
    ("printed", "year", "official", "code"),
    [
        ("文登市财政局", 2010, "文登市财政局", "371081"),
        ("文登区财政局", 2013, "威海市文登区财政局", "371003"),
        ("洞头县水利局", 2014, "洞头县水利局", "330322"),
        ("襄城区财政局", 2008, "襄樊市襄城区财政局", "420602"),
        ("襄城区财政局", 2015, "襄阳市襄城区财政局", "420602"),
        ("两江新区管委会", 2020, "两江新区管理委员会", None),
    ],
)
def test_the_year_decides_the_place(printed: str, year: int, official: str, code: str | None) -> None:
    assert full_name(printed, year=year) == official
    assert code is None or describe(official, year).region_code == code


@pytest.mark.parametrize(
    "agency",
    [
        Agency("广东省人民政府", "440000", "provincial", "government"),
        Agency("上海市科学技术委员会", "310000", "provincial", "department"),
        Agency("威海市人民政府办公室", "371000", "prefectural", "government_office"),
        Agency("温州市洞头区审计局", "330305", "county", "department"),
        Agency("威海市生态环境局文登分局", "371003", "county", "department"),
        Agency("锡林郭勒盟行政公署", "152500", "prefectural", "government"),
        Agency("和平县合水镇人民政府", "441624", "township", "township"),
        Agency("广州市海珠区昌岗街道办事处", "440105", "township", "subdistrict"),
        Agency("新郑市黄帝故里景区管理委员会", "410184", "county", "zone"),
        Agency("威海火炬高技术产业开发区管理委员会", "371000", "county", "zone"),
        Agency("深圳市深汕特别合作区应急管理局", "440300", "county", "department"),
        Agency("国家税务总局威海市文登区税务局", "371003", "county", "department"),
        Agency("国家公务员局", None, "national", "department"),
        Agency("国家新闻出版署（国家版权局）", None, "national", "department"),
        Agency("住房和城乡建设局", None, None, "department"),
    ],
    ids=lambda agency: agency.name,
)
def test_a_body_is_described(agency: Agency) -> None:
    assert describe(agency.name) == agency


def test_only_governments_report_for_their_area() -> None:
    areas = ["威海市文登区人民政府", "广东省人民政府", "锡林郭勒盟行政公署"]
    offices = ["威海市文登区人民政府办公室", "荣成市成山镇人民政府", "温县水利局", "水利部"]
    assert [scope_of(name) for name in (*areas, *offices)] == ["area"] * 3 + ["office"] * 4


def test_a_body_from_elsewhere_is_not_near() -> None:
    assert is_near("荣成市民政局", "371003")
    assert is_near("山东省教育厅", "371003")
    assert not is_near("宁国市人民政府", "340711")


def test_every_division_is_its_own_government_and_keeps_its_names() -> None:
    for region in every_region():
        if region.valid_to is None:
            bureau = f"{region.full_name}财政局"
            assert full_name(bureau) == full_name(f"{region.name}财政局", site_region=region.code) == bureau
            assert full_name(f"{region.name}财政局") == (
                bureau if len(find(region.name)) == 1 else f"{region.name}财政局"
            )
            assert describe(full_name(region.full_name)).region_code == region.code
            assert full_name(full_name(region.full_name)) == full_name(region.full_name)
