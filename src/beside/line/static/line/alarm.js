// A sound that wakes: it asks, asks louder, and does not stop in the last twenty seconds.
const LOUD = [null, { gain: 0.35, every: 1600, beeps: 2 }, { gain: 0.9, every: 1000, beeps: 3 }, { gain: 1, every: 700, beeps: 3 }];
const SHAKE = [null, [200, 150, 200], [400, 100, 400], [600, 80, 600]];

export class Alarm {
  #level = 0;
  #timer = 0;
  #sound = null;

  get ready() {
    return !!this.#sound && this.#sound.state === "running";
  }

  // Browsers let a page sound only after a touch: the tap that arms the clock is one.
  unlock(test = false) {
    const Sound = window.AudioContext || window.webkitAudioContext;
    if (!Sound) return;
    this.#sound ||= new Sound();
    if (this.#sound.state !== "running") this.#sound.resume();
    if (test) this.#ring(LOUD[1]);
  }

  set(level) {
    if (level === this.#level) return;
    this.#level = level;
    clearInterval(this.#timer);
    if (navigator.vibrate && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(0);
    if (!level) return;
    this.#once();
    this.#timer = setInterval(() => this.#once(), LOUD[level].every);
  }

  #once() {
    if (navigator.vibrate && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(SHAKE[this.#level]);
    if (this.ready) this.#ring(LOUD[this.#level]);
    document.documentElement.dataset.rang = String(this.#level);
  }

  #ring({ gain, beeps }) {
    const sound = this.#sound, start = sound.currentTime;
    for (let n = 0; n < beeps; n++) {
      const tone = sound.createOscillator(), loud = sound.createGain();
      tone.type = "square";
      tone.frequency.value = n % 2 ? 1320 : 880;
      loud.gain.value = gain;
      tone.connect(loud).connect(sound.destination);
      tone.start(start + n * 0.22);
      tone.stop(start + n * 0.22 + 0.17);
    }
  }
}
