// Buttons that copy a query, where the browser lets a page write to the clipboard.
"use strict";
document.querySelectorAll("button.copy").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.nextElementSibling.textContent);
    button.textContent = button.dataset.done;
  });
});
