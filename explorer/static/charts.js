// Draws the charts of a dashboard: the page says in attributes what the plugin's own page says in an inline script.
for (const place of document.querySelectorAll("[data-chart]")) {
  const { slug, chart, asked, base } = place.dataset;
  renderChart(slug, JSON.parse(chart), asked, base).then(() => place.setAttribute("data-drawn", ""));
}
