"""Text as printed -> text as compared: the folding that every comparison of labels and titles goes through."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u3000]+")
_QUOTES = str.maketrans(dict.fromkeys("“”\"「」『』‘’'", "") | {"〔": "(", "〕": ")", "[": "(", "]": ")", "﹑": "、"})
_ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．,:]|\d(?=[\u4e00-\u9fff])|[(][一二三四五六七八九十\d]{1,3}[)]、?|\d{1,2}[、.．,:])+"
)
_MARK = "①-⑳⑴-⒇⁰¹²³⁴-⁹*＊※#†‡"
# Begins where no mark stands before, and never goes back: a row of thirty asterisks took a minute.
_MARKS_AFTER = re.compile(
    rf"(?:(?<=[^\s{_MARK}])|(?<=^[{_MARK}]))\s*+"
    rf"(?:[{_MARK}]|[(（]注\s*+\d{{0,2}}[)）]|[\[［【〔]\s*+(?:注\s*+|\d\s*+)++[\]］】〕])++\s*+$"
)
_GLOSS = re.compile(r"[(](?:指|单位|区分处理|含|不含|其中|减)[^()]*[)]?$")
_FOLDS = (("其它", "其他"), ("合计", "总计"), ("事物", "事务"))


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Full width to half width, traditional to simplified, no white space or invisible characters.

    >>> fold("無錫市司法局 ２０２３年度政府信息公開")
    '无锡市司法局2023年度政府信息公开'
    """
    folded = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    return folded if folded.isascii() else _simplifier().convert(folded)


def without_marks(text: str) -> str:
    """A cell's text without the footnote marks at its end, which folding would turn into digits.

    >>> without_marks("12①"), without_marks("12²"), without_marks("7 [1]"), without_marks("总计（注2）")
    ('12', '12', '7', '总计')
    >>> without_marks("①"), without_marks("7(1)")
    ('①', '7(1)')
    """
    return _MARKS_AFTER.sub("", text)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A form's label without its ordinal, gloss and quotation marks, variants unified.

    >>> plain("(三) 不予公开"), plain("3．危及“三安全一稳定”")
    ('不予公开', '危及三安全一稳定')
    >>> plain("本年收费金额（单位：万元）"), plain("合　计")
    ('本年收费金额', '总计')
    """
    label = fold(without_marks(text)).translate(_QUOTES)
    label = _GLOSS.sub("", _ORDINAL.sub("", label))
    for variant, standard in _FOLDS:
        label = label.replace(variant, standard)
    return label


def simplified(text: str) -> str:
    """Traditional to simplified, every character in its place; the text itself where that cannot be kept.

    >>> simplified("政府信息公開")
    '政府信息公开'
    """
    converted = _simplifier().convert(text)
    return converted if len(converted) == len(text) else text


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
