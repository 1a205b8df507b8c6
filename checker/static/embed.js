// <condition-checker src="https://..."><a href="https://...">Check</a></condition-checker>: shows the check in a frame,
// in place or behind a button. What stands within, a link and ways to help, goes once the frame has spoken.
customElements.get("condition-checker") || (() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block }
    :host([mode=button]) { display: contents }
    div { display: grid }
    div > * { grid-area: 1/1; width: 100% }
    slot { display: block }
    iframe { border: 0; visibility: hidden }
    .on slot { display: none }
    .on iframe, .off iframe { visibility: visible }
    .off { display: block }
    button { min-width: 44px; min-height: 44px; padding: .6em 1.2em; border: 2px solid #fff; border-radius: .5em; background: #0f5f57; color: #fff; font: inherit; cursor: pointer }
    :host([mode=button]) > button { position: fixed; inset-inline-end: 0; bottom: 2rem; z-index: 9999; border-inline-end: 0; border-start-end-radius: 0; border-end-end-radius: 0 }
    dialog { width: 100vw; height: 100dvh; max-width: none; max-height: none; padding: 0; border: 0 }
    dialog[open] { display: flex; flex-direction: column }
    dialog div { flex: 1 }
    dialog iframe { height: 100% }
    dialog button { align-self: flex-end; padding: 0; border: 0; background: none; color: inherit }
    @media (min-width: 48em) { dialog { width: 46rem; height: 90dvh; border-radius: .75rem } }
    @media print { button { display: none } }`);
  const make = (kind, values) => Object.assign(document.createElement(kind), values);

  const show = (host, shadow, signal) => {
    let drawn, address, box, frame, button, dialog, timer, height, pages, gone, begun;
    const get = (name) => host.getAttribute(name);
    const pixels = (name, otherwise) => parseInt(get(name)) || otherwise;
    const tell = (name) => host.dispatchEvent(new CustomEvent(name));
    const say = (words) => frame?.contentWindow?.postMessage({ cc: 1, ...words }, address.origin);
    const shut = () => dialog?.close();
    const end = () => {
      if (begun) tell("end");
      begun = 0;
    };
    const miss = (why) => {
      if (box.className === "off") return;
      box.className = "off";
      if (frame.hidden = !pages) host.style.minHeight = 0;
      console.warn(`condition-checker: no word from ${address.origin}. ${why}`);
    };

    const build = (behind) => {
      shut();
      dialog = frame = null;
      height = pages = 0;
      const slot = make("slot");
      shadow.replaceChildren(slot);
      if (!address) return;
      frame = make("iframe", { src: address, allow: "clipboard-write", referrerPolicy: "no-referrer", onload: ask });
      box = make("div");
      box.append(slot, frame);
      if (!behind) {
        frame.loading = "lazy";
        shadow.replaceChildren(box);
        return;
      }
      button = make("button", { onclick: open });
      button.part = "button";
      dialog = make("dialog", { onclose: closed });
      dialog.append(make("button", { textContent: "\u2715", onclick: shut }));
      shadow.replaceChildren(button, dialog);
    };

    // As the page says now. The frame begins anew only with another address or another way.
    const draw = () => {
      const link = host.querySelector("a");
      const mode = get("mode");
      const behind = /^(popup|button)$/.test(mode);
      if (mode && mode !== "inline" && !behind) console.warn("condition-checker: no mode " + mode);
      try {
        address = new URL(get("src") || link.href, document.baseURI);
        for (const name of ["lang", "theme"]) if (get(name)) address.searchParams.set(name, get(name));
      } catch {
        // none yet, or nonsense
        address = null;
      }
      if (!/^https?:/.test(address)) address = null;
      if (drawn !== (drawn = behind + "" + address)) build(behind);
      if (!address) return;
      const words = link?.textContent.trim() || "";
      frame.title = get("frame-title") || words;
      frame.style.minWidth = Math.min(pixels("min-width", 0), 2000) + "px";
      if (behind) {
        if (host.style.minHeight) host.style.minHeight = "";
        button.textContent = get("label") || words + " \u2192";
        dialog.ariaLabel = frame.title;
        dialog.firstChild.ariaLabel = get("close") || "Close";
      } else frame.style.height = Math.min(Math.max(height, pixels("min-height", 320), pixels("start-height", 1024)), 20000) + "px";
    };

    const ask = () => {
      // Back was pressed after it was closed: go on to where it was opened.
      if (dialog && !dialog.open && history.state?.cc) history.back();
      // to a page that tells nothing
      if (gone) return gone = 0;
      // the page answers who asks
      say();
      clearTimeout(timer);
      timer = setTimeout(miss, 5000, `Is it up? Is ${origin} under frame_origins? Has this page a policy or sandbox?`);
    };
    const hear = ({ source, origin, data }) => {
      if (!source || source !== frame?.contentWindow || origin !== address.origin || data?.cc !== 1) return;
      if (data.escape) return shut();
      if (gone = data.left) {
        end();
        return dialog ? shut() : tell("leave");
      }
      clearTimeout(timer);
      box.className = "on";
      frame.hidden = 0;
      height = data.height | 0;
      draw();
      if (!data.page) return;
      if (!pages++) {
        tell("ready");
        if (dialog?.open) frame.focus();
        return;
      }
      if (pages === 2) tell("start", begun = 1);
      // A later page begins at its top. The first one may load while somebody reads on below.
      if (!dialog && frame.getBoundingClientRect().top < 0) host.scrollIntoView();
    };

    const open = () => {
      if (!frame.isConnected) dialog.append(box);
      if (!history.state?.cc) history.pushState({ ...history.state, cc: 1 }, "");
      document.documentElement.style.overflow = "hidden";
      dialog.showModal();
      if (pages) frame.focus();
    };
    const closed = () => {
      document.documentElement.style.overflow = "";
      button.focus();
      if (pages) tell("leave");
      if (pages < 2 && history.state?.cc) history.back();
    };

    const listen = (place, kind, hear) => place.addEventListener(kind, hear, { signal, capture: true });
    listen(window, "message", hear);
    listen(window, "popstate", () => history.state?.cc || shut());
    listen(window, "keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      // it closes this dialog, and none that this stands in
      if (dialog?.open) event.stopPropagation();
      // three times is Exit, wherever each was pressed
      say({ escape: 1 });
    });
    listen(window, "pagehide", () => {
      end();
      if (pages && (!dialog || dialog.open)) tell("leave");
    });
    listen(document, "securitypolicyviolation", (event) => {
      // a report, or another thing from there, stops no frame; nor does anything stop one that has spoken
      if (event.disposition !== "enforce" || !/^(frame|child|default)/.test(event.effectiveDirective)) return;
      if (!pages && event.blockedURI.startsWith(address?.origin)) miss("Add it to frame-src of this page's policy.");
    });
    const changes = new MutationObserver(draw);
    changes.observe(host, { attributes: true, childList: true, subtree: true, characterData: true });
    signal.onabort = () => {
      changes.disconnect();
      clearTimeout(timer);
      shut();
    };
    draw();
  };

  customElements.define("condition-checker", class extends HTMLElement {
    #shadow = this.attachShadow({ mode: "open" });
    #shown;
    connectedCallback() {
      this.#shadow.adoptedStyleSheets = [sheet];
      this.#shown = new AbortController();
      show(this, this.#shadow, this.#shown.signal);
    }
    disconnectedCallback() {
      this.#shown.abort();
    }
  });
})();
