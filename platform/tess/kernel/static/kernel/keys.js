// Hands stay on the keyboard. Inside a group of choices (.keys) the digits 1 to 9 choose; in a form marked
// data-keys-advance the next group then takes the focus. Ctrl + Enter sends the form marked data-submit-shortcut.
// Nothing here is needed: arrows, Tab and the buttons do the same.
(() => {
  "use strict";

  const choose = (group, digit) => {
    const input = group.querySelectorAll("input")[digit - 1];
    if (!input || input.disabled) return false;
    input.focus();
    input.click();
    return true;
  };

  const advance = (group) => {
    const form = group.closest("form[data-keys-advance]");
    if (!form) return;
    const stops = [...form.querySelectorAll(".keys, .field textarea, .field input:not([type=hidden]), .field select")];
    const next = stops.slice(stops.indexOf(group) + 1).find((stop) => !group.contains(stop));
    if (!next) return;
    const target = next.matches(".keys") ? next.querySelector("input:checked") || next.querySelector("input") : next;
    if (target) target.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = document.querySelector("form[data-submit-shortcut]");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.go:not([type=button])"));
      return;
    }
    if (event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
    const group = event.target.closest(".keys");
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const typed = /^[1-9]$/.test(event.key) ? Number(event.key) : digit ? Number(digit[1]) : 0;
    if (!group || !typed || event.target.matches("input[type=text], input[type=search]")) return;
    if (choose(group, typed)) {
      event.preventDefault();
      advance(group);
    }
  });

  // On a narrow screen the strip of places may hide where one is.
  for (const strip of document.querySelectorAll(".places, .tabs, .public-top nav ul")) {
    const here = strip.querySelector("[aria-current]");
    if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - 16;
  }

  // On a low one the rail may hide it below, behind the names at its foot.
  const rail = document.querySelector(".rail");
  const place = rail && rail.querySelector(".places [aria-current]");
  const foot = rail && rail.querySelector(".who");
  if (place && foot && rail.scrollHeight > rail.clientHeight) {
    rail.scrollTop += Math.max(0, place.getBoundingClientRect().bottom - foot.getBoundingClientRect().top + 16);
  }

  // After a refusal the summary of what to look at again comes first.
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
})();
