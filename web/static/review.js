// One key an answer. The keys press the buttons that carry their names, so nothing else decides.
(function () {
  "use strict";
  const choice = document.querySelector("[data-keys]");
  let on = true;
  try { on = localStorage.getItem("danghe-keys") !== "off"; } catch (error) { /* no storage: on */ }
  if (choice) {
    choice.checked = on;
    choice.addEventListener("change", () => {
      on = choice.checked;
      try { localStorage.setItem("danghe-keys", on ? "on" : "off"); } catch (error) { /* for this page only */ }
    });
  }
  let pressed = false;
  document.addEventListener("keydown", (event) => {
    if (!on || pressed || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const meant = Array.from(document.querySelectorAll("[data-key]"))
      .find((one) => one.dataset.key === event.key.toLowerCase() && !one.disabled);
    if (!meant) return;
    event.preventDefault();
    pressed = true;
    meant.click();
  });
  // A page that the browser kept takes answers again.
  window.addEventListener("pageshow", () => { pressed = false; });
})();
