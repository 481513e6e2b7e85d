"""Names for what can become of an address: walls, soft 404s and network failures are never an empty page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)

from crawler.errors import NoSecureConnection, PrivateAddress, ProxyFailed
from crawler.hijacking import sign_of_hijack
from parsers.encodings import decode


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a name in `visits.outcome` means, and what a person can do about it; the meaning in Chinese as well."""

    meaning: str
    zh: str
    advice: str = ""


OUTCOMES = {
    "ok": Outcome("kept", "取得"),
    "unchanged": Outcome("the same as what was kept before", "与已存者相同"),
    "redirect": Outcome("sent on to another address", "转到另一地址"),
    "not_found": Outcome("the server says there is nothing (404, 410)", "服务器答复不存在（404、410）"),
    "soft_404": Outcome("the server says 200, the page says there is nothing", "状态为 200，页面却说不存在"),
    "empty": Outcome("an answer without content", "答复没有内容"),
    "repeated": Outcome("a further page of a list that shows the page before again", "翻页仍是前一页"),
    "wall": Outcome(
        "a challenge, a login or a check of the browser",
        "验证墙：人机验证、登录页或浏览器检查",
        "a person can open it in a browser",
    ),
    "hijacked": Outcome(
        "a copy on somebody else's host, or somebody else's words on a government's",
        "被仿冒或劫持的页面",
        "compare it with the page on the government's own host",
    ),
    "forbidden": Outcome(
        "the server refuses us (401, 403)", "服务器拒绝访问（401、403）", "ask the operator, or open it in a browser"
    ),
    "rate_limited": Outcome(
        "the server says we ask too often (429)", "服务器称请求过密（429）", "crawl again with a longer --delay"
    ),
    "client_error": Outcome("the server finds the request wrong (another 4xx)", "服务器称请求有误（其他 4xx）"),
    "server_error": Outcome("the server failed (5xx)", "服务器出错（5xx）", "try again later"),
    "robots": Outcome("robots.txt asks not to", "robots.txt 不许抓取", "ask the operator"),
    "too_large": Outcome("more bytes than one answer may have", "字节数超过上限", "raise DOWNLOAD_MAXSIZE"),
    "cut_off": Outcome("the answer ended before its announced length", "答复未传完即中断", "try again later"),
    "timeout": Outcome("no answer in time", "超时无答复", "try again later"),
    "refused": Outcome("the host refuses the connection", "主机拒绝连接", "check the address and its port"),
    "dns": Outcome("the name of the host is not known", "域名无法解析", "check the address"),
    "tls": Outcome("no secure connection could be agreed on", "无法建立加密连接", "try the http address"),
    "lost": Outcome("the connection broke", "连接中断", "try again later"),
    "proxy": Outcome("the proxy could not open a way there", "代理服务器无法连通", "check http_proxy and https_proxy"),
    "private_address": Outcome(
        "leads into a private network", "指向内部网络地址", "open the network with --allow-private if it is yours"
    ),
    "redirect_loop": Outcome("sent in a circle", "循环跳转", "open it in a browser: it may need cookies"),
    "elsewhere": Outcome(
        "a report or its column on another site, which was not asked for",
        "报告或其栏目在另一网站，未去取",
        "crawl that site as a portal",
    ),
    "no_address": Outcome(
        "a report's link that leads to no page (file:, javascript:)",
        "报告的链接不指向网页（file:、javascript:）",
        "open the page that it stands on in a browser",
    ),
    "unpromising": Outcome("left alone: looking further had stopped leading to reports", "不再查看：再找已无所获"),
    "budget": Outcome(
        "left for the next run: this one had spent its requests", "限额已用完，留待下次", "run again, or raise --limit"
    ),
    "unread": Outcome(
        "kept, but looking for links in it failed", "已存，但查找链接时出错", "report it: this is our mistake"
    ),
    "failed": Outcome("failed for another reason", "其他原因失败"),
}
FAILURES = tuple(
    name
    for name in OUTCOMES
    if name not in ("ok", "unchanged", "redirect", "repeated", "elsewhere", "budget", "robots", "unpromising")
)
UNREACHABLE = ("timeout", "refused", "dns", "tls", "lost", "proxy", "server_error", "private_address", "redirect_loop")

_STATUSES = {
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    410: "not_found",
    412: "wall",  # 瑞数
    429: "rate_limited",
    512: "wall",  # 加速乐, in one write-up
    521: "wall",  # 加速乐
}
# Words that stand in the challenges of each system; looked for as they are, since every page is searched for them.
_WALLS = (
    ("瑞数", (b"$_ts", b"FSSBBIl1UgzbN7N80")),
    ("加速乐", (b"__jsl_clearance", b"('_')+", b'go({"bts"', b'"ct":"', b'"chars"')),
    ("acw_sc__v2", (b"acw_sc__v2", b"var arg1=")),
    ("创宇盾", ("创宇盾".encode(), "知道创宇云防御".encode())),
    ("a check of the browser", tuple(map(str.encode, ("cf-challenge", "请开启JavaScript", "安全验证", "人机验证")))),
)
_LOGIN = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(r"登录|登陆|login|统一身份认证", re.IGNORECASE)
_GONE = ("页面不存在", "页面未找到", "页面没有找到", "无法找到", "找不到", "已删除", "已被删除")
_GONE_SIGNS = ("找", "删除", "页面不")  # every one of these words has one, and few pages do
_GONE_TITLE = re.compile("|".join(_GONE) + r"|(?<!\d)404(?!\d)")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>|<[^>]+>", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|rtf|zip|rar|7z|png|jpe?g|gif|bmp)$", re.IGNORECASE)
_SAVED_BY_OFFICE = b"urn:schemas-microsoft-com:office"  # Word and Excel call web pages of their own .doc and .xls
TITLE, TEXT = "title", "text"
SHORT_TEXT = 300  # characters to be seen: a page with more to say than this is a page


