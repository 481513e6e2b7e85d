"""Reports taken down after publication: told from what became of their addresses in later crawls, never deleted."""

from __future__ import annotations

from crawler.archive import Archive

# Of every address that gave a report's bytes: when it last did, and since when its crawls only met absence. An address
# is followed by its canonical key within one portal; what a wall or a broken network hides is not taken for gone.
_WITHDRAWN = """
    insert into withdrawals (report, url, last_seen, gone_since, outcome, detail, still_at)
    with carriers as (
      select distinct documents.report, crawls.portal, visits.key, captures.url
      from documents
      join captures on captures.id = documents.capture
      join visits on visits.capture = captures.id
      join crawls on crawls.id = visits.crawl
      where documents.report is not null
    ),
    tried as (
      select carriers.report, carriers.portal, carriers.key, carriers.url, crawls.number, visits.at, visits.outcome,
             visits.detail, visits.outcome in ('ok', 'unchanged') as seen
      from carriers
      join crawls on crawls.portal = carriers.portal
      join visits on visits.crawl = crawls.id and visits.key = carriers.key
      where visits.outcome in ('ok', 'unchanged', 'not_found', 'soft_404')
    ),
    fates as (
      select report, portal, key, url,
             max(at) filter (where seen) as last_seen,
             max(number) filter (where seen) as seen_in,
             max(number) as tried_in
      from tried
      group by report, portal, key, url
    ),
    gone as (
      select fates.report, fates.url, fates.last_seen, tried.at as gone_since, tried.outcome, tried.detail,
             row_number() over (partition by fates.report, fates.url order by tried.number, tried.at, fates.key) as place
      from fates
      join tried
        on tried.report = fates.report and tried.portal = fates.portal and tried.key = fates.key
       and tried.number > fates.seen_in
      where fates.tried_in > fates.seen_in
    )
    select gone.report, gone.url, gone.last_seen, gone.gone_since, gone.outcome, gone.detail,
           (
             select count(distinct others.url)
             from fates as others
             where others.report = gone.report
               and others.url <> gone.url
               and others.tried_in = others.seen_in
           )
    from gone
    where gone.place = 1
      and not exists (
        select 1
        from fates as same
        where same.report = gone.report
          and same.url = gone.url
          and same.tried_in = same.seen_in
      )
"""


def mark_withdrawals(archive: Archive) -> None:
    """Write anew which reports are gone from which of their addresses."""
    with archive.transaction():
        archive.conn.execute("delete from withdrawals")
        archive.conn.execute(_WITHDRAWN)
