/* Keys that spare a click. They can be switched off (WCAG 2.1.4), per browser. */

(() => {
  "use strict";

  const OFF = "shortcuts-off";
  const isOff = () => {
    try { return window.localStorage.getItem(OFF) === "1"; } catch { return false; }
  };
  const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (typing(event.target) || isOff()) return;
    // On a page with a search box of its own the box comes first.
    const found = [...document.querySelectorAll("[data-shortcut]")].filter((e) => e.dataset.shortcut === event.key);
    const target = found.find((e) => e.tagName === "INPUT") ?? found[0];
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "INPUT") target.focus(); else target.click();
  });

  const holder = document.querySelector("[data-shortcuts-switch]");
  if (!holder) return;
  const button = holder.querySelector("button");
  const show = () => button.setAttribute("aria-pressed", String(isOff()));
  button.addEventListener("click", () => {
    try { window.localStorage.setItem(OFF, isOff() ? "0" : "1"); } catch { /* nothing is kept */ }
    show();
  });
  show();
  holder.hidden = false;
})();
