// Marks the words of the statement or fact that the address names, or that the pointer or focus is on.
"use strict";
const pieces = [...document.querySelectorAll(".piece[data-of]")];
const show = (id) => pieces.forEach((piece) => piece.classList.toggle("on", Boolean(id) && piece.dataset.of.split(" ").includes(id)));
const named = () => decodeURIComponent(location.hash.slice(1));
document.querySelectorAll(".target").forEach((target) => {
  target.addEventListener("pointerenter", () => show(target.id));
  target.addEventListener("pointerleave", () => show(named()));
  target.addEventListener("focusin", () => show(target.id));
});
addEventListener("hashchange", () => show(named()));
show(named());
// Who comes from elsewhere wants to see the words where they stand, not in the list below.
addEventListener("load", () => document.querySelector(".piece.on")?.scrollIntoView({ block: "center" }));
