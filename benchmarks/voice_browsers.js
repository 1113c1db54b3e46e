// Laid under every page of the benchmark: writes down what the browser says and hears.
(() => {
  let seen;
  // A connection that was made while it rang, and has said nothing yet, is the next call's.
  const unused = () => (seen?.peers || []).filter((each) => each.signalingState !== "closed" && !each.localDescription);
  window.anew = () => { seen = window.seen = { texts: [], offeredAt: 0, firstAt: 0, peers: unused() }; };
  window.anew();
  const now = () => performance.timeOrigin + performance.now();
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      seen.peers.push(this);
      this.addEventListener("icecandidate", ({ candidate }) => { if (candidate) seen.texts.push("candidate " + candidate.candidate); });
      // Delivered to the track, which is later than received; asking for statistics so often would
      // itself take a third of a processor.
      const timer = setInterval(() => {
        if (this.connectionState === "closed") { clearInterval(timer); return; }
        if (!this.getReceivers().some((each) => each.getSynchronizationSources().length)) return;
        seen.firstAt ||= now();
        clearInterval(timer);
      }, 10);
    }
    async createOffer(...words) {
      if (!seen.offeredAt) seen.offeredAt = now();
      return super.createOffer(...words);
    }
    async setLocalDescription(...words) {
      const done = await super.setLocalDescription(...words);
      seen.texts.push(this.localDescription.sdp);
      return done;
    }
    async setRemoteDescription(given) {
      if (!seen.offeredAt) seen.offeredAt = now();
      seen.texts.push(given.sdp);
      return super.setRemoteDescription(given);
    }
    async addIceCandidate(given) { seen.texts.push("candidate " + given.candidate); return super.addIceCandidate(given); }
  };
  const ask = window.fetch;
  let fed = () => {};
  window.fetch = async (url, options) => {
    if (options && typeof options.body === "string") seen.texts.push(options.body);
    const askedAt = now(), answer = await ask(url, options);
    if (answer.ok && /\/(board|beat)\//.test(String(url))) fed(askedAt);
    return answer;
  };
  // From the first answer to what was asked after a moment, and the ring that the server has now
  // (or ten seconds, if it never comes): when that was, and how right the clock is from there on.
  window.fedSince = (since, until) => new Promise((done) => {
    let fedAt = 0;
    fed = (askedAt) => { if (askedAt >= since && !fedAt) fedAt = now(); };
    const timer = setInterval(async () => {
      const ring = document.querySelector(".mine .ring");
      const right = ring && Math.abs(Number(ring.dataset.until) - until) < 500;
      if (!(fedAt && right) && now() - since < 10000) return;
      clearInterval(timer);
      const backAt = now();
      done({ fedAt, backAt, ...await clockApart() });
    }, 20);
  });
  // The moment at which the ring's clock turns to its next second: how far it is from the true one.
  window.clockApart = () => new Promise((done) => {
    const ring = () => document.querySelector(".mine .ring, .ringing .ring"); // drawn anew now and then
    const words = () => ring()?.querySelector("text").textContent;
    let before = words(), of = ring();
    const timer = setInterval(() => {
      const now = words();
      if (ring() !== of) { of = ring(); before = now; }
      if (!now || now === before) return;
      clearInterval(timer);
      const [minutes, seconds] = now.split(":").map(Number);
      const shown = Number(of.dataset.since) + 1000 * (60 * minutes + seconds);
      done({ apart: Math.abs(Date.now() - shown) / 1000, until: Number(of.dataset.until) / 1000 });
    }, 10);
  });
  // What is heard now: packets and the energy of sound, over every connection.
  window.heard = async () => {
    let packets = 0, energy = 0, pairs = [];
    for (const peer of seen.peers) {
      if (peer.connectionState === "closed") continue;
      for (const each of (await peer.getStats()).values()) {
        if (each.type === "inbound-rtp") { packets += each.packetsReceived; energy += each.totalAudioEnergy || 0; }
        if (each.type === "local-candidate") pairs.push(each.candidateType);
      }
    }
    return { packets, energy, pairs, offeredAt: seen.offeredAt, firstAt: seen.firstAt, texts: seen.texts };
  };
})();
