// Themes by keyboard: type a few letters, Enter takes the first that fits, Enter again on nothing goes on to the note.
// Without this file all themes are boxes to tick.
(() => {
  "use strict";

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const group of document.querySelectorAll(".themes")) {
    const place = group.querySelector(".pick-find");
    const input = place.querySelector("input");
    const told = place.querySelector("[role=status]");
    const picks = [...group.querySelectorAll(".pick")].map((label) => ({
      label,
      box: label.querySelector("input"),
      name: label.textContent.trim(),
      words: plain(label.textContent).trim().split(/[\s’']+/),
    }));
    place.hidden = false;

    const fitting = () => {
      const typed = plain(input.value).trim();
      return picks.filter(({ words }) => words.some((word, at) => words.slice(at).join(" ").startsWith(typed)));
    };
    const show = () => {
      const fit = new Set(fitting());
      for (const pick of picks) pick.label.hidden = !fit.has(pick) && !pick.box.checked;
      told.textContent = fit.size ? "" : group.dataset.none;
    };

    input.addEventListener("input", show);
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
