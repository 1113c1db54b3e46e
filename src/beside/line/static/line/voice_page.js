// Puts a voice into every [data-line-voice] of a page: the person's own, and the console.
// The words stand in the page, one paragraph for each state ([data-when]); this shows the right one.
import { connect, warm } from "./voice.js";

const GONE_FOR = 60000;
const SLOW = 8000; // ms until an operator is told that the person does not speak yet

class Final extends Error {
  constructor(status) {
    super(String(status));
    this.final = status >= 400 && status < 500 && status !== 423; // nobody's for now: asked again
    this.over = status === 409 || status === 404 || status === 403;
  }
}

async function asked(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "error", ...options });
  if (!answer.ok) throw new Final(answer.status);
  return answer.json();
}

// News of a topic; a line that breaks is taken up again, and what was missed is looked for.
function listen(topic, nudge) {
  let socket, pause = 200, done = false;
  const open = () => {
    if (done) return;
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/?topic=${encodeURIComponent(topic)}`);
    socket.onopen = () => { pause = 200; nudge(); };
    socket.onmessage = ({ data }) => { if (data.includes('"seq"') || data.includes('"reset"')) nudge(); };
    socket.onclose = () => { setTimeout(open, pause); pause = Math.min(pause * 1.5, 1500); };
  };
  open();
  const timer = setInterval(nudge, 5000); // where sockets are not let through
  return () => { done = true; clearInterval(timer); socket.close(); };
}

export function mount(box) {
  if (box.voice || !box.dataset.url || !navigator.mediaDevices || !window.RTCPeerConnection) return;
  const { url, topic, side, csrf } = box.dataset;
  const find = (what) => box.querySelector(`[data-voice-${what}]`);
  const [talk, mute, meter] = ["talk", "mute", "level"].map(find);
  const elements = new Map();
  let slow = 0;

  const isMuted = () => mute.getAttribute("aria-pressed") === "true";

  const show = (state) => {
    clearTimeout(slow);
    if (state === "calling" && side === "operator") slow = setTimeout(() => show("slow"), SLOW);
    box.dataset.state = state;
    const words = state === "speaking" && isMuted() ? "muted" : state;
    for (const each of box.querySelectorAll("[data-when]")) each.hidden = !each.dataset.when.split(" ").includes(words);
    box.dispatchEvent(new CustomEvent("line:voice", { bubbles: true, detail: { state } }));
  };

  const sound = (name) => {
    if (!elements.has(name)) {
      const audio = document.createElement("audio");
      audio.autoplay = true;
      box.append(audio);
      elements.set(name, audio);
    }
    return elements.get(name);
  };

  const headers = { "Content-Type": "application/json", ...(csrf ? { "X-CSRFToken": csrf } : {}) };
  const call = connect({
    side,
    post: (kind, body) => asked(url, { method: "POST", headers, keepalive: kind === "bye", body: JSON.stringify({ kind, body }) }),
    since: async (after) => (await asked(`${url}?after=${after}`)).signals,
    pass: async () => (await asked(`${url}?after=999999999999&pass`)).ice || [],
    topic: (nudge) => listen(topic, nudge),
    sound,
    on(what, detail) {
      if (what === "level") { if (meter) meter.value = Math.min(1, Math.sqrt(detail) * 1.4); return; }
      if (what === "tap") { box.querySelector("[data-voice-tap]").hidden = false; return; }
      show(what);
      if (detail && detail.ms) box.dataset.ms = detail.ms;
    },
  });
  box.voice = call;

  talk.addEventListener("click", () => call.start());
  find("tap").addEventListener("click", ({ target }) => {
    for (const audio of elements.values()) audio.play();
    target.hidden = true;
  });
  mute.addEventListener("click", () => {
    const is = !isMuted();
    mute.setAttribute("aria-pressed", String(is));
    call.mute(is);
    if (box.dataset.state === "speaking") show("speaking");
  });
  addEventListener("pagehide", () => call.stop());
  show("idle");
  if (box.dataset.now === "yes") call.start();
}

const boxes = new Set();
function all() {
  for (const box of boxes) if (!box.isConnected) rescue(box);
  for (const box of document.querySelectorAll("[data-line-voice]")) { mount(box); boxes.add(box); }
  const rings = document.querySelector("[data-voice-pass]"); // somebody who would speak
  if (rings && window.RTCPeerConnection) warm(async () => (await asked(rings.dataset.voicePass)).ice);
}

// A page that draws itself anew leaves out the part that speaks: it goes where its like is now.
function rescue(box) {
  if (box.dataset.state === "over") { boxes.delete(box); return; } // whoever comes back begins anew
  const like = document.querySelector(`[data-line-voice][data-url="${CSS.escape(box.dataset.url)}"]`);
  if (like) {
    like.replaceWith(box);
    for (const audio of box.querySelectorAll("audio")) audio.play().catch(() => {});
  } else if (!box.leaving) {
    // Over, or handed on: the server says so and the call ends. Offered anew after an outage: it goes on.
    box.voice?.look();
    box.leaving = setTimeout(() => { if (!box.isConnected) { box.voice?.stop(); boxes.delete(box); } box.leaving = 0; }, GONE_FOR);
  }
}

all();
// The console brings the part in when a call is answered.
new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
