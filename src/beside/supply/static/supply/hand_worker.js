// Keeps the page of hand-overs for days without a signal. PAGE, HAND and KEPT stand above.
"use strict";
const CACHE = "beside-hand";
const renew = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(KEPT.map(async (url) => {
    const answer = await fetch(url, { redirect: "error" });
    if (answer.ok) await cache.put(url, answer);
  }));
};
addEventListener("install", (event) => event.waitUntil(renew().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const kept = async () => (await caches.match(PAGE)) || Response.error();
// Read before it is sent: a copy that nobody reads can hold up the other. The nonce lets
// the same encounter be sent twice and kept once, so nobody need wait for a weak signal.
const PATIENCE_MS = 12000;
const late = () => new Promise((_, give_up) => setTimeout(give_up, PATIENCE_MS));
const post = async (request) => {
  const pairs = [...(await request.clone().formData())];
  try {
    return await Promise.race([fetch(request), late()]);
  } catch {
    await queue.keep(pairs);
    return kept();
  }
};
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "POST" && pathname === HAND) {
    event.respondWith(post(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).then((answer) => {
      if (pathname === HAND && answer.ok) event.waitUntil(renew().catch(() => {}));
      return answer;
    }).catch(kept));
  } else if (request.method === "GET" && KEPT.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((found) => found || fetch(request)));
  }
});
