// Passkey buttons appear only where they can work, and say so when they did not.
(() => {
  const can = 'PublicKeyCredential' in window;
  const show = (selector) => document.querySelectorAll(selector).forEach((it) => { it.hidden = false; });
  document.addEventListener('DOMContentLoaded', () => {
    if (can) show('[data-passkey]');
  });
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    show('[data-passkey-error]');
  });
})();
