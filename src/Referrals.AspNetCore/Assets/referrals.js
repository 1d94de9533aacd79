// Nothing on the pages needs this file: it shows the buttons that only a script can serve, and defines <referral-widget>.
(() => {
  "use strict";
  const source = document.currentScript.src;
  const base = new URL("..", source).pathname;
  const style = source.split("?")[0].replace(/referrals\.js$/, "referrals.css");

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
      button.parentElement.hidden = !navigator.share;
      button.addEventListener("click", () => {
        // Whoever closes the sheet without sharing has done nothing wrong.
        navigator.share({ text: button.dataset.referralsText }).catch(() => {});
      });
    }
  };

  // The participant page inside a page of the host. Its forms and lists stay there; without a script, or where nobody is signed in, what the
  // host has put into the element is shown.
  class ReferralWidget extends HTMLElement {
    async connectedCallback() {
      await this.show("");
    }

    async show(query) {
      const prefix = this.getAttribute("prefix") ?? base.replace(/\/$/, "");
      try {
        const [content, css] = await Promise.all([fetch(`${prefix}/me/fragment${query}`), this.shadowRoot ? null : fetch(style)]);
        if (!content.ok) {
          return;
        }
        const read = new DOMParser().parseFromString(await content.text(), "text/html");
        if (!this.shadowRoot) {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(await css.text());
          this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
        }
        this.shadowRoot.replaceChildren(...read.body.children);
        enliven(this.shadowRoot);
        this.keepHere();
      } catch {
        // Without a network the page stays as it is.
      }
    }

    keepHere() {
      for (const link of this.shadowRoot.querySelectorAll("[data-referrals-page]")) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          this.show(new URL(link.href).search);
        });
      }
      for (const form of this.shadowRoot.querySelectorAll("form")) {
        form.addEventListener("submit", async (event) => {
          event.preventDefault();
          await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
          await this.show("");
        });
      }
    }
  }

  if (!customElements.get("referral-widget")) {
    customElements.define("referral-widget", ReferralWidget);
  }
  enliven(document);
})();
