// Runs before the first paint. The banner comes after the page: its room is kept as high as it stood last, so that no
// row moves under the pointer.
(() => {
  const KEY = "banner-room";
  document.documentElement.style.setProperty("--banner-room", `${sessionStorage.getItem(KEY) ?? 0}px`);
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id === "banner") sessionStorage.setItem(KEY, target.getBoundingClientRect().height);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.id === "banner" && !detail.successful) detail.elt.classList.remove("banner-room");
  });
})();
