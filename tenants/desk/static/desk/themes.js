// Themes by keyboard: type a few letters, Enter takes the first that fits, Enter again on nothing goes on to the note.
// What is ticked stays in sight, and so do the themes the organisation chose to see first; the rest comes by typing or by
// the button. Without this file all are boxes to tick.
(() => {
  "use strict";

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const group of document.querySelectorAll(".themes")) {
    const place = group.querySelector(".pick-find");
    const input = place.querySelector("input");
    const told = place.querySelector("[role=status]");
    const main = group.querySelector(".picks");
    const listed = "listed" in main.dataset ? new Set(main.querySelectorAll(".pick")) : new Set();
    const others = group.querySelector(".pick-others"); // here they come by typing or by the button, as without a choice
    if (others) {
      main.append(...others.querySelectorAll(".pick"));
      others.remove();
    }
    const picks = [...group.querySelectorAll(".pick")].map((label) => ({
      label,
      box: label.querySelector("input"),
      name: label.textContent.trim(),
      words: plain(label.textContent).trim().split(/[\s’']+/),
    }));
    const all = place.querySelector("button");
    place.hidden = false;

    const fitting = () => {
      const typed = plain(input.value).trim();
      return picks.filter(({ words }) => words.some((word, at) => words.slice(at).join(" ").startsWith(typed)));
    };
    const show = () => {
      const asked = input.value.trim() !== "" || all.ariaExpanded === "true";
      const fit = new Set(fitting());
      for (const pick of picks) pick.label.hidden = !pick.box.checked && !(asked ? fit.has(pick) : listed.has(pick.label));
      told.textContent = fit.size ? "" : group.dataset.none;
    };

    show();
    input.addEventListener("input", show);
    all.addEventListener("click", () => {
      all.ariaExpanded = all.ariaExpanded === "true" ? "false" : "true";
      show();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!input.value.trim()) {
        const note = group.form && group.form.querySelector("textarea");
        if (note) note.focus();
        return;
      }
      const [first] = fitting();
      if (!first) return;
      first.box.click();
      input.value = "";
      show();
      told.textContent = `${first.name} : ${first.box.checked ? group.dataset.added : group.dataset.removed}`;
    });
  }
})();
