// The palette: Ctrl + K opens the page of places and commands over the one being read, and narrows it while one types.
// Without this file the same page does it with its button.
(() => {
  "use strict";

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const narrow = (palette, typed) => {
    const wanted = plain(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const lines = [...palette.querySelectorAll("li")];
    lines.forEach((line, at) => (line.dataset.at ??= at));
    for (const line of lines) line.hidden = !wanted.every((word) => line.dataset.words.includes(` ${word}`));
    const place = (line) => (wanted.length ? line.dataset.words.indexOf(` ${wanted[0]}`) : 0); // names before what is said of them
    lines.sort((one, other) => place(one) - place(other) || one.dataset.at - other.dataset.at);
    if (lines.length) lines[0].parentElement.append(...lines);
    const shown = lines.filter((line) => !line.hidden);
    palette.querySelector(".palette-none").hidden = shown.length > 0;
    return shown;
  };

  const shown = (palette) => [...palette.querySelectorAll("li:not([hidden]) a")];

  document.addEventListener("input", (event) => {
    const palette = event.target.closest?.(".palette");
    if (palette) narrow(palette, event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      const door = document.querySelector("a[data-palette]");
      if (!door) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) door.click();
      return;
    }
    const palette = event.target.closest?.(".palette");
    if (!palette || event.isComposing) return;
    const links = shown(palette);
    const at = links.indexOf(document.activeElement);
    const search = palette.querySelector("input[type=search]");
    if (event.key === "Escape") {
      palette.closest("dialog")?.close(); // the field would only empty itself
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      (links[at + 1] || links[0])?.focus();
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      (at > 0 ? links[at - 1] : search).focus();
    } else if (event.key === "Enter" && event.target === search && links.length) {
      event.preventDefault();
      links[0].click();
    }
  });
})();
