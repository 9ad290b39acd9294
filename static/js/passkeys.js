/* Buttons for passkeys show only where the browser can use them; a refusal is told in words. */

(() => {
  "use strict";

  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const sentence = document.getElementById("passkey-failed");
    if (sentence) sentence.hidden = false;
  });
})();
