/* Small comforts. Every page works without this file. */

(() => {
  "use strict";

  // An open menu closes with Escape, and when the reader goes elsewhere.
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // After a refused form the reader starts at the summary of what to mend.
  document.querySelector("[data-focus]")?.focus();

  // A file that is too large is said so before it is sent: a slow line would take minutes.
  for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
    input.addEventListener("change", () => {
      const large = [...input.files].some((file) => file.size > Number(input.dataset.largest));
      input.setCustomValidity(large ? input.dataset.tooLarge : "");
      if (large) input.reportValidity();
    });
    input.form.addEventListener("submit", (event) => {
      if (!input.reportValidity()) event.preventDefault();
    });
  }

  // Leaving a form that was changed asks first.
  const changed = new Set();
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.clear());
    form.addEventListener("draft-kept", () => changed.delete(form));
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });
})();
