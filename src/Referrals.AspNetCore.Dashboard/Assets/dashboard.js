// The pages work without this. With it, the overview follows what is committed, and a form that was sent cannot be sent again by mistake.
(() => {
  "use strict";
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent));

  const live = document.querySelector("[data-live]");
  if (!live) return;
  let seen = live.innerHTML;
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      if (!fresh || fresh.innerHTML === seen || live.contains(document.activeElement)) return;
      seen = fresh.innerHTML;
      const open = [...live.querySelectorAll("details")].map(one => one.open);
      live.replaceChildren(...fresh.childNodes);
      live.querySelectorAll("details").forEach((one, i) => { one.open = open[i] === true; });
    } catch { /* The next round tries again. */ }
  };
  setInterval(refresh, 15000);
})();
