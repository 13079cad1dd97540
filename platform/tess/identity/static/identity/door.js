// A password can be read while it is typed; recovery codes can be printed. Without this script the pages do without.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-reveal]")) {
    const fields = button.closest("form").querySelectorAll("input[type=password]");
    if (!fields.length) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(!shown));
      for (const field of fields) field.type = shown ? "password" : "text";
    });
    // a password manager, and the browser's own memory, want it to be a password when it is sent
    button.closest("form").addEventListener("submit", () => {
      for (const field of fields) field.type = "password";
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
