// "Use where I am": asked only on a tap, rounded here, sent once, never in an address.
addEventListener("DOMContentLoaded", () => {
  if (!navigator.geolocation || !isSecureContext) return;
  for (const form of document.querySelectorAll("[data-locate]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.lat.value) return;
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      navigator.geolocation.getCurrentPosition((found) => {
        form.lat.value = found.coords.latitude.toFixed(2);
        form.lon.value = found.coords.longitude.toFixed(2);
        form.submit();
      }, () => { form.hidden = true; document.getElementById("near").focus(); }, { maximumAge: 6e5, timeout: 1e4 });
    });
  }
});
