// Laid under every page of the benchmark: writes down what the browser says and hears.
(() => {
  const seen = (window.seen = { texts: [], offeredAt: 0, firstAt: 0, peers: [] });
  const now = () => performance.timeOrigin + performance.now();
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      seen.peers.push(this);
      this.addEventListener("icecandidate", ({ candidate }) => { if (candidate) seen.texts.push("candidate " + candidate.candidate); });
      const timer = setInterval(async () => {
        if (this.connectionState === "closed") { clearInterval(timer); return; }
        for (const each of (await this.getStats()).values()) {
          if (each.type === "inbound-rtp" && each.packetsReceived && !seen.firstAt) { seen.firstAt = now(); clearInterval(timer); }
        }
      }, 20);
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
    async setRemoteDescription(given) { seen.texts.push(given.sdp); return super.setRemoteDescription(given); }
    async addIceCandidate(given) { seen.texts.push("candidate " + given.candidate); return super.addIceCandidate(given); }
  };
  const ask = window.fetch;
  window.fetch = (url, options) => { if (options && options.body) seen.texts.push(String(options.body)); return ask(url, options); };
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
