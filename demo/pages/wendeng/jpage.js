/* Show a jpage list: inline records first, the rest from dataproxy. Stands in for Hanweb's own script. */
function jpage(options) {
  var container = document.getElementById(options.id);
  var inline = document.querySelector('script[type="text/xml"]').textContent;
  var store = { records: records(inline), total: Number(/<totalrecord>(\d+)</.exec(inline)[1]) };

  function records(xml) {
    return (xml.match(/<record><!\[CDATA\[[\s\S]*?\]\]><\/record>/g) || []).map(function (record) {
      return record.slice(17, -12);
    });
  }

  function show(page) {
    var start = (page - 1) * options.perPage;
    var pages = Math.ceil(store.total / options.perPage);
    container.innerHTML = '<ul>' + store.records.slice(start, start + options.perPage).join('') + '</ul>';
    for (var number = 1; number <= pages; number++) {
      container.appendChild(button(number));
    }
  }

  function button(number) {
    var made = document.createElement('button');
    made.textContent = number;
    made.onclick = function () { open(number); };
    return made;
  }

  function open(page) {
    var end = Math.min(page * options.perPage, store.total);
    if (store.records.length >= end) { return show(page); }
    var start = store.records.length + 1;
    var query = '?startrecord=' + start + '&endrecord=' + (start + 3 * options.perPage - 1) + '&perpage=' + options.perPage;
    fetch(options.proxyUrl + query, { method: 'POST', body: new URLSearchParams(options.dataParam) })
      .then(function (answer) { return answer.text(); })
      .then(function (xml) { store.records = store.records.concat(records(xml)); show(page); });
  }

  show(1);
}
