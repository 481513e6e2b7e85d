"""Private networks stay closed whoever leads there, and walls and soft 404s have names."""

import pytest
from scrapy.exceptions import CannotResolveHostError
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.errors import WrongNetwork
from crawler.guard import GuardedResolver, literal_objection, networks, objection
from crawler.outcomes import OUTCOMES, outcome_of, outcome_of_error

CLOSED = [
    ("127.0.0.1", "loopback"),
    ("10.1.2.3", "private"),
    ("172.31.255.255", "private"),
    ("192.168.0.1", "private"),
    ("169.254.169.254", "link-local, cloud metadata"),
    ("100.64.0.1", "carrier-grade NAT"),
    ("0.1.2.3", "this network"),
    ("224.0.0.1", "multicast"),
    ("255.255.255.255", "reserved"),
    ("192.0.0.170", "protocol assignments"),
    ("198.18.0.1", "benchmarking"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::7f00:1", "loopback"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:0:10.0.0.1", "private"),
    ("64:ff9b::a00:1", "private"),
    ("64:ff9b:1::a00:1", "local NAT64"),
    ("2002:c0a8:1::", "private"),
    ("2001:0:53aa:64c::", "protocol assignments, Teredo"),
    ("fc00::1", "private"),
    ("fe80::1%eth0", "link-local"),
    ("ff02::1", "multicast"),
]
OPEN = ["202.108.22.5", "1.1.1.1", "2400:3200::1", "64:ff9b::101:101", "2002:101:101::"]


@pytest.mark.parametrize(("address", "reason"), CLOSED)
def test_closed_addresses(address, reason):
    assert objection(address) == reason


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses(address):
    assert objection(address) is None


def test_only_the_opened_network_is_open():
    opened = networks(["127.0.1.0/24"])
    assert objection("127.0.1.200", opened) is None
    assert objection("::ffff:127.0.1.200", opened) is None
    assert objection("127.0.2.1", opened) == "loopback"


def test_a_network_must_be_written_as_one():
    with pytest.raises(WrongNetwork, match=r"127\.0\.1\.1/24 has host bits set"):
        networks(["127.0.1.1/24"])


def test_numbers_in_an_address_are_judged_and_names_left_to_the_resolver():
    assert literal_objection("http://169.254.169.254/latest/meta-data") == "link-local, cloud metadata"
    assert literal_objection("http://[::1]:8080/") == "loopback"
    assert literal_objection("http://www.x.gov.cn/") is None


class Receiver:
    def __init__(self):
        self.addresses, self.complete = [], False

    def resolutionBegan(self, resolution):  # noqa: N802
        pass

    def addressResolved(self, address):  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self):  # noqa: N802
        self.complete = True


class Names:
    """A resolver that answers every name with the same addresses, and counts the questions."""

    def __init__(self, *addresses):
        self.addresses, self.asked = addresses, []

    def resolveHostName(self, receiver, name, *rest):  # noqa: N802
        self.asked.append(name)
        receiver.resolutionBegan(None)
        for address in self.addresses:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, 0))
        receiver.resolutionComplete()


def resolved(name, *addresses, opened=()):
    class Reactor:
        nameResolver = Names(*addresses)  # noqa: N815

    resolver, receiver = GuardedResolver(Reactor, 0, networks(opened)), Receiver()
    resolver.resolveHostName(receiver, name, 80)
    assert receiver.complete
    return receiver.addresses, resolver, Reactor.nameResolver.asked


def test_a_name_that_leads_inside_resolves_to_nothing():
    addresses, resolver, _ = resolved("evil.example.com", "10.0.0.1", "fe80::1")
    assert addresses == []
    assert resolver.objections == {"evil.example.com": "fe80::1 (link-local)"}


def test_of_several_addresses_only_public_ones_are_handed_on():
    addresses, _, _ = resolved("www.x.gov.cn", "127.0.0.1", "202.108.22.5")
    assert addresses == ["202.108.22.5"]


def test_an_opened_network_is_handed_on():
    assert resolved("127.0.1.1", "127.0.1.1", opened=["127.0.1.0/24"])[0] == ["127.0.1.1"]


@pytest.mark.parametrize("name", ["portal.invalid", "localhost", "db.internal", "printer.local", "X.TEST."])
def test_special_names_are_asked_of_nobody(name):
    addresses, _, asked = resolved(name, "202.108.22.5")
    assert (addresses, asked) == ([], [])


PAGES = [
    (200, "<html><body>%s</body></html>" % ("政府信息公开 " * 60), "ok"),
    (200, "<html><title>登录</title><form><input type='password' name=p></form></html>", "wall"),
    (200, "<html>%s<form><input type='password'></form></html>" % ("政府信息公开 " * 60), "ok"),
    (200, "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=12345;</script>", "wall"),
    (200, "<script>document.cookie=('_')+('_')+('jsl_clearance');__jsl_clearance</script>", "wall"),
    (202, "<html><script>x()</script></html>", "wall"),
    (200, "<html><title>404-页面不存在</title><body>返回首页</body></html>", "soft_404"),
    (200, "<html><body><p>对不起，您访问的页面不存在或已删除</p></body></html>", "soft_404"),
    (200, "<html><title>关于第1404号建议的答复</title><body>见附件</body></html>", "ok"),
    (200, "  \r\n ", "empty"),
    (404, "", "not_found"),
    (410, "", "not_found"),
    (412, "<script></script>", "wall"),
    (521, "<script></script>", "wall"),
    (403, "", "forbidden"),
    (429, "", "rate_limited"),
    (400, "", "client_error"),
    (502, "", "server_error"),
]


@pytest.mark.parametrize(("status", "body", "outcome"), PAGES)
def test_what_an_answer_is_called(status, body, outcome):
    assert outcome_of(status, "text/html", body.encode(), "http://x.gov.cn/a.html")[0] == outcome
    assert outcome in OUTCOMES


def test_a_page_in_place_of_a_file_is_a_soft_404():
    body = ("<html><body>%s</body></html>" % ("首页 " * 200)).encode()
    assert outcome_of(200, "text/html", body, "http://x.gov.cn/P1.pdf") == ("soft_404", "a page where a file should be")
    assert outcome_of(200, "application/pdf", b"%PDF-1.4", "http://x.gov.cn/P1.pdf") == ("ok", "")


def test_a_gbk_page_is_judged_by_its_words():
    body = "<html><title>找不到页面</title></html>".encode("gb18030")
    assert outcome_of(200, "text/html", body, "http://x.gov.cn/")[0] == "soft_404"


def test_an_error_without_words_still_has_a_name():
    assert outcome_of_error(CannotResolveHostError()) == ("dns", "CannotResolveHostError")
    assert outcome_of_error(KeyError("x")) == ("failed", "'x'")
