// Proposes names of the graph while one types, in fields that have data-suggest (a type of entity, or nothing).
"use strict";
document.querySelectorAll("input[data-suggest]").forEach((input) => {
  const list = Object.assign(document.createElement("datalist"), { id: `names-${input.id}` });
  let waiting, asked;
  input.after(list);
  input.setAttribute("list", list.id);
  const propose = async () => {
    const typed = input.value.trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    const answer = await fetch(`${input.dataset.root}suggest?${new URLSearchParams({ q: typed, type: input.dataset.suggest })}`);
    if (!answer.ok || typed !== asked) return;
    const options = (await answer.json()).map((name) => Object.assign(document.createElement("option"), { value: name }));
    list.replaceChildren(...options);
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(propose, 150); });
});
