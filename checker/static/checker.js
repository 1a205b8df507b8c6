// Everything works without this file. With it: print, send, days by the person's own clock, close.

// In a frame: tell the page around how tall this one is and that it is new, and nothing else. Scripts there can read it.
if (parent !== self) {
  document.documentElement.classList.add("framed");
  const tell = (page) => {
    const height = 64 * Math.ceil(document.body.getBoundingClientRect().height / 64);
    parent.postMessage({ cc: 1, height, page }, "*");
  };
  // Chromium does not run the observer while a frame is out of sight, so the page itself tells as well.
  new ResizeObserver(() => tell(0)).observe(document.body);
  addEventListener("pageshow", () => tell(1));
}

const all = (selector) => document.querySelectorAll(selector);
const done = (words) => { document.getElementById("done").textContent = words; };

// Days by the person's own clock: the page itself says them so that they are true by any.
for (const time of all("time[data-day]")) {
  const language = time.closest("[lang]").lang;
  const day = new Date(time.dateTime).toLocaleDateString(language, { dateStyle: "long" });
  time.textContent = time.dataset.day.replace("{}", day);
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.onclick = () => print();
}
// Send where the device can, else copy. What fails says so; a person who changes their mind is told nothing.
for (const button of all("[data-copy]")) {
  const { value } = document.getElementById(button.dataset.copy);
  const send = button.hasAttribute("data-send") && navigator.share;
  button.hidden = false;
  button.onclick = async () => {
    try {
      if (send) return await navigator.share({ text: value });
      await navigator.clipboard.writeText(value);
      done(button.dataset.done);
    } catch (error) {
      if (error.name !== "AbortError") done(button.dataset.failed);
    }
  };
}
for (const link of all("[data-clear]")) {
  link.onclick = (event) => {
    event.preventDefault();
    location.replace(link.href);
  };
}

// An older browser prints what is folded away only where it is open.
addEventListener("beforeprint", () => {
  for (const sheet of all("details:not(.no-paper)")) sheet.open = true;
});
