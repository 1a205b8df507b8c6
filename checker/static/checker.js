// Everything works without this file. With it: "none of these" clears the others at once, print, copy, close.

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

document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const alone = "alone" in target.dataset;
  for (const other of all("input[type=checkbox]")) {
    if (other !== target && (alone || "alone" in other.dataset)) other.checked = false;
  }
});

// A tap on the picture shows the very part, and leaves the page where it is: the radio button may be out of sight.
for (const region of all("label.region")) {
  region.onclick = (event) => {
    event.preventDefault();
    for (const part of region.querySelectorAll("path")) part.classList.value = part === event.target ? "lit" : "";
    region.control.click();
    region.control.focus({ preventScroll: true });
  };
}
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.onclick = () => print();
}
for (const button of all("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.onclick = async () => {
    await navigator.clipboard.writeText(text.value);
    document.getElementById("done").textContent = button.dataset.done;
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
  for (const sheet of all(".doctor")) sheet.open = true;
});
