"""Scrapy's settings: polite, one request at a time for each portal, and everything kept."""

import os
from pathlib import Path

BOT_NAME = "nianbao"
SPIDER_MODULES = ["spiders"]
PORTALS_FILE = str(Path(__file__).parent.parent / "spiders" / "portals.toml")

# Ours
ARCHIVE = "archive.db"
ALLOW_PRIVATE: list[str] = []
REQUESTS_PER_PORTAL = 2000
SINCE_YEAR = 0
PORTALS_AT_ONCE = 16

# Who we are; NIANBAO_CONTACT is an address at which the operator of this crawl can be reached.
CONTACT = os.environ.get("NIANBAO_CONTACT", "")
USER_AGENT = "nianbao/0.1 (archive of government information disclosure annual reports" + (
    f"; {CONTACT})" if CONTACT else ")"
)
ROBOTSTXT_USER_AGENT = "nianbao"
ROBOTSTXT_OBEY = False  # Scrapy's way forgets a robots.txt when killed: robots.py obeys from the archive

# How fast
CONCURRENT_REQUESTS = 1  # of each portal: the order of pages, and so the archive, never depends on time
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # a page is one item: the usual hundred workers for each answer would only cost time
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.3
AUTOTHROTTLE_ENABLED = True  # each host by its own latency
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5  # it is left in peace for as long as it took to answer
AUTOTHROTTLE_START_DELAY = 0.0  # that is, DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 30
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# How much
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# Where requests come from and answers go to
SCHEDULER = "crawler.frontier.FrontierScheduler"
ITEM_PIPELINES = {"crawler.pipelines.KeepPipeline": 100}
DOWNLOADER_MIDDLEWARES = {
    "crawler.captures.KeptMiddleware": 540,
    "crawler.cookies.SessionMiddleware": 700,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "crawler.proxies.GuardedProxyMiddleware": 750,
    "crawler.guard.GuardMiddleware": 800,
}
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOAD_HANDLERS = {"https": "crawler.tls.ProfiledHandler", "data": None, "file": None, "ftp": None, "s3": None}
HTTPERROR_ALLOW_ALL = True  # every status has a name in outcomes.py
REDIRECT_ENABLED = False  # a redirect is an address found: it goes through the frontier and the guard
METAREFRESH_ENABLED = False
HTTPPROXY_ENABLED = True  # http_proxy, https_proxy and no_proxy of the environment; proxies.py checks what goes there
COOKIES_ENABLED = False  # cookies.py keeps a session without asking the network whose a domain is
REFERER_ENABLED = False  # platforms that need a Referer send it themselves
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

LOG_LEVEL = "ERROR"  # what becomes of an address is in the archive
LOGSTATS_INTERVAL = 0
# Scrapy's own list has two that listen on a port and run the Python they are sent: a crawl of strangers' pages has no
# such door, and naming them here, to be left out, would still load them.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the spider's source again for every page
