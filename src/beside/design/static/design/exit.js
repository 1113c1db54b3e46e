document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("[data-leave]");
  if (!link) return;
  event.preventDefault();
  document.documentElement.hidden = true;
  location.replace(link.href);
});
