// Judging: what is kept leads to the next parts without leaving the page, and what is not stays on it. Without this
// script, the form does it.
async function go(form, button) {
  const sent = new URLSearchParams(new FormData(form, button));
  const reply = await fetch(form.action, { method: "POST", body: sent }).catch(() => null);
  const page = new DOMParser().parseFromString((await reply?.text()) ?? "", "text/html");
  if (!reply?.ok && reply?.status !== 409) {
    const lost = form.querySelector("[data-lost]");
    lost.textContent = [lost.dataset.lost, ...[...page.querySelectorAll("main > *")].map((each) => each.textContent)].join(" ");
    return;
  }
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  if (reply.ok) history.pushState(null, "", reply.url);
  const problem = document.querySelector(".row-of-work .bad[role=alert]");
  const place = problem ? problem.closest(".row-of-work").querySelector("textarea") : document.getElementById("here");
  place.focus();
  place.scrollIntoView();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".judge")) return;
  event.preventDefault();
  go(event.target, event.submitter);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".judge");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
addEventListener("beforeunload", (event) => {
  const unsaved = ({ defaultValue, value, defaultChecked, checked }) => value !== defaultValue || checked !== defaultChecked;
  const refused = document.querySelector(".row-of-work .bad[role=alert]");
  if (refused || [...document.querySelectorAll(".judge :is(textarea, [type=radio])")].some(unsaved)) event.preventDefault();
});
addEventListener("popstate", () => location.reload());
