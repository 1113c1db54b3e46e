// Each button plays its sound.
import { play, wake } from "./sounds.js";

for (const button of document.querySelectorAll("[data-sound]")) {
  button.addEventListener("click", async () => {
    await wake();
    play(button.dataset.sound);
  });
}
