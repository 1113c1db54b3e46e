// Hear that something changed; what changed is asked of the server, in words.
const SILENT = 12000;
const FIRST = 250;
const SLOWEST = 5000;

export function listen(topic, after, look) {
  const place = location.origin.replace(/^http/, "ws");
  let socket = null, wait = FIRST, heard = 0, last = after, over = false;

  const open = () => {
    if (over) return;
    socket = new WebSocket(`${place}/live/?topic=${encodeURIComponent(topic)}&after=${last}`);
    heard = performance.now();
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      heard = performance.now();
      wait = FIRST;
      if (said.seq) last = said.seq;
      if (said.reset) last = "";
      if (said.seq || said.reset) look();
    };
    socket.onclose = () => {
      socket = null;
      if (!over) setTimeout(open, wait);
      wait = Math.min(2 * wait, SLOWEST);
    };
  };

  const watch = setInterval(() => {
    if (socket && performance.now() - heard > SILENT) socket.close();
  }, 2000);
  open();
  return {
    get open() { return !!socket && socket.readyState === WebSocket.OPEN; },
    stop() { over = true; clearInterval(watch); if (socket) socket.close(); return null; },
  };
}
