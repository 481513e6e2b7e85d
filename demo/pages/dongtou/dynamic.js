/* Stands in for the directory script of Hanweb: fill the list of the agency that is shown. */
function showList(area) {
  fetch('/module/xxgk/search.jsp?infotypeId=A0901&divid=div435&area=' + area + '&currpage=1', { method: 'POST' })
    .then(function (answer) { return answer.text(); })
    .then(function (rows) { document.getElementById('div435').innerHTML = rows; });
}
