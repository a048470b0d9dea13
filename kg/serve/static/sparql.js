// The editor of queries: Yasqe in place of the text area, examples to start from, the rows of a query as a table below it.
"use strict";
const find = (id) => document.getElementById(id);
const area = find("query");
const made = (tag, content, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...[content].flat());
  return element;
};
const shown = (value) => {
  if (!value) return "";
  if (value.type !== "uri" || !/^https?:/.test(value.value)) return value.value;
  const { base, root } = area.form.dataset;
  return value.value.startsWith(base)
    ? made("a", value.value.slice(base.length), { href: root + value.value.slice(base.length), title: value.value })
    : made("a", value.value, { href: value.value });
};
const table = ({ head, results, boolean }) => {
  if (boolean !== undefined) return made("p", String(boolean));
  const names = made("tr", head.vars.map((name) => made("th", name, { scope: "col" })));
  const rows = results.bindings.map((row) => made("tr", head.vars.map((name) => made("td", shown(row[name])))));
  return made("table", [made("thead", names), made("tbody", rows)]);
};
const run = async () => {
  const status = find("status");
  status.textContent = status.dataset.loading;
  find("rows").replaceChildren();
  try {
    const body = new URLSearchParams({ query: area.value });
    const answer = await fetch(area.form.action, { method: "POST", body, headers: { Accept: "application/sparql-results+json" } });
    const json = answer.headers.get("content-type").startsWith("application/sparql-results+json");
    if (!answer.ok || !json) throw new Error(answer.ok || answer.status === 406 ? status.dataset.graph : await answer.text());
    const found = await answer.json();
    find("rows").replaceChildren(table(found));
    status.textContent = found.results ? `${found.results.bindings.length} ${status.dataset.rows}` : "";
  } catch (error) {
    status.textContent = error.message;
  }
};

// ---------------------------------------------------------------- the editor

const { prefixes, classes, properties } = JSON.parse(area.form.dataset.terms);
const own = (name, fork, get) => Yasqe.forkAutocompleter(fork, { name, get: () => get, persistenceId: null, bulk: true });
own("own-prefixes", "prefixes", prefixes);
own("own-classes", "class", classes);
own("own-properties", "property", properties);
Yasqe.defaults.autocompleters = [];
const editor = new Yasqe(area.parentElement.insertBefore(made("div", "", { className: "editor" }), area), {
  value: area.value,
  autocompleters: ["variables", "own-prefixes", "own-classes", "own-properties"],
  // Tab leaves the editor, as it leaves any other field.
  extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false },
  requestConfig: { endpoint: area.form.action },
  persistenceId: null, createShareableLink: null, consumeShareLink: null, showQueryButton: false, resizeable: false,
  editorHeight: "auto", viewportMargin: Infinity, highlightSelectionMatches: false,
});
const linked = () => `#${new URLSearchParams({ query: area.value })}`;
const changed = () => { area.value = editor.getValue(); find("link").href = linked(); };
const start = () => {
  const query = new URLSearchParams(location.hash.slice(1)).get("query");
  if (query) editor.setValue(query);
  changed();
};
area.hidden = true;
editor.getInputField().setAttribute("aria-labelledby", "query-label");
editor.on("change", changed);
editor.refresh();
find("query-label").addEventListener("click", () => editor.focus());
find("example").addEventListener("change", ({ target }) => editor.setValue(target.value));
find("show").addEventListener("click", run);
document.querySelectorAll("[data-scripted]").forEach((element) => { element.hidden = false; });
addEventListener("hashchange", start);
start();
