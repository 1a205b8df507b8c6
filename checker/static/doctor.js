// Without this file the page says until when its code works, and is told itself when it is over. With it: the minutes that
// are left, and the hour by the person's own clock.
{
  const left = document.getElementById("left");
  const { lang } = left.closest("[lang]");
  const end = Date.now() + left.dataset.seconds * 1000;
  const words = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long", numberingSystem: "latn" });
  const [before, after] = left.textContent.split(left.dataset.words);
  document.querySelector("main time").textContent =
    new Date(end).toLocaleTimeString(lang, { timeStyle: "short", numberingSystem: "latn" });
  const tick = () => {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    if (minutes < 1) location.replace(left.dataset.over);
    else left.textContent = before + words.format(minutes) + after;
  };
  tick();
  setInterval(tick, 1000);
}
