// Everything works without this file. With it: print, send, days by the person's own clock, more time, a quick way out.

const all = (selector) => document.querySelectorAll(selector);
const done = (words) => { document.getElementById("done").textContent = words; };

// In a frame: once the page around has said who it is, tell it, and no other one, roughly how tall this page is, never
// less than before, and that it is new; then Escape and Exit. Scripts there can read it. What was told stands in the name
// of the frame.
let tell = () => {};
if (parent !== self) {
  document.documentElement.classList.add("framed");
  let told = 0;
  addEventListener("message", ({ source, origin, data, timeStamp }) => {
    if (source !== parent || data?.cc !== 1) return;
    // after the key itself, which stops what loads
    if (data.escape) setTimeout(escape, 99, timeStamp);
    if (told++) return;
    tell = (words) => parent.postMessage({ cc: 1, ...words }, origin);
    const size = (page) => {
      name = Math.max(+name || 0, 512 * Math.ceil(document.body.getBoundingClientRect().height / 512));
      tell({ height: +name, page });
    };
    // Chromium does not run the observer while a frame is out of sight, so the page itself tells as well.
    new ResizeObserver(() => size(0)).observe(document.body);
    size(1);
  });
}

// Days by the person's own clock: the page itself says them so that they are true by any.
for (const time of all("time[data-day]")) {
  const language = time.closest("[lang]").lang;
  const day = new Date(time.dateTime).toLocaleDateString(language, { dateStyle: "long", calendar: "gregory", numberingSystem: "latn" });
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

// What is sent is always as long: how many answers were ticked shows in no length.
for (const form of all("main form")) {
  form.addEventListener("formdata", ({ formData }) => {
    formData.append("pad", "");
    formData.set("pad", "-".repeat(512 - new URLSearchParams(formData).toString().length % 512));
  });
}

// Exit and Clear take the place of this page, so that Back does not lead here. Escape three times is Exit.
const leave = (link) => {
  document.body.hidden = true;
  if (link.matches("[data-exit]")) tell({ left: 1 });
  location.replace(link.href);
};
for (const link of all("[data-exit], [data-clear]")) {
  link.onclick = (event) => {
    event.preventDefault();
    leave(link);
  };
}
let escapes = [];
const escape = (time) => {
  escapes = [...escapes.slice(-2), time];
  if (escapes.length === 3 && time - escapes[0] < 3000) leave(document.querySelector("[data-exit]"));
};
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return escapes = [];
  if (!event.repeat && !document.body.hidden) {
    if (!more?.open) tell({ escape: 1 });
    escape(event.timeStamp);
  }
  // on its way out, which no further press stops or begins anew
  if (document.body.hidden) event.preventDefault();
});
// A page that a browser kept is asked for again: its journey may have been cleared.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

// On a shared device: ask in place whether somebody is still there, and clear where nobody is. A new start names the
// journey before, so that it ends.
const more = document.getElementById("more");
const before = document.querySelector("[name=before]");
if (before && parent === self) before.value = name;
if (more) {
  let began;
  const begin = () => {
    began = Date.now();
    more.close();
  };
  begin();
  // Whoever goes on in another tab is still there.
  const tabs = new BroadcastChannel(more.dataset.journey);
  tabs.onmessage = begin;
  tabs.postMessage("");
  if (parent === self) name = more.dataset.journey;
  setInterval(() => {
    const gone = (Date.now() - began) / 1000;
    if (gone >= more.dataset.life) leave(more.querySelector("[data-clear]"));
    else if (gone >= more.dataset.ask && !more.open) more.showModal();
  }, 1000);
  const stay = async (event) => {
    event.preventDefault();
    // the same page, at an address that lasts
    const reply = await fetch("stay").catch(() => {});
    // no network: it can be pressed again, and what is ticked here stays
    if (!reply) return;
    try {
      const field = document.querySelector("[name=csrf_token]");
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      field.value = page.querySelector("[name=csrf_token]").value;
      history.replaceState(null, "", reply.url);
      begin();
      tabs.postMessage("");
    } catch {
      // a page without a form, or one that was cleared elsewhere
      location.replace("stay");
    }
  };
  more.oncancel = stay;
  more.querySelector("[href=stay]").onclick = stay;
}

// An older browser prints what is folded away only where it is open.
addEventListener("beforeprint", () => {
  for (const sheet of all("details:not(.no-paper)")) sheet.open = true;
});
