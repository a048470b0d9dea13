// Fills in an example's query, and shows the rows of a query as a table below it.
"use strict";
const find = (id) => document.getElementById(id);
const made = (tag, content, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...[content].flat());
  return element;
};
const shown = (value) => {
  if (!value) return "";
  return value.type === "uri" && /^https?:/.test(value.value) ? made("a", value.value, { href: value.value }) : value.value;
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
    const body = new URLSearchParams({ query: find("query").value });
    const answer = await fetch(find("query").form.action, { method: "POST", body, headers: { Accept: "application/sparql-results+json" } });
    const json = answer.headers.get("content-type").startsWith("application/sparql-results+json");
    if (!answer.ok || !json) throw new Error(answer.ok ? status.dataset.graph : await answer.text());
    const found = await answer.json();
    find("rows").replaceChildren(table(found));
    status.textContent = found.results ? `${found.results.bindings.length} ${status.dataset.rows}` : "";
  } catch (error) {
    status.textContent = error.message;
  }
};
document.querySelectorAll("[data-scripted]").forEach((element) => { element.hidden = false; });
find("example").addEventListener("change", ({ target }) => { find("query").value = target.value; });
find("show").addEventListener("click", run);
find("query").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) run(); });
