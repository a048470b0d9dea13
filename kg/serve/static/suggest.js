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
    const options = (await answer.json()).map((name) => {
      const option = Object.assign(document.createElement("option"), { value: name });
      // A browser shows only what has the typed letters in it; another name of the same may have none.
      if (!name.toLowerCase().includes(typed.toLowerCase())) option.label = `${typed}: ${name}`;
      return option;
    });
    list.replaceChildren(...options);
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(propose, 150); });
});
