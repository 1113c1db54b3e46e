// The page of somebody who is watched. The clock is the server's: here it is only shown.
import { Alarm } from "./alarm.js";
import { listen } from "./news.js";

const PART = { headers: { "X-Part": "1" }, cache: "no-store" };
const AGAIN = [250, 500, 1000, 1500];
const PATIENCE = 6000;
const LONGEST = 600000;
const SELDOM = 15000;
const OFTEN = 4000;

const $ = (id) => document.getElementById(id);
const read = (html) => new DOMParser().parseFromString(html, "text/html");
const now = () => performance.now();
const alarm = new Alarm();
let due = 0, asking = false, again = false, news = null, pending = null, shown = "", lock = null, looked = 0;

const section = () => document.querySelector("#live > section");
const facts = () => (section() ? section().dataset : {});

// ---- what is shown

function show(html) {
  const fresh = read(html).querySelector("section.live");
  if (!fresh) return;
  due = now() + Number(fresh.dataset.left);
  looked = now();
  const looks = face(fresh);
  if (looks !== shown) replace(fresh, looks);
  else Object.assign(section().dataset, { left: fresh.dataset.left, after: fresh.dataset.after });
  hear(true);
  settle();
}

function face(one) {
  const copy = one.cloneNode(true);
  copy.querySelectorAll("noscript").forEach((each) => each.remove());
  copy.removeAttribute("data-left");
  copy.removeAttribute("data-after");
  return copy.outerHTML;
}

function replace(fresh, looks) {
  const open = !!document.querySelector("#live details[open]");
  const focused = document.activeElement && document.activeElement.closest("#live [name=do], #live .here");
  const heading = () => document.querySelector("#live h1")?.textContent;
  const before = heading();
  $("live").replaceChildren(document.importNode(fresh, true));
  shown = looks;
  const details = document.querySelector("#live details");
  if (details && open) details.open = true;
  if (focused) {
    const same = document.querySelector("#live .here") || document.querySelector("#live button");
    if (same) same.focus({ preventScroll: true });
  }
  if (before !== heading()) tell();
}

function tell() {
  const head = document.querySelector("#live h1"), told = $("told");
  if (head && told) told.textContent = head.textContent;
  if (shown && document.activeElement !== $("words")) scrollTo({ top: 0 });
}

// What follows from how it stands: sound, light, talk, voice, news.
function settle() {
  const { runs, loud, talk, topic, after, url } = facts();
  alarm.set(runs === "1" ? Number(loud) : 0);
  $("talk").hidden = talk !== "1";
  $("talk").querySelector("form").action = url || "";
  $("mute").hidden = runs !== "1" || alarm.ready;
  if (runs === "1") keepAwake();
  if (runs === "1" && !news) news = listen(topic, after, lookSoon);
  if (runs !== "1" && news) news = news.stop();
  if (runs !== "1") document.querySelector("[data-line-voice]")?.voice?.stop(); // nobody hears on
  // Voice brings its own part of the page; the clock loses nothing by loading it.
  if (facts().voice === "1" && !document.querySelector("[data-line-voice]")) location.replace(url);
}

function tick() {
  const left = Math.max(0, Math.ceil((due - now()) / 1000));
  document.querySelectorAll("[data-count]").forEach((one) => {
    if (one.textContent !== String(left)) one.textContent = left;
  });
  const often = news && news.open ? SELDOM : OFTEN;
  const late = facts().runs === "1" && ((!left && now() - looked > 1000) || now() - looked > often);
  if (late && !asking && !pending) look();
}

// ---- what is asked and sent

async function fetched(url, more) {
  const answer = await fetch(url, { ...PART, ...more, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
  return answer.text();
}

// While two browsers find each other the voice goes first; the words can follow it.
const VOICE_FIRST = 500;
function lookSoon() {
  if (document.querySelector("[data-line-voice][data-state=calling]")) setTimeout(look, VOICE_FIRST);
  else look();
}

// News that comes while the answer is on its way is asked for once more.
async function look() {
  if (asking) again = true;
  if (asking || !facts().url) return;
  asking = true;
  do {
    again = false;
    try {
      show(await fetched(facts().url));
    } catch {
      hear(false);
    }
    looked = now();
  } while (again);
  asking = false;
}

// Say it until the line has heard it. A tap tells its age, so that it counts for when it was made.
async function send(body, after) {
  const url = facts().url;
  const act = { at: now(), wall: Date.now() };
  pending = act;
  for (let tries = 0; pending === act && age(act) < LONGEST; tries += 1) {
    if (body.get("do") === "here") body.set("age", Math.round(age(act)));
    try {
      const html = await fetched(url, { method: "POST", body });
      if (pending === act) pending = null;
      if (after) after();
      return show(html);
    } catch {
      hear(false);
      await new Promise((done) => setTimeout(done, AGAIN[Math.min(tries, AGAIN.length - 1)]));
    }
  }
}

// A phone that sleeps stops one of the two.
const age = (act) => Math.max(now() - act.at, Date.now() - act.wall, 0);

function hear(heard) {
  const box = $("unheard");
  if (!box) return;
  box.hidden = heard && !pending;
  box.querySelector("[data-tap]").hidden = !pending;
}

// ---- coming in, and what is told beside the clock

async function post(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(4 * PATIENCE) });
  if (answer.status >= 500) throw new Error(answer.status);
  return [answer.url, read(await answer.text())];
}

