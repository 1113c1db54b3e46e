// What staff pages gain with JavaScript: a palette (Ctrl-K), a sheet of keys (?),
// and a way to the first search box (/). Single keys can be turned off by the
// person's own tools: they never fire while something is being written.
const palette = document.getElementById("palette");
const keys = document.getElementById("keys");
const words = palette.querySelector("input");
const options = [...palette.querySelectorAll("[role=option]")];
const none = palette.querySelector("[data-none]");

const plain = (text) => text.normalize("NFD").replace(/[̀-ͯ]/g, "").toLowerCase();
const shown = () => options.filter((option) => !option.hidden);
const chosen = () => options.find((option) => option.getAttribute("aria-selected") === "true");

function choose(option) {
  for (const other of options) other.setAttribute("aria-selected", String(other === option));
  words.setAttribute("aria-activedescendant", option ? option.id : "");
  if (option) option.scrollIntoView({ block: "nearest" });
}

function narrow() {
  const asked = plain(words.value).split(/\s+/);
  for (const option of options) {
    const text = plain(option.textContent);
    option.hidden = !asked.every((part) => text.includes(part));
  }
  none.hidden = shown().length > 0;
  choose(shown()[0]);
}

function step(by) {
  const list = shown();
  const place = list.indexOf(chosen());
  if (list.length) choose(list[(place + by + list.length) % list.length]);
}

function open(dialog) {
  if (dialog.open || document.querySelector("dialog[open]")) return;
  dialog.showModal();
  if (dialog === palette) {
    words.value = "";
    narrow();
  }
}

const go = (option) => { if (option) location.assign(option.dataset.to); };

words.addEventListener("input", narrow);
words.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter") go(chosen());
  else return;
  event.preventDefault();
});
palette.addEventListener("click", (event) => go(event.target.closest("[role=option]")));

for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => open(document.getElementById(button.dataset.opens)));
}

const writing = (at) => at.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open(palette);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (event.key === "?") open(keys);
  if (event.key === "/") {
    const search = document.querySelector("main [type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// On a phone the menu scrolls sideways: begin where one is.
const here = document.querySelector(".side [aria-current]");
if (here) {
  const [link, menu] = [here, here.closest(".side")].map((one) => one.getBoundingClientRect());
  here.closest(".side").scrollLeft += link.left + link.width / 2 - menu.left - menu.width / 2;
}

// A form with faults brings the list of them to the reader first.
const faults = document.getElementById("errors");
if (faults) faults.focus();
