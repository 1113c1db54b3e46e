// The operator's console: beats every second, hears news at once, puts in what changed, never leaves
// the page (a voice would be cut), and turns keys into the buttons that stand there.
import * as clock from "./clock.js";
import { isAwake, play, wake } from "./sounds.js";

const main = document.getElementById("main");
const parts = main.querySelector("[data-parts]");
const csrf = main.querySelector("[name=csrfmiddlewaretoken]").value;
const find = (what, within = main) => within.querySelector(what);
const all = (what, within = main) => [...within.querySelectorAll(what)];
let news = 0, late = null, on = main.dataset.on, quietUntil = 0, missed = 0, cutAt = 0;

async function ask(url, options = {}) {
  const headers = { "X-Line": "stay", "X-CSRFToken": csrf };
  return fetch(url, { credentials: "same-origin", cache: "no-store", headers, ...options });
}

function say(words, refused) {
  const place = find("[data-said]");
  place.replaceChildren();
  if (!words) return;
  const line = document.createElement("p");
  line.className = `notice ${refused ? "warn" : "good"}`;
  line.textContent = words;
  place.append(line);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => line.remove(), 6000);
}

// Put in the parts whose key changed; what somebody is writing in stays.
function put(fresh) {
  const board = find(".board", fresh);
  const old = find(".board");
  for (const name of ["now", "news", "rings", "state"]) old.dataset[name] = board.dataset[name];
  old.className = board.className;
  news = Number(board.dataset.news);
  clock.set(Number(board.dataset.now));
  for (const part of all("[data-part]", board)) {
    const here = find(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (!here || !part.isConnected && !board.contains(part)) continue;
    if (here.dataset.key === part.dataset.key) keep(here, part);
    else change(here, part);
  }
  arrange();
}

function keep(here, part) {
  const rings = all("[data-since]", here);
  all("[data-since]", part).forEach((ring, nth) => rings[nth] && Object.assign(rings[nth].dataset, ring.dataset));
  Object.assign(here.dataset, part.dataset);
}

function change(here, part) {
  const at = here.contains(document.activeElement) && document.activeElement.dataset.press;
  const opened = find("details[open]", here) && here.dataset.part.startsWith("face-");
  const copy = document.importNode(part, true);
  here.replaceWith(copy);
  if (opened && find("details", copy)) find("details", copy).open = true;
  if (at) find(`[data-press="${CSS.escape(at)}"]`, copy)?.focus();
}

// What needs the vault is asked for once, when it is first shown; each asking is on the record.
async function load(part) {
  if (part.dataset.loaded === part.dataset.key) return;
  part.dataset.loaded = part.dataset.key;
  const answer = await ask(`${part.dataset.load}?part=1`).catch(() => null);
  if (!answer?.ok) { part.dataset.loaded = ""; return; }
  part.innerHTML = await answer.text();
}

// The sheet comes with the answer itself: nothing is waited for while somebody does not breathe.
function show({ about, key, html }) {
  const part = find(`[data-part="about-${CSS.escape(about)}"]`);
  if (!part) return;
  Object.assign(part.dataset, { key, loaded: key });
  part.className = "sheet-part";
  part.innerHTML = html;
  part.scrollIntoView({ block: "nearest" });
}

async function read(call) {
  const list = find("[data-words]", call);
  const last = Number(find("[data-last]", call)?.dataset.last || 0);
  if (!list || list.busy || last <= Number(list.dataset.after)) return;
  list.busy = true;
  try {
    const answer = await ask(`${list.dataset.words}?part=1&after=${list.dataset.after}`);
    if (!answer.ok) return;
    list.insertAdjacentHTML("beforeend", await answer.text());
    list.dataset.after = list.lastElementChild?.dataset.number || last;
    list.scrollTop = list.scrollHeight;
  } finally { list.busy = false; }
}

// Who is just being connected by voice is heard first; what else is asked for follows at once.
const VOICE_FIRST = 600; // ms, at most
const connecting = (box) => !box.dataset.state || /asking|calling/.test(box.dataset.state);
let spokenTo = "", since = 0, laden = 0;
function loadAll() {
  const box = find("[data-line-voice][data-now=yes]");
  if (box && box.dataset.url !== spokenTo) [spokenTo, since] = [box.dataset.url, performance.now()];
  const rest = box && connecting(box) ? since + VOICE_FIRST - performance.now() : 0;
  clearTimeout(laden);
  if (rest > 0) laden = setTimeout(loadAll, rest);
  else for (const part of all("[data-load]")) load(part);
}
main.addEventListener("line:voice", loadAll);

function arrange() {
  loadAll();
  for (const call of all("[data-call]")) read(call);
  for (const form of all("[data-clears]")) form.hidden = false;
  const first = find(".ringing .ring");
  const words = document.title.replace(/^\(\d+\) /, "");
  document.title = first ? `(${all(".ringing .call-row").length}) ${words}` : words;
}

// What one's own press changed is read at once; the news of it, which follows, need not read it again
// while a voice is being connected.
const ECHO = 700; // ms
let asking = false, again = false, actedAt = -ECHO, echo = 0;
function heard() {
  const rest = actedAt + ECHO - performance.now();
  clearTimeout(echo);
  if (rest > 0) echo = setTimeout(look, rest);
  else look();
}

async function look() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    const answer = await ask(main.dataset.board);
    if (answer.redirected || answer.status === 403) location.reload();
    if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the beat says that there is no contact */ }
  asking = false;
  if (again) { again = false; look(); }
}

