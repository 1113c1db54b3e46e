// Makes, copies and re-wraps packing keys. What is sent is public, or wrapped under words.
import { make, unwrap, wrap } from "./wrap.js";

const list = JSON.parse(document.getElementById("words").textContent);
const LONG = 8; // words of a phrase that is said once: 64 bits

function phrase() {
  const drawn = crypto.getRandomValues(new Uint8Array(LONG));
  return [...drawn].map((one) => list[one]).join(" ");
}

function tell(form, words) {
  const fault = form.querySelector(".error");
  fault.textContent = words;
  fault.hidden = !words;
}

const does = {
  async make(form) {
    const [words, again] = [form.elements.words.value, form.elements.again.value];
    if (words.trim().length < 12) return form.dataset.short;
    if (words !== again) return form.dataset.differ;
    const made = await make();
    form.elements.public.value = JSON.stringify(made.public);
    form.elements.wrapped.value = JSON.stringify(await wrap(made.secret, form.elements.key_id.value, words));
    made.secret.fill(0);
    return "";
  },
  async copy(form) {
    const id = form.dataset.key;
    const secret = await unwrap(JSON.parse(form.dataset.copy), id, form.elements.words.value);
    const once = form.elements.once.value;
    form.elements.wrapped.value = JSON.stringify(await wrap(secret, id, once));
    secret.fill(0);
    return "";
  },
  async rewrap(form) {
    const id = form.dataset.key;
    if (form.elements.next.value.trim().length < 12) return form.dataset.short;
    const secret = await unwrap(JSON.parse(form.dataset.copy), id, form.elements.words.value);
    form.elements.wrapped.value = JSON.stringify(await wrap(secret, id, form.elements.next.value));
    secret.fill(0);
    return "";
  },
};

for (const form of document.querySelectorAll("form[data-does]")) {
  for (const shown of form.querySelectorAll("[data-phrase]")) {
    const words = phrase();
    shown.textContent = words;
    form.elements.once.value = words;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    tell(form, "");
    let fault = form.dataset.wrong;
    try {
      fault = await does[form.dataset.does](form);
    } catch {
      // The words are others, or the copy was tampered with.
    }
    button.disabled = false;
    if (fault) return tell(form, fault);
    for (const field of form.querySelectorAll("[data-stays]")) field.disabled = true;
    form.submit();
  });
}
document.getElementById("needs-script").hidden = true;
for (const one of document.querySelectorAll("[data-script]")) one.hidden = false;
