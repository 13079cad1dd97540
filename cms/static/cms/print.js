// Printing needs a script: without one the button stays hidden, and the browser's own menu prints the same sheet.
for (const button of document.querySelectorAll(".print-it")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
