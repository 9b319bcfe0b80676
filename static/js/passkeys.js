// Says why a passkey could not be used; without this, allauth's scripts say it to the console only.
const REASONS = {
  NotAllowedError: "The passkey was not used: it was cancelled, took too long, or none fits this site.",
  InvalidStateError: "This passkey is known already.",
  SecurityError: "Passkeys need https, or the address http://localhost. This page is open at another one.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = REASONS[event.detail.exception?.name] ?? "The passkey could not be used. Log in with your password.";
  document.querySelector(".passkey-problem")?.remove();
  const place = document.querySelector("main form.form") ?? document.querySelector("main");
  const notice = Object.assign(document.createElement("div"), { className: "notice danger passkey-problem" });
  notice.setAttribute("role", "alert");
  notice.append(Object.assign(document.createElement("p"), { textContent: said }));
  place.before(notice);
});
