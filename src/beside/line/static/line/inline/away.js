// Without a connection nobody watches: the kept page says so, and gives the number.
addEventListener("DOMContentLoaded", () => {
  const away = document.getElementById("away");
  const tell = () => {
    if (away) away.hidden = navigator.onLine && /\/line\/$/.test(location.pathname);
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
});
