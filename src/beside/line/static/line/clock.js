// The server's time, as last heard, and the rings that fill by it. This browser's own clock is not asked.
let server = 0, heard = 0;

export function set(milliseconds) {
  server = milliseconds;
  heard = performance.now();
}

export const now = () => server + performance.now() - heard;

export function draw(ring) {
  const [since, until] = [Number(ring.dataset.since), Number(ring.dataset.until)];
  const at = now();
  const part = until > since ? Math.min(1, Math.max(0, (at - since) / (until - since))) : 1;
  const seconds = Math.max(0, Math.floor((at - Number(ring.dataset.heard)) / 1000));
  ring.querySelector(".fill").setAttribute("stroke-dasharray", `${(part * 100).toFixed(2)} 100`);
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
  const words = minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)} h ${minutes % 60}`;
  const text = ring.querySelector("text");
  if (text.textContent !== words) text.textContent = words;
  ring.classList.toggle("full", part >= 1);
}
