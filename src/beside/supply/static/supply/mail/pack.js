// Opens addresses on this page alone, draws labels, and forgets both when nobody is there.
import { opened, unwrap, usable } from "./wrap.js";

const IDLE = 5 * 60 * 1000;
const PER = { 10: 10, 30: 30, roll: 1, envelope: 1 };
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const [parcels, copies, from] = ["parcels", "copies", "from"].map(read);
const form = document.getElementById("unlock");
const room = document.getElementById("labels");
const closed = document.getElementById("locked");
const tools = document.getElementById("tools");
let timer = 0;

function lock() {
  room.replaceChildren();
  form.reset();
  closed.hidden = false;
  tools.hidden = true;
  document.body.classList.remove("open");
  clearTimeout(timer);
}

function wake() {
  if (!document.body.classList.contains("open")) return;
  clearTimeout(timer);
  timer = setTimeout(lock, Number(room.dataset.idle) || IDLE);
}

function made(tag, className, text = "") {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

function label(parcel, lines) {
  const one = made("article", "label");
  const back = one.appendChild(made("p", "from"));
  from.forEach((line) => back.appendChild(made("span", "", line)));
  const to = one.appendChild(made("p", "to"));
  lines.forEach((line) => to.appendChild(made("span", "", line)));
  one.appendChild(made("small", "nr", parcel.number));
  return one;
}

const BOX = /\b(p\.?\s*o\.?\s*(box|bx|b)|post\s+office\s+box|apartado|general\s+delivery)\b/i;

function draw(found) {
  const size = room.dataset.size;
  const per = PER[size];
  const blanks = per > 1 ? Number(room.dataset.start) - 1 : 0;
  const all = [...Array(blanks).fill(null), ...found];
  room.replaceChildren();
  for (let at = 0; at < all.length; at += per) {
    const sheet = room.appendChild(made("section", `sheet-of s${size}`));
    for (const one of all.slice(at, at + per)) sheet.appendChild(one ?? made("article", "label blank"));
  }
}

async function unlocked(words) {
  const keys = new Map();
  for (const copy of copies) {
    try {
      const secret = await unwrap(copy.wrapped, copy.key, words);
      keys.set(copy.key, await usable(secret));
      secret.fill(0);
    } catch {
      // Under other words; another copy may open.
    }
  }
  return keys;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  const fault = document.getElementById("unlock-fault");
  button.disabled = true;
  fault.hidden = true;
  const keys = await unlocked(form.elements.words.value);
  form.reset();
  button.disabled = false;
  if (!keys.size) {
    fault.hidden = false;
    return form.elements.words.focus();
  }
  const [found, unread, boxes] = [[], [], []];
  for (const parcel of parcels) {
    try {
      const lines = await opened(parcel.sealed, keys.get(parcel.key));
      if (parcel.rx && lines.some((line) => BOX.test(line))) boxes.push(parcel.number);
      found.push(label(parcel, lines));
    } catch {
      unread.push(parcel.number);
    }
  }
  keys.clear();
  for (const [id, numbers] of [["unread", unread], ["boxes", boxes]]) {
    const told = document.getElementById(id);
    told.hidden = !numbers.length;
    told.querySelector("b").textContent = numbers.join(", ");
  }
  draw(found);
  closed.hidden = true;
  tools.hidden = false;
  document.body.classList.add("open");
  wake();
});

for (const what of ["pointerdown", "pointermove", "keydown", "scroll"]) addEventListener(what, wake, { passive: true });
addEventListener("pagehide", lock);
document.getElementById("lock").addEventListener("click", lock);
document.getElementById("print").addEventListener("click", () => print());
document.getElementById("needs-script").hidden = true;
closed.hidden = false;
