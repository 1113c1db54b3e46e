// Encounters that wait on this phone: nothing in them says who it was.
// Used by the page and by its worker; each entry is [name, value] pairs with a nonce.
"use strict";
const LEFT_OUT = ["csrfmiddlewaretoken", "code", "birth_year", "town"];
const queue = {
  open() {
    return new Promise((done, failed) => {
      const asked = indexedDB.open("beside-hand", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "nonce" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  },
  async ask(mode, what) {
    const held = await queue.open();
    try {
      return await new Promise((done, failed) => {
        const asked = what(held.transaction("waiting", mode).objectStore("waiting"));
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
    } finally {
      held.close();
    }
  },
  all: () => queue.ask("readonly", (kept) => kept.getAll()),
  forget: (nonce) => queue.ask("readwrite", (kept) => kept.delete(nonce)),
  keep(pairs) {
    const fields = pairs.filter(([name, value]) => !LEFT_OUT.includes(name) && value !== "");
    const nonce = (fields.find(([name]) => name === "nonce") || [])[1] || crypto.randomUUID();
    return queue.ask("readwrite", (kept) => kept.put({ nonce, fields }));
  },
  // Send all that wait, one by one; what the server refuses stays, and says so.
  async send(url, token) {
    let refused = 0;
    for (const one of await queue.all()) {
      const body = new FormData();
      for (const [name, value] of one.fields) body.append(name, value);
      const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error" });
      if (answer.ok) await queue.forget(one.nonce);
      else if (answer.status === 422) refused += 1;
      else throw new Error(String(answer.status));
    }
    return refused;
  },
};
