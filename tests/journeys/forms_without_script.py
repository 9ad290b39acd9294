"""What is wrong with the forms of a page that no script has touched: whole, named, within reach.

How forms are filled in and sent, one of each kind, tells `tests.journeys.test_forms`; what each
one does when it is sent, the tests of its room.
"""

from playwright.sync_api import Page

# What is wrong with the forms of a page that no script has touched.
FAULTS = """() => {
  const faults = [];
  const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
  // What is folded opens with the key of its own summary.
  const folded = e => e.closest("details:not([open])");
  const about = (form, words) => faults.push(`${form.getAttribute("action") || "here"}: ${words}`);
  // A passkey is a script's own (WebAuthn): without one there is the password, and the app.
  for (const form of [...document.forms].filter(e => !/passkey/.test(e.action))) {
    const fields = [...form.elements].filter(e => e.name && e.type !== "hidden");
    const ends = [...form.elements].filter(e => e.type === "submit" || e.type === "image");
    if (!ends.some(e => seen(e) || folded(e))) about(form, "nothing sends it");
    for (const field of [...fields, ...ends]) {
      const what = field.name || field.innerText;
      if (folded(field) || field.disabled) continue;
      const shown = [field, ...(field.labels || [])];
      if (!shown.some(seen)) about(form, `${what} is not to be seen`);
      if (field.tabIndex < 0 || field.closest("[inert]")) about(form, `no key reaches ${what}`);
      const named = field.labels?.length || field.ariaLabel || field.title || field.innerText
        || field.getAttribute("aria-labelledby");
      if (!named) about(form, `${what} has no name`);
    }
  }
  for (const idle of document.querySelectorAll("main button[type=button]"))
    if (seen(idle) && !idle.hasAttribute("popovertarget")) faults.push(`idle: ${idle.innerText}`);
  return [document.forms.length, faults];
}"""


def faults_of(page: Page, where: str) -> tuple[int, list[str]]:
    """The number of forms of a page, and what is wrong with them."""
    count, faults = page.evaluate(FAULTS)
    return count, [f"{where}: {fault}" for fault in faults]
