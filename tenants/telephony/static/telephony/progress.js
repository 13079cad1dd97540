// Where an import is: the sentence is renewed every second; once it is done, the page is loaded again.
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (!found.under_way) return location.reload();
    if (place.textContent !== found.said) place.textContent = found.said;
  } catch {
    // the network is away for a moment: look again later
  }
  setTimeout(look, 1000);
}

if (place) setTimeout(look, 1000);