def outcome_of(status: int, media_type: str, body: bytes, url: str) -> tuple[str, str]:
    """The outcome of an answer, with a few words on what showed it.

    >>> outcome_of(404, "text/html", b"", "http://x.gov.cn/")
    ('not_found', 'status 404')
    >>> outcome_of(200, "text/html", b"<script>var arg1='%s'</script>" % (b"A1" * 20), "http://x.gov.cn/")
    ('wall', 'acw_sc__v2')
    >>> outcome_of(200, "text/html", "<title>404</title>您访问的页面不存在".encode(), "http://x.gov.cn/a.html")
    ('soft_404', '404 您访问的页面不存在')
    """
    if status not in (200, 202, 203):
        return _of_status(status), f"status {status}"
    if not body.strip():
        return "empty", f"status {status}, {len(body)} bytes"
    if not _looks_like_html(media_type, body):
        return "ok", ""
    return _of_page(status, body, url)


def outcome_of_error(error: BaseException | None) -> tuple[str, str]:
    """The outcome of a request that had no answer.

    >>> outcome_of_error(DownloadTimeoutError("Getting http://x.gov.cn/ took longer than 30 seconds."))
    ('timeout', 'Getting http://x.gov.cn/ took longer than 30 seconds.')
    """
    words = str(error).strip() or type(error).__name__
    if _is_tls(error):
        return "tls", words_of_tls(error)
    return next((name for kind, name in _ERRORS if isinstance(error, kind)), "failed"), words


_ERRORS: tuple[tuple[type[BaseException], str], ...] = (
    (PrivateAddress, "private_address"),
    (NoSecureConnection, "tls"),
    (ProxyFailed, "proxy"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (IgnoreRequest, "too_large"),  # only Scrapy's decompression limit raises it here
    (ResponseDataLossError, "cut_off"),
    (DownloadFailedError, "lost"),
    (NotSupported, "failed"),
    (OSError, "lost"),
)


def _of_status(status: int) -> str:
    if status in _STATUSES:
        return _STATUSES[status]
    if status == 204:
        return "empty"
    return "server_error" if status >= 500 else "client_error" if status >= 400 else "failed"


def _looks_like_html(media_type: str, body: bytes) -> bool:
    start = body[:1024].lstrip().lower()
    return "html" in media_type or start.startswith((b"<!doctype html", b"<html", b"<script"))


def _of_page(status: int, body: bytes, url: str) -> tuple[str, str]:
    """Signs alone prove nothing: only a page that says little else is a wall or a soft 404."""
    source, _ = decode(body[: 1 << 18])
    wall, gone = _wall(body, source), _says_gone(source)
    text = _text(source) if wall or gone else ""
    if wall and len(text) < SHORT_TEXT:
        return "wall", wall
    if status == 202:
        return "wall", "status 202 with a page"
    if _FILE.search(url.partition("?")[0]) and _SAVED_BY_OFFICE not in body:
        return "soft_404", "a page where a file should be"
    if gone and len(text) < (SHORT_TEXT if gone == TITLE else SHORT_TEXT // 3):
        return "soft_404", (text or _title(source))[:60]
    sign = sign_of_hijack(source, url)
    return ("hijacked", sign) if sign else ("ok", "")


def _wall(body: bytes, source: str) -> str:
    name = next((name for name, words in _WALLS if any(word in body for word in words)), "")
    return name or ("login" if _LOGIN.search(body) and _LOGIN_TITLE.search(_title(source)) else "")


def _says_gone(source: str) -> str:
    """Where a page says that there is nothing; in its text that counts only if the page is short all over."""
    if _GONE_TITLE.search(_title(source)):
        return TITLE
    worth_looking = any(sign in source for sign in _GONE_SIGNS)
    return TEXT if worth_looking and any(word in source for word in _GONE) else ""


def _title(source: str) -> str:
    title = _TITLE.search(source)
    return " ".join(title[1].split()) if title else ""


def _text(source: str) -> str:
    return " ".join(_UNSEEN.sub(" ", source).split())


def _is_tls(error: BaseException | None) -> bool:
    return bool(words_of_tls(error))


def words_of_tls(error: BaseException | None) -> str:
    """What OpenSSL said, wherever Twisted and Scrapy wrapped it; empty if it said nothing."""
    causes = [error, *getattr(getattr(error, "__cause__", None), "reasons", [])]
    values = [getattr(cause, "value", cause) for cause in causes]
    said = next((value for value in values if isinstance(value, SSL.Error)), None)
    return "" if said is None else str(said) or type(said).__name__
