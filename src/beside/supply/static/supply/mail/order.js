// The order form: seals the address here, sends only what is sealed, and says so only once it is stored.
import { seal } from "./seal.js";

const TRIES = [0, 1000, 3000, 6000, 10000];
const PLAIN = ["name", "street", "unit", "zip", "town"];
const BOX = /\b(p\.?\s*o\.?\s*(box|bx|b)|post\s+office\s+box|box\s+\d|apartado(\s+postal)?|pmb\s*\d|general\s+delivery)\b/i;
const form = document.getElementById("order");
const faults = document.getElementById("faults");
const said = document.getElementById("sending");
const tidy = (name) => form.elements[name].value.trim().replace(/\s+/g, " ");

function fault(name, words) {
  return { field: name, says: words };
}

function written() {
  const way = form.elements.where.value;
  if (way.startsWith("site:")) return { lines: null };
  const [name, street, unit] = ["name", "street", "unit"].map(tidy);
  const last = `${form.elements.town.value} ${form.dataset.state} ${form.elements.zip.value}`.trim();
  const rx = [...form.querySelectorAll("[data-rx]")].some((one) => Number(one.value) > 0);
  if (way === "general_delivery") {
    if (!name) return { fault: fault("name", form.dataset.name) };
    return rx ? { fault: fault("where", form.dataset.box) } : { lines: [name, "General Delivery", last] };
  }
  if (!street) return { fault: fault("street", form.dataset.street) };
  if (rx && (way === "box" || BOX.test(street) || BOX.test(unit))) return { fault: fault("where", form.dataset.box) };
  return { lines: [name || "Current resident", street, unit, last].filter(Boolean) };
}

function tell(list) {
  const items = document.createElement("ul");
  for (const { field, says } of list) {
    const item = items.appendChild(document.createElement("li"));
    const link = field && document.getElementById(`id_${field}`);
    const words = link ? item.appendChild(document.createElement("a")) : item;
    if (link) words.href = `#${link.id}`;
    words.textContent = says;
  }
  faults.replaceChildren(items);
  faults.hidden = false;
  faults.focus();
}

async function sent(body) {
  for (const [nth, wait] of TRIES.entries()) {
    if (nth) said.textContent = form.dataset.again;
    await new Promise((done) => setTimeout(done, wait));
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, cache: "no-store",
        credentials: "omit", signal: AbortSignal.timeout?.(20000),
      });
      if (answer.ok || answer.status === 422) return await answer.json();
      if (answer.status < 500 && answer.status !== 429) break;
    } catch {
      // Cut off on the way there or back. The same number goes again, so it is stored once.
    }
  }
  return null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  faults.hidden = true;
  const { lines, fault: wrong } = written();
  if (wrong) return tell([wrong]);
  button.disabled = true;
  said.textContent = form.dataset.sending;
  const { key, x, y } = form.dataset;
  const body = new URLSearchParams(new FormData(form));
  PLAIN.forEach((name) => body.delete(name));
  if (lines) body.set("sealed", await seal(lines, { id: key, x, y }));
  const answer = await sent(body);
  button.disabled = false;
  said.textContent = "";
  if (answer?.receipt) return location.assign(answer.receipt);
  if (answer?.seal) document.getElementById("seal").innerHTML = answer.seal;
  tell(answer?.errors ?? [fault("", form.dataset.failed)]);
});

document.getElementById("in-browser").hidden = false;
