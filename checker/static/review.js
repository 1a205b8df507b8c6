// Trying answers: what follows is shown as soon as an answer changes. Without this script, the button does it.
const form = document.querySelector("form.try");
let latest = 0;

async function follow() {
  const mine = ++latest;
  const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (mine !== latest) return; // a newer answer is on its way
  if (!reply.ok) return form.submit(); // what stands here follows from other answers
  for (const id of ["told", "more"]) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  }
  for (const tick of page.querySelectorAll(".entry input")) document.getElementById(tick.id).checked = tick.checked;
  for (const entry of page.querySelectorAll(".entry")) {
    const here = document.getElementById(entry.id);
    here.className = entry.className;
    here.querySelector(".state").textContent = entry.querySelector(".state").textContent;
  }
  document.querySelector(".other")?.replaceWith(page.querySelector(".other")); // the same answers in the other language
  history.replaceState(null, "", reply.url);
}

form.addEventListener("change", follow);
