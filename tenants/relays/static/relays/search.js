// Searches while one types: fetches the list alone and puts it in place. Without it the form does the same with Enter.
// A form with data-live-search (where the list comes from) and data-live-target (the id of what it fills).
(() => {
  "use strict";

  const watch = (form) => {
    const input = form.querySelector("input[type=search]");
    const target = document.getElementById(form.dataset.liveTarget);
    if (!input || !target) return;
    let timer = 0;
    let asked = input.value;
    let running = null;

    const fetchNow = async () => {
      const typed = input.value;
      if (typed === asked) return;
      asked = typed;
      if (running) running.abort();
      running = new AbortController();
      const address = new URL(form.dataset.liveSearch, location.href);
      for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
      try {
        const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
        // A redirect means one was signed out: the form's own button leads to the sign-in.
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (input.value !== typed) return;
        target.replaceChildren(...page.body.childNodes);
      } catch (error) {
        if (error.name !== "AbortError") asked = null;
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(fetchNow, 150);
    });
    // From the field the arrow leads to the first result; Escape there leads back.
    input.addEventListener("keydown", (event) => {
      const first = target.querySelector("li a, li button");
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      }
    });
    target.addEventListener("keydown", (event) => {
      if (event.key === "Escape") input.focus();
    });
  };

  document.querySelectorAll("form[data-live-search]").forEach(watch);
})();
