// While a search runs: look again by itself. Without a script there is a link for it.
const waiting = document.querySelector("[data-wait]");
const again = async () => {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-wait]");
  if (!next) { location.reload(); return; }
  waiting.replaceChildren(...next.childNodes);
  setTimeout(again, 1000 * Number(waiting.dataset.wait));
};
if (waiting) setTimeout(again, 1000 * Number(waiting.dataset.wait));
