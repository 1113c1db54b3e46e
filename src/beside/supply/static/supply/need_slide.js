// A slider beside each number of "What if". Without a script the numbers alone do.
for (const field of document.querySelectorAll("input[data-slide]")) {
  const slider = document.createElement("input");
  const label = document.querySelector(`label[for="${field.id}"]`);
  slider.type = "range";
  slider.className = "slide";
  slider.min = field.min || 0;
  slider.max = Math.max(Number(field.dataset.slide), Number(field.value));
  slider.step = Math.max(1, Math.round((slider.max - slider.min) / 200));
  slider.value = field.value;
  slider.setAttribute("aria-label", label ? label.textContent.trim() : field.name);
  slider.addEventListener("input", () => { field.value = slider.value; });
  slider.addEventListener("change", () => field.form.requestSubmit());
  field.addEventListener("input", () => { slider.value = field.value; });
  field.after(slider);
}
