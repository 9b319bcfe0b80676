// The button in pages of LinkedIn and X. It hears of the next person without a load, in both directions.
globalThis.autoreach ??= {};

(() => {
  if (autoreach.isInPage) return;
  autoreach.isInPage = true;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const stopped = new AbortController();
  const card = autoreach.createCard(root, { inPage: true, show, hide });
  const visit = autoreach.followProfiles({ card, read, leave });

  function read({ address }) {
    const profile = autoreach.readProfile();
    return profile?.address === address ? profile : null;
  }

  function show() {
    // a page that builds itself again takes the button away
    if (!host.isConnected) document.documentElement.append(host);
  }

  function hide() {
    host.remove();
  }

  function leave() {
    stopped.abort();
    visit.arriveAt(null);
    autoreach.isInPage = false;
  }

  function follow() {
    if (!chrome.runtime?.id) leave(); // the extension was removed, or replaced by a newer one
    else visit.arriveAt(autoreach.profileAt(location.href));
  }

  function on(target, type, listener) {
    target.addEventListener(type, listener, { signal: stopped.signal });
  }

  // the page's own shortcuts must not act on what is typed here
  for (const type of ["keydown", "keypress", "keyup"]) on(host, type, (event) => event.stopPropagation());
  on(navigation, "currententrychange", ({ from }) => {
    if (!autoreach.isSame(autoreach.profileAt(from.url ?? ""), autoreach.profileAt(location.href))) autoreach.noteHeading();
    follow();
  });
  on(document, "visibilitychange", () => document.hidden || !chrome.runtime?.id || visit.refresh());
  chrome.runtime.onMessage.addListener((message) => {
    if (message.check) visit.refresh();
  });
  follow();
})();
