// Keep this page on the phone, once it has been read; nothing else is ever kept.
addEventListener("load", () => {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js");
});
