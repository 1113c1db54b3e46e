// Leave at once. The page blanks first, then this entry of the history becomes
// the neutral site; pages of ours that lie behind it leave again when come back to.
(() => {
  const root = document.documentElement;
  const past = window.navigation;
  const control = () => document.querySelector("[data-leave]");
  const leave = () => {
    root.hidden = true;
    document.title = "";
    location.replace("/exit");
  };
  const wentOn = (on) => past.updateCurrentEntry({ state: { on } });
  // An entry that led on to a page of ours which is there no more: we left from there.
  const arrive = () => {
    const here = past && past.currentEntry;
    if (!here) return;
    const gone = here.index === past.entries().length - 1 && (here.getState() || {}).on;
    gone ? leave() : wentOn(false);
  };
  if (past) {
    past.addEventListener("navigate", (e) => {
      const to = new URL(e.destination.url);
      const forward = e.navigationType === "push" || e.destination.index > past.currentEntry.index;
      if (forward) wentOn(to.origin === location.origin && to.pathname !== "/exit");
    });
    past.addEventListener("currententrychange", (e) => {
      if (e.navigationType === "traverse") wentOn(false);
    });
  }
  const [how] = performance.getEntriesByType("navigation");
  if (how && how.type === "back_forward") arrive();
  addEventListener("pagehide", () => { root.hidden = true; });
  addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    root.hidden = false;
    arrive();
  });
  addEventListener("click", (e) => {
    if (!e.target.closest || !e.target.closest("[data-leave]")) return;
    e.preventDefault();
    leave();
  });
  let shifts = 0, escapes = 0, timer;
  const forget = () => { shifts = escapes = 0; say(""); };
  const say = (words) => {
    const told = document.getElementById("told");
    if (told) told.textContent = words;
  };
  addEventListener("keyup", (e) => {
    const link = control();
    if (!link) return;
    const plain = !(e.ctrlKey || e.altKey || e.metaKey);
    shifts = plain && e.key === "Shift" ? shifts + 1 : 0;
    escapes = plain && e.key === "Escape" ? escapes + 1 : 0;
    clearTimeout(timer);
    if (shifts > 2 || escapes > 1) return leave();
    if (shifts) say(link.dataset[shifts > 1 ? "one" : "two"]);
    timer = setTimeout(forget, escapes ? 1000 : 5000);
  });
  // A capital letter is typed with Shift too: what comes between does not count.
  addEventListener("keydown", (e) => {
    if (e.key !== "Shift") shifts = e.shiftKey ? -1 : 0;
  });
})();
