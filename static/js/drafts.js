/* Keeps what somebody types in a long form as a draft: every now and then, and when the page
   is put aside. The button beside "Send" does the same; only the platform itself keeps it,
   nothing stays on this computer. */

(() => {
  "use strict";

  const PAUSE = 5000;

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const status = form.querySelector("[data-draft-status]");
    let waiting = 0;
    let typed = 0;
    let over = false;
    let line = new AbortController();

    const keep = async () => {
      window.clearTimeout(waiting);
      waiting = 0;
      const seen = typed;
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("keep_draft", "1");
      line.abort();
      line = new AbortController();
      try {
        const answer = await fetch(window.location.href, {
          method: "POST",
          body,
          headers: { "X-Draft": "1" },
          redirect: "error",
          keepalive: true,
          signal: line.signal,
        });
        const { text } = await answer.json();
        if (over) return;
        status.textContent = text;
        // What was typed while it was on its way is not kept yet.
        if (answer.ok && seen === typed) form.dispatchEvent(new CustomEvent("draft-kept"));
      } catch { /* the line is gone: leaving the page still asks first */ }
    };

    form.addEventListener("input", () => {
      typed += 1;
      over = false; // the reader stayed after all
      window.clearTimeout(waiting);
      waiting = window.setTimeout(keep, PAUSE);
    });
    // A telephone that goes to another page or app may never come back to this one.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && waiting && !over) keep();
    });

    // Sent, or not wanted: a draft that is still on its way must not come after that.
    const stop = () => {
      over = true;
      window.clearTimeout(waiting);
      line.abort();
    };
    form.addEventListener("submit", stop);
    form.querySelector(".form__cancel")?.addEventListener("click", stop);
  }
})();
