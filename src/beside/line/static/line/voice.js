// Sound between two browsers, through the relay only. Python carries what they
// say about it (signals), never the sound, so a call outlives the server.
//
//   const call = connect({side, post, since, pass, topic, sound, on});
//   call.start()   asks for the microphone and speaks as soon as the other is there
//
// The caller waits with an offer that whoever comes first answers at once; to everybody
// after that, and whenever a leg was lost, the operator's side makes the offer.
//
// side    "caller" or "operator"
// post    (kind, body) => Promise        says something to the other side
// since   (after) => Promise<[signal]>   what the other said after that
// pass    () => Promise<[iceServer]>     a pass to the relay, for a while
// topic   (nudge) => stop                calls nudge whenever something may lie there
// sound   an <audio> element for each voice that is heard: (name) => element
// on      (what, detail) => void         "asking", "calling", "speaking", "lost", "refused",
//                           "missing" (no microphone that works), "over"
//
// A lost leg is sought again for as long as the page is open, and the operator's
// side reports it. It ends nothing: whose clock runs is the server's affair.

const SILENT_AFTER = 2500; // ms without a packet: fifty come in a second, muted or not
const SLOW_TO_COME = 8000; // ms until a call that never came up is tried anew
const LOOK_EVERY = 500;
const PASS_LASTS = 50 * 60 * 1000;
const name = () => crypto.getRandomValues(new Uint32Array(2)).reduce((all, n) => all + n.toString(36), "");
const A_MOMENT = 120; // ms that a description waits for its first place on the relay
const A_WHILE = 400; // ms that the caller's offer waits for all its places: nobody is there yet
const A_SECOND = 1000;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const relayed = (servers) => ({ iceServers: servers, iceTransportPolicy: "relay", bundlePolicy: "max-bundle", iceCandidatePoolSize: 1 });

// While a call rings: one connection with its place on the relay already found, so that the answer
// does not wait for either. Whoever answers takes it; if nobody does, it is let go.
const KEPT_WARM = 60 * 1000;
let warmed = null;

export async function warm(pass) {
  if (warmed) { warmed.cool(); return; }
  let timer = 0;
  const mine = (warmed = { pc: null, servers: [], at: Date.now(), cool: () => { clearTimeout(timer); timer = setTimeout(() => { if (warmed === mine) { warmed = null; mine.pc?.close(); } }, KEPT_WARM); } });
  mine.cool();
  try {
    mine.servers = await pass();
    if (warmed === mine && mine.servers.length) mine.pc = new RTCPeerConnection(relayed(mine.servers));
  } catch { if (warmed === mine) warmed = null; } // the call asks for its own
}

function taken() {
  const one = warmed?.pc ? warmed : null;
  if (one) warmed = null;
  return one;
}

