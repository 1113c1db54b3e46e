// The page of hand-overs: larger steps for thumbs, and what waits on the phone.
"use strict";
(() => {
  const page = document.querySelector("[data-hand]");
  if (!page) return;
  const form = page.querySelector("[data-encounter]");
  const offline = "queue" in page.dataset;

  for (const field of page.querySelectorAll("input[data-step]")) {
    const by = (step, sign) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet step";
      button.textContent = sign;
      button.tabIndex = -1;
      button.setAttribute("aria-hidden", "true");
      button.addEventListener("click", () => {
        const now = Math.max(0, (parseInt(field.value, 10) || 0) + step);
        field.value = now || "";
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return button;
    };
    const row = document.createElement("span");
    row.className = "stepped";
    field.replaceWith(row);
    row.append(by(-1, "−"), field, by(1, "+"));
  }

  // A radio that is pressed again lets go: every question can be skipped again.
  let held = null;
  page.addEventListener("pointerdown", (event) => {
    const radio = event.target.closest("label")?.querySelector("input[type=radio]");
    held = radio?.checked ? radio : null;
  });
  page.addEventListener("click", (event) => {
    if (event.target === held) { held.checked = false; held = null; }
  });

  page.querySelector("[data-go]")?.addEventListener("change", (event) => event.target.form.submit());
  for (const one of page.querySelectorAll("[data-without]")) one.hidden = true;

  const waiting = page.querySelector("[data-waiting]");
  const show = async () => {
    const many = (await queue.all()).length;
    if (!waiting) return many;
    waiting.hidden = !many;
    waiting.querySelector("[data-many]").textContent = many;
    return many;
  };
  const send = async () => {
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (offline || !token) return;
    try { await queue.send(page.dataset.sent, token); } catch { /* still no signal */ }
    await show();
  };

  if (offline && form) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await queue.keep([...new FormData(form), ["nonce", crypto.randomUUID()]]);
      const { place, on_date: day } = form.elements;
      const [where, when] = [place.value, day.value];
      form.reset();
      place.value = where;
      day.value = when;
      page.querySelector("[data-kept]").hidden = false;
      await show();
      scrollTo(0, 0);
    });
  }
  page.querySelector("[data-send]")?.addEventListener("click", send);
  if ("indexedDB" in self) {
    show().then((many) => many && send());
    addEventListener("online", send);
  }
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.dataset.worker);
})();
