// <condition-checker src="https://..."><a href="https://...">Check</a></condition-checker>: shows the check in a frame
// as tall as its page. Without this script the link within stays.
if (!customElements.get("condition-checker")) customElements.define("condition-checker", class extends HTMLElement {
  connectedCallback() {
    const address = new URL(this.getAttribute("src") || this.querySelector("a").href, document.baseURI);
    for (const name of ["lang", "theme"]) {
      if (this.getAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    }
    const least = parseInt(this.getAttribute("min-height")) || 320;
    const frame = document.createElement("iframe");
    let pages = 0;
    const name = () => { frame.title = this.getAttribute("frame-title") || this.textContent.trim(); };
    this.hear = ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== address.origin || !data || data.cc !== 1) return;
      frame.style.height = Math.min(Math.max(data.height | 0, least), 20000) + "px";
      name();
      // A later page begins at its top. The first one may load while somebody reads on below.
      if (data.page && pages++ && frame.getBoundingClientRect().top < 0) this.scrollIntoView();
    };
    name();
    frame.onload = () => frame.contentWindow.postMessage({ cc: 1 }, address.origin); // the page answers who asks
    frame.src = address;
    frame.loading = "lazy";
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    frame.style.cssText = `display:block;width:100%;border:0;height:${least}px`;
    this.style.display ||= "block";
    (this.shadowRoot || this.attachShadow({ mode: "open" })).replaceChildren(frame);
    addEventListener("message", this.hear);
  }
  disconnectedCallback() {
    removeEventListener("message", this.hear);
  }
});