export function connect({ side, post, since, pass, topic, sound, on }) {
  const me = name();
  const peers = new Map(); // by the other's name; a supervisor may join an operator
  let microphone = null, servers = [], servedAt = 0, ready = null, open = null;
  let last = 0, looking = null, again = false, starting = null, silentTimer = 0, stopped = false, state = "";
  let unhear = null, saying = Promise.resolve();

  const tell = (what, detail) => { if (what !== state || detail) on((state = what), detail); };

  // Said one after another, and again until the server has it: it may be restarting.
  const say = (kind, body = {}) => (saying = saying.then(async () => {
    for (let pause = 250; !stopped; pause = Math.min(pause * 2, 4000)) {
      try { return await post(kind, { from: me, ...body }); } catch (why) {
        if (why && why.final) { if (why.over) stop(); return null; }
        await wait(pause);
      }
    }
    return null;
  }));

  async function look() {
    if (looking) { again = true; return looking; }
    return (looking = (async () => {
      do {
        again = false;
        try {
          for (const signal of await since(last)) {
            last = Math.max(last, signal.id);
            await take(signal).catch((why) => console.warn("voice:", why.name));
          }
        } catch (why) { if (why && why.over) stop(); }
      } while (again && !stopped);
      looking = null;
    })());
  }

  const take = ({ kind, body }) => ({ ready: becalled, offer: answer, answer: agree, candidate: add, bye: part }[kind] || (async () => {}))(body);

  async function config() {
    if (Date.now() - servedAt > PASS_LASTS) {
      try { servers = await pass(); servedAt = Date.now(); } catch (why) { if (!servers.length) throw why; }
    }
    return relayed(servers);
  }

  async function peer(other) {
    if (!peers.has(other)) peers.set(other, await made(other));
    return peers.get(other);
  }

  async function made(other) {
    const pc = ready || new RTCPeerConnection(await config());
    ready = null;
    const one = { other, pc, offer: "", early: [], heardAt: 0, packets: 0, up: false, began: performance.now() };
    for (const track of microphone.getTracks()) pc.addTrack(track, microphone);
    pc.onicecandidate = ({ candidate }) => {
      if (candidate && candidate.candidate && one.told) tellCandidate(one, candidate);
    };
    pc.ontrack = ({ streams, track }) => play(one, streams[0] || new MediaStream([track]));
    return one;
  }

  // A connection that has already found its place on the relay: the next call begins at once.
  async function prepare() {
    if (ready || stopped) return;
    const one = side === "operator" && taken();
    if (one) [ready, servers, servedAt] = [one.pc, one.servers, one.at];
    else ready = new RTCPeerConnection(await config());
  }

  const tellCandidate = (one, { candidate, sdpMid }) =>
    say("candidate", { to: one.other, offer: one.offer, candidate, mid: sdpMid || "0" });

  // One message instead of two, where the relay answers quickly; what comes later follows by itself.
  const firstPlace = (pc) => /a=candidate/.test(pc.localDescription.sdp) || Promise.race([
    wait(A_MOMENT),
    new Promise((done) => pc.addEventListener("icecandidate", () => setTimeout(done, 8), { once: true })), // its like come with it
  ]);

  const places = (pc) => pc.iceGatheringState === "complete" || Promise.race([
    wait(A_WHILE),
    new Promise((done) => pc.addEventListener("icegatheringstatechange", () => pc.iceGatheringState === "complete" && done())),
  ]);

  // The caller's side: there, with an offer for whoever comes first.
  async function beThere() {
    try {
      open = await made("");
      open.offer = name();
      await open.pc.setLocalDescription(await open.pc.createOffer());
      await places(open.pc);
      await say("ready", { offer: open.offer, sdp: open.pc.localDescription.sdp });
    } catch { await say("ready"); } // no pass: whoever comes makes the offer
  }

  // The operator's side: somebody is there, or asks to be called anew.
  async function becalled({ from, offer: number, sdp }) {
    if (side !== "operator") return;
    for (const one of [...peers.values()]) if (one.other !== from) drop(one);
    await start();
    if (!microphone) return;
    const there = peers.get(from);
    if (sdp && !there) await reply(await peer(from), number, sdp);
    else await offer(there || await peer(from), Boolean(there));
  }

  async function offer(one, anew) {
    if (one.busy || stopped) return;
    one.busy = true;
    try {
      if (anew) one.pc.setConfiguration(await config());
      one.offer = name();
      one.told = false;
      one.began = performance.now();
      await one.pc.setLocalDescription(await one.pc.createOffer({ iceRestart: anew }));
      await firstPlace(one.pc);
      const said = say("offer", { to: one.other, offer: one.offer, sdp: one.pc.localDescription.sdp });
      one.told = true; // candidates found from here on follow the offer
      await said;
    } finally { one.busy = false; }
  }

  async function answer({ from, to, offer: number, sdp }) {
    if (side === "caller" && to === me) await reply(await peer(from), number, sdp);
  }

  async function reply(one, number, sdp) {
    one.offer = number;
    one.told = false;
    one.began = performance.now();
    await one.pc.setRemoteDescription({ type: "offer", sdp });
    await one.pc.setLocalDescription(await one.pc.createAnswer());
    await addEarly(one);
    await firstPlace(one.pc);
    say("answer", { to: one.other, offer: number, sdp: one.pc.localDescription.sdp });
    one.told = true;
  }

  async function agree({ from, to, offer: number, sdp }) {
    if (to !== me) return;
    if (side === "caller" && peers.get(from)?.offer !== number && !takenUp(from, number)) { await say("ready"); return; }
    const one = peers.get(from);
    if (!one || one.offer !== number || one.pc.signalingState !== "have-local-offer") return;
    await one.pc.setRemoteDescription({ type: "answer", sdp });
    await addEarly(one);
  }

  // Whoever answers the caller's own offer first has it; the next is asked to make one.
  function takenUp(from, number) {
    if (open?.offer !== number) return false;
    if (peers.has(from)) drop(peers.get(from));
    Object.assign(open, { other: from, told: true, began: performance.now() });
    peers.set(from, open);
    open = null;
    return true;
  }

  async function add({ from, to, offer: number, candidate, mid }) {
    const one = peers.get(from);
    if (to !== me || !one || !candidate) return;
    if (one.offer === number && one.pc.remoteDescription) await one.pc.addIceCandidate({ candidate, sdpMid: mid });
    else one.early.push({ number, candidate, mid });
  }

  async function addEarly(one) {
    const early = one.early.filter(({ number }) => number === one.offer);
    one.early = [];
    for (const { candidate, mid } of early) await one.pc.addIceCandidate({ candidate, sdpMid: mid });
  }

  async function part({ from, to }) {
    const one = peers.get(from);
    if (one && (!to || to === me)) { drop(one); if (![...peers.values()].some((each) => each.up)) tell("calling"); }
  }

  function drop(one) {
    peers.delete(one.other);
    one.pc.close();
    if (one.element) one.element.srcObject = null;
  }

  function play(one, stream) {
    one.element = sound(one.other);
    one.element.srcObject = stream;
    one.element.play().catch(() => on("tap"));
  }

  // What is heard, counted: the only witness that somebody is there.
  async function watch() {
    for (const one of [...peers.values()]) {
      let packets = 0, level = 0;
      for (const each of (await one.pc.getStats()).values()) {
        if (each.type === "inbound-rtp") { packets += each.packetsReceived; level = each.audioLevel || 0; }
      }
      if (packets > one.packets) { one.heardAt = Date.now(); one.packets = packets; found(one); }
      else if (one.up ? Date.now() - one.heardAt > SILENT_AFTER : performance.now() - one.began > SLOW_TO_COME) lose(one);
      if (one.up) on("level", level);
    }
  }

  function found(one) {
    if (one.up) return;
    one.up = true;
    say("found");
    tell("speaking", { ms: Math.round(performance.now() - one.began) });
  }

  async function lose(one) {
    if (stopped || peers.get(one.other) !== one || one.losing) return;
    one.losing = true;
    one.up = false;
    if (![...peers.values()].some((each) => each.up)) {
      tell("lost");
      if (side === "operator") say("lost"); // who can say so has not lost their own leg
    }
    for (let pause = 500; !one.up && !stopped && peers.get(one.other) === one; pause = Math.min(pause * 2, 8000)) {
      servedAt = 0;
      if (side === "operator") await offer(one, true).catch(() => {});
      else await say("ready");
      await wait(pause + 1500);
    }
    one.losing = false;
  }

  const start = () => (starting = starting || begin());

  async function begin() {
    tell("asking");
    try {
      microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true }, video: false });
    } catch (why) { tell(why.name === "NotAllowedError" ? "refused" : "missing"); starting = null; return; }
    await prepare().catch(() => {});
    tell("calling");
    hear();
    if (side === "caller") await beThere();
    look(); // not awaited: we may be here because of what it found
  }

  function hear() {
    if (unhear || stopped) return;
    unhear = topic(look);
    silentTimer = setInterval(() => watch().catch(() => {}), LOOK_EVERY);
  }

  function stop() {
    if (stopped) return;
    stopped = true;
    clearInterval(silentTimer);
    if (unhear) unhear();
    for (const one of [...peers.values()]) drop(one);
    if (ready) ready.close();
    if (open) open.pc.close();
    if (microphone) for (const track of microphone.getTracks()) track.stop();
    tell("over");
  }

  if (side === "operator") { hear(); look(); } // a caller is sent nothing before they are ready

  return {
    start,
    look,
    peers,
    // A caller who goes says nothing: a page that is loaded anew is no lost leg.
    // An operator who goes says so first, and is heard no longer than that takes.
    async stop() {
      const said = side === "operator" && !stopped ? post("bye", { from: me }).catch(() => {}) : null;
      stop();
      await Promise.race([said, wait(A_SECOND)]);
    },
    mute(is) { if (microphone) for (const track of microphone.getTracks()) track.enabled = !is; },
  };
}
