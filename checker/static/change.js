// Trying a change while it is typed: each stage is asked in turn. Without this script, the button does it.
const form = document.querySelector("form.change");
let waiting, asking;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const sent = new URLSearchParams(new FormData(form));
  const stages = ["file", "cases", "proofs", "whom"];
  for (const stage of stages) document.getElementById(`comes-${stage}`).setAttribute("aria-busy", "true");
  for (const stage of stages) {
    const reply = await fetch(`${form.dataset.comes}?stage=${stage}`, { method: "POST", body: sent, signal }).catch(() => null);
    if (signal.aborted) return;
    const place = document.getElementById(`comes-${stage}`);
    const piece = new DOMParser().parseFromString(reply?.ok ? await reply.text() : "", "text/html");
    for (const said of piece.querySelectorAll("[data-reads]")) {
      form.querySelector(`.edits [data-reads="${said.dataset.reads}"]`)?.replaceChildren(...said.childNodes);
      said.remove();
    }
    place.replaceChildren(...(reply?.ok ? piece.body.childNodes : [form.dataset.failed]));
    place.removeAttribute("aria-busy");
  }
}

form?.querySelector(".edits").addEventListener("input", () => {
  clearTimeout(waiting);
  asking?.abort();
  waiting = setTimeout(ask, 300);
});
