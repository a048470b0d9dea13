// A graph that starts from one thing and grows by what is clicked, beside a list of its edges for the keyboard.
"use strict";
const view = document.getElementById("explore");
const words = JSON.parse(view.dataset.words);
const root = view.dataset.root;
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const colours = { Person: "#0a72b5", Organization: "#b35900", Place: "#2a7d46", Event: "#8a3fa0", Article: "#6e7781", Unnamed: "#6e7781" };
const graph = new graphology.MultiDirectedGraph();
const opened = new Set();
const status = document.getElementById("status");
const edges = document.getElementById("edges");

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.textContent = text;
  return made;
}

const short = (name) => (name.length > 30 ? `${name.slice(0, 29)}…` : name);

function place(node, near) {
  if (graph.hasNode(node.path)) return;
  const at = near && graph.hasNode(near) ? graph.getNodeAttributes(near) : { x: 0, y: 0 };
  const turn = graph.order * 2.4;
  graph.addNode(node.path, { label: short(node.name), name: node.name, type: "circle", kind: node.type, size: near ? 8 : 12, color: colours[node.type] ?? "#6e7781", x: at.x + Math.cos(turn), y: at.y + Math.sin(turn) });
}

function connect(edge) {
  const key = edge.path ?? `${edge.start} ${edge.label} ${edge.end}`;
  if (graph.hasEdge(key)) return;
  const label = edge.basis && edge.basis_id !== "asserted" ? `${edge.label} (${edge.basis})` : edge.label;
  graph.addEdgeWithKey(key, edge.start, edge.end, { ...edge, label, type: "arrow", size: 2, color: edge.basis_id === "asserted" ? "#57606a" : "#9aa4ae" });
  list(edge, label);
}

function list(edge, label) {
  const row = document.createElement("li");
  row.append(button(edge.start), " ", element("b", label), " ", button(edge.end));
  if (edge.path) row.append(" ", element("a", words.evidence, { href: root + edge.path }));
  edges.append(row);
}

function button(path) {
  const made = element("button", graph.getNodeAttribute(path, "name"), { type: "button", className: "node" });
  made.addEventListener("click", () => expand(path));
  return made;
}

async function expand(path) {
  if (opened.has(path)) return;
  opened.add(path);
  status.textContent = words.loading;
  const answer = await fetch(`${root}explore.json?at=${encodeURIComponent(path)}&lang=${document.documentElement.lang}`);
  if (!answer.ok) {
    status.textContent = await answer.text();
    return;
  }
  const found = await answer.json();
  found.nodes.forEach((node) => place(node, node.path === path ? null : path));
  found.edges.forEach(connect);
  graphologyLibrary.layoutForceAtlas2.assign(graph, { iterations: 300, settings: { gravity: 1, scalingRatio: 20, strongGravityMode: true, slowDown: 3 } });
  graphologyLibrary.layoutNoverlap.assign(graph, { maxIterations: 60, settings: { margin: 6, ratio: 1.2 } });
  status.textContent = `${graph.order} ${words.nodes}, ${graph.size} ${words.edges}`;
  document.getElementById("open").href = root + path;
  document.getElementById("open").textContent = graph.getNodeAttribute(path, "name");
}

function save(name, type, text) {
  const link = element("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

// A text that a spreadsheet would take for a formula gets an apostrophe before it.
const cell = (value) => `"${String(value ?? "").replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
const shown = () => graph.mapEdges((key, edge, start, end, from, to) => ({ from: from.name, from_uri: start, edge: edge.label, to: to.name, to_uri: end, relation: edge.path ?? "" }));
document.getElementById("json").addEventListener("click", () => save("graph.json", "application/json", JSON.stringify(graph.export())));
document.getElementById("csv").addEventListener("click", () => {
  const rows = shown();
  save("graph.csv", "text/csv", [Object.keys(rows[0] ?? { from: "" }), ...rows.map(Object.values)].map((row) => row.map(cell).join(",")).join("\r\n"));
});

const drawn = new Sigma(graph, view, {
  allowInvalidContainer: true, stagePadding: 60, renderEdgeLabels: true, labelSize: 13, edgeLabelSize: 11, labelRenderedSizeThreshold: 0,
  labelColor: { color: dark ? "#e6edf3" : "#1b1f23" }, edgeLabelColor: { color: dark ? "#a3adb8" : "#57606a" },
});
drawn.on("clickNode", ({ node }) => expand(node));
drawn.on("clickEdge", ({ edge }) => { const path = graph.getEdgeAttribute(edge, "path"); if (path) location.href = root + path; });
expand(view.dataset.start).then(() => { view.dataset.ready = "yes"; });
