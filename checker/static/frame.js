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
