
// Goldthread: start the components. Every page works without this file.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// On a phone the filters start closed, so that the list comes first.
if (window.matchMedia("(max-width: 40.0525em)").matches) {
  document
    .querySelectorAll("details.goldthread-filter[open]:not(.goldthread-filter--used)")
    .forEach((filter) => filter.removeAttribute("open"));
}

// A passkey that was not read is told where it was asked for, not in the console.
document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (problem) {
    event.preventDefault();
    problem.hidden = false;
  }
});