const BEAT = 1500, AGAIN = 200, SELDOM = 800, CUT = 1500; // ms
let next = 0;
async function beat() {
  next = 0;
  try {
    const answer = await ask(main.dataset.beat, { method: "POST", signal: AbortSignal.timeout(3000) });
    if (answer.redirected || answer.status === 403) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    missed = 0;
    clock.set(told.now);
    const changed = told.state !== find(".board").dataset.state || told.late !== late || String(told.on) !== String(on);
    [late, on] = [told.late, told.on];
    if (changed) look();
  } catch {
    if (!missed) cutAt = performance.now();
    missed += 1;
  }
  find("[data-cut]").hidden = missed < 2 || performance.now() - cutAt < CUT;
  next = setTimeout(beat, missed ? Math.min(AGAIN * missed, SELDOM) : BEAT);
}

// The socket broke: the server may have, so the next beat does not wait its turn.
function hurry() {
  if (!next) return; // on its way
  clearTimeout(next);
  next = setTimeout(beat, AGAIN);
}

// News by socket, from where we are; what was missed is replayed, and a broken line is taken up again.
let pause = 200;
function listen() {
  const where = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`;
  const socket = new WebSocket(`${where}?topic=${main.dataset.topic}&after=${news}`);
  socket.onopen = () => { pause = 200; };
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (told.seq) news = Math.max(news, told.seq);
    if (told.seq || told.reset) heard();
  };
  socket.onclose = () => { setTimeout(listen, pause); pause = Math.min(pause * 1.5, 3000); hurry(); };
}

// Forms that stay: sent from here, their answer said here.
main.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-stay]");
  if (!form) return;
  event.preventDefault();
  const words = new FormData(form, event.submitter);
  if (form.dataset.clears !== undefined) form.reset();
  if (form.dataset.leaves !== undefined) await find("[data-line-voice]", form.closest("[data-call]"))?.voice?.stop();
  try {
    const answer = await ask(form.action, { method: "POST", body: words });
    const kind = answer.headers.get("Content-Type") || "";
    const told = kind.includes("json") ? await answer.json() : {};
    say(told.said, told.refused || !answer.ok);
    if (told.html) show(told);
    if (answer.ok && form.dataset.to) { location.assign(form.dataset.to); return; }
  } catch { say(find("[data-cut]").textContent, true); }
  actedAt = performance.now();
  await look();
});

// Keys press what stands there. While somebody writes, only Escape is a key.
const writing = (at) => at.closest("input:not([type=radio]), textarea, select, [contenteditable]");
const NAMES = { " ": "space", Enter: "enter" };
document.addEventListener("keydown", (event) => {
  unmute();
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") { document.activeElement.blur(); return; }
  if (writing(event.target)) return;
  const key = NAMES[event.key] || event.key.toLowerCase();
  if (key === "q") { quietUntil = Date.now() + 20000; return; }
  const onButton = event.target.closest("button, a, summary, [type=radio]");
  if (onButton && (key === "enter" || key === "space")) return;
  const button = [...document.querySelectorAll("[data-press]")].find((one) => one.dataset.press.split(" ").includes(key) && one.offsetParent);
  if (!button || event.repeat) return;
  event.preventDefault();
  press(button);
});

function press(button) {
  if (button.matches("[data-opens-keys]")) document.getElementById("keys").showModal();
  else if (button.matches("input")) button.focus();
  else if (button.matches("summary")) { button.click(); find("[type=radio]", button.parentElement)?.focus(); }
  else button.click();
}

const keys = find("[data-opens-keys]", document);
keys.hidden = false;
keys.addEventListener("click", () => press(keys));

// Sound: a browser gives it only after a key or a tap. Until then the page says so.
function unmute() { if (!isAwake()) wake().then(() => { find("[data-mute]").hidden = true; }).catch(() => {}); }
document.addEventListener("pointerdown", unmute);
unmute();
setTimeout(() => { find("[data-mute]").hidden = isAwake(); }, 600);

let beats = 0;
setInterval(() => {
  beats += 1;
  if (Date.now() < quietUntil) return;
  const loud = all("[data-loud]").map((one) => one.dataset.loud);
  const rings = find(".board").dataset.rings;
  if (loud.includes("alarm")) play("alarm");
  else if (loud.includes("asking")) play("asking");
  else if (rings && beats % 2 === 0) play(rings === "urgent" ? "urgent" : "ringing");
}, 1000);

// Ten times a second: the eye sees no more of a minute's ring, and sixty would keep a cheap computer busy.
const DRAWN = 100, CALMER = 500; // ms
function turn() {
  for (const ring of all("[data-since]")) clock.draw(ring);
  setTimeout(turn, matchMedia("(prefers-reduced-motion: reduce)").matches ? CALMER : DRAWN);
}

news = Number(find(".board").dataset.news);
clock.set(Number(find(".board").dataset.now));
arrange();
turn();
beat();
listen();
