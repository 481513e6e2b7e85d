"""What can go wrong while keeping: one base, one class per fact."""


class CrawlerError(Exception):
    """Something could not be kept or found; the message says what, where and what to do."""


class NotOurArchive(CrawlerError):
    """The file exists but is not a nianbao archive."""


class NewerArchive(CrawlerError):
    """The archive was written by a later version of this program."""


class OtherVersion(CrawlerError):
    """A published archive has the tables of another version, and is not to be changed."""


class ArchiveBusy(CrawlerError):
    """Another program holds the archive."""


class SameArchive(CrawlerError):
    """An archive would be merged into itself, or twice."""


class LocalPath(CrawlerError):
    """What would be published names a folder of this machine."""


class CannotWrite(CrawlerError):
    """The folder or file cannot be written."""


class PortalBusy(CrawlerError):
    """Another process is crawling this portal."""


class UnknownPortal(CrawlerError):
    """A portal is neither an address nor a name in portals.toml."""


class WrongNetwork(CrawlerError):
    """A network to open is not written as an address and a prefix length."""


class MissingBytes(CrawlerError):
    """The WARC file or the record in it that a capture names is not there."""


class PrivateAddress(CrawlerError):
    """A host leads to an address that no portal may lead us to."""


class NoSecureConnection(CrawlerError):
    """A server and none of our ways of speaking TLS could agree."""


class ProxyFailed(CrawlerError):
    """The proxy that the environment names did not open a way to the host."""


class NoPortals(CrawlerError):
    """A file that should name portals names none."""


class CannotOpen(CrawlerError):
    """A local document cannot be opened."""


class CannotStart(CrawlerError):
    """A process that reads documents does not start."""


class ClusterGone(CrawlerError):
    """The Dask cluster cannot be reached, or went away."""


class Garbled(CrawlerError):
    """What a process that reads documents sent is no reading."""
