// What the line sounds like. Tones are made here: nothing is loaded, nothing can be missing.
let context;

export function wake() {
  context ||= new AudioContext();
  return context.resume();
}

export const isAwake = () => context?.state === "running";

function tone(hertz, from, seconds, loudness = 0.25) {
  const [voice, volume] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + from;
  voice.frequency.value = hertz;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
  volume.gain.setValueAtTime(loudness, start + seconds - 0.05);
  volume.gain.linearRampToValueAtTime(0, start + seconds);
  voice.connect(volume).connect(context.destination);
  voice.start(start);
  voice.stop(start + seconds);
}

// ringing: two friendly tones; asking: one tick a second, higher the longer; alarm: up and down.
export const SOUNDS = {
  ringing: () => { tone(523, 0, 0.25); tone(659, 0.3, 0.4); },
  urgent: () => { tone(659, 0, 0.2, 0.4); tone(784, 0.25, 0.2, 0.4); tone(659, 0.5, 0.3, 0.4); },
  asking: () => tone(880, 0, 0.12),
  alarm: () => { tone(988, 0, 0.22, 0.5); tone(740, 0.25, 0.22, 0.5); },
};

export function play(name) {
  if (isAwake() && SOUNDS[name]) SOUNDS[name]();
}
