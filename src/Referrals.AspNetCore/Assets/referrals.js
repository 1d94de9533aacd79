// Nothing on the pages needs this file: it shows the buttons that only a script can serve, and defines <referral-widget>.
(() => {
  "use strict";
  const base = new URL("..", document.currentScript.src).pathname;
  const style = document.currentScript.src.replace("referrals.js", "referrals.css").split("?")[0];

  const enliven = (root) => {
    const status = root.querySelector("[data-referrals-status]");
    for (const button of root.querySelectorAll("[data-referrals-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(button.dataset.referralsCopy);
          status.textContent = button.dataset.referralsDone;
        } catch {
          // Without leave to write, the link is marked for the reader to copy.
          root.querySelector("#referrals-link").select();
        }
      });
    }
    for (const button of root.querySelectorAll("[data-referrals-share]")) {
      button.hidden = !navigator.share;
      button.addEventListener("click", () => {
        // Whoever closes the sheet without sharing has done nothing wrong.
        navigator.share({ text: button.dataset.referralsText }).catch(() => {});
      });
    }
  };

  class ReferralWidget extends HTMLElement {
    async connectedCallback() {
      const prefix = this.getAttribute("prefix") ?? base.replace(/\/$/, "");
      const [content, css] = await Promise.all([fetch(`${prefix}/me/fragment`), fetch(style)]);
      if (!content.ok) {
        // Nobody is signed in: what the page has put inside stays.
        return;
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(await css.text());
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      const read = new DOMParser().parseFromString(await content.text(), "text/html");
      shadow.replaceChildren(...read.body.children);
      enliven(shadow);
    }
  }

  customElements.define("referral-widget", ReferralWidget);
  enliven(document);
})();
