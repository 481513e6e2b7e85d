// Names for Datasette's own fields, which a screen reader would otherwise announce as nameless.
const NAMES = {
  ".filters input.filter-value": "筛选值 filter value",
  ".filters select[name^=_filter_column]": "筛选列 filter column",
  ".filters select[name^=_filter_op]": "筛选方式 filter operation",
  "#sort_by": "排序列 sort by",
  ".sort_by select, select[name=_sort]": "排序列 sort by",
  "#sql-editor": "SQL",
  ".CodeMirror textarea": "SQL",
};
// After the editor, which Datasette makes when the page is loaded.
addEventListener("load", () => setTimeout(() => {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const field of document.querySelectorAll(selector)) field.setAttribute("aria-label", name);
  }
}));
