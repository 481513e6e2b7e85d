/* Stands in for the pager script of static portals: pages count from 1, page 1 has no number in its name. */
function createPageHTML(id, pages, current, prefix, suffix, total) {
  var box = document.getElementById(id);
  for (var number = 1; number <= pages; number++) {
    var link = document.createElement(number === current ? 'b' : 'a');
    link.textContent = ' ' + number + ' ';
    link.href = prefix + (number === 1 ? '' : '_' + number) + '.' + suffix;
    box.appendChild(link);
  }
  box.appendChild(document.createTextNode(' 共' + total + '条'));
}