async function come(form, submitter) {
  form.querySelectorAll("button").forEach((one) => { one.disabled = true; });
  try {
    const [url, page] = await post(form, submitter);
    document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
    if (section()) history.replaceState(null, "", url);
    document.querySelectorAll("main script[src]").forEach((one) => import(one.src));
    begin();
  } catch {
    form.querySelectorAll("button").forEach((one) => { one.disabled = false; });
    fail(form);
  }
}

function fail(form) {
  let box = form.querySelector("[role=alert].failed");
  if (!box) {
    box = document.createElement("p");
    box.className = "notice danger failed";
    box.setAttribute("role", "alert");
    form.querySelector(".arm").prepend(box);
  }
  box.textContent = form.dataset.gone;
}

async function beside(promise) {
  try {
    const [url, page] = await promise;
    const old = $("beside");
    if (old) old.remove();
    if (page.querySelector("section.live") || page.querySelector("#live")) return look();
    const box = document.createElement("div");
    box.id = "beside";
    box.append(...(page.querySelector("#intake") || page.querySelector("main")).childNodes);
    $("live").after(box);
    keepNear(box.querySelector(".arm"));
    offerPin();
    box.scrollIntoView();
  } catch {
    hear(false);
  }
}

// The form is longer than the screen: the tap and its clock go along with it.
function keepNear(bar) {
  const here = document.querySelector("#live .here strong");
  if (!bar || !here) return;
  const tap = document.createElement("button"), left = document.createElement("span");
  tap.type = "button";
  tap.dataset.near = left.dataset.count = "";
  left.setAttribute("aria-hidden", "true");
  tap.append(here.textContent, " ", left);
  bar.prepend(tap);
  tick();
}

function offerPin() {
  const pin = $("pin");
  if (pin && navigator.geolocation) pin.hidden = false;
}

function takePin(pin) {
  const told = pin.querySelector("[role=status]");
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    $("id_lat").value = coords.latitude.toFixed(6);
    $("id_lon").value = coords.longitude.toFixed(6);
    told.textContent = told.dataset.taken;
  }, () => { told.textContent = told.dataset.none; }, { enableHighAccuracy: true, timeout: 15000 });
}

// ---- the hands

addEventListener("submit", (e) => {
  const form = e.target, button = e.submitter;
  alarm.unlock();
  if (form.closest("#beside")) {
    e.preventDefault();
    return beside(post(form, button));
  }
  if (form.id === "asked") {
    e.preventDefault();
    return come(form, button);
  }
  if (!form.closest("#live, #talk")) return;
  e.preventDefault();
  const body = new URLSearchParams(new FormData(form, button));
  if (form.closest("#talk") && !body.get("words").trim()) return;
  if (button) button.dataset.sent = "";
  if (button) setTimeout(() => delete button.dataset.sent, 400);
  if (navigator.vibrate) navigator.vibrate(30);
  send(body, form.closest("#talk") ? () => form.reset() : null);
});

addEventListener("click", async (e) => {
  const one = e.target.closest("a, button");
  if (!one) return;
  if (one.matches("a[data-part]")) {
    e.preventDefault();
    try {
      show(await fetched(facts().url + one.getAttribute("href")));
    } catch { hear(false); }
  }
  if (one.matches("a[data-beside]")) {
    e.preventDefault();
    beside(fetch(one.href).then(async (answer) => [answer.url, read(await answer.text())]));
  }
  if (one.closest("#beside") && one.matches("a") && one.href === new URL(facts().url, location.href).href) {
    e.preventDefault();
    $("beside").remove();
  }
  if (one.matches("[data-near]")) document.querySelector("#live .here")?.click();
  if (one.closest("#pin")) takePin($("pin"));
  if (one.closest("#mute")) alarm.unlock(true);
});
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => {
    alarm.unlock();
    if ($("mute")) $("mute").hidden = facts().runs !== "1" || alarm.ready;
  });
}

async function keepAwake() {
  if (lock || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
  } catch { lock = null; }
}

document.addEventListener("visibilitychange", () => { if (!document.hidden && section()) look(); });
addEventListener("online", () => { if (section()) look(); });
addEventListener("offline", () => { if (section()) hear(false); });

function begin() {
  offerPin();
  const here = section();
  if (!here) return;
  due = now() + Number(here.dataset.left);
  looked = now();
  shown = face(here);
  tell();
  settle();
  tick();
}

setInterval(tick, 250);
begin();
