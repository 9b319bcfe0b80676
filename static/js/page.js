// Toasts, dialogs and the side panel. Pages work without this file.
const TOAST_SECONDS = 12;

const toasts = () => document.getElementById("toasts");

function toast(words, kind = "info") {
  const element = document.createElement("div");
  element.className = `toast ${kind}`;
  element.append(Object.assign(document.createElement("span"), { textContent: words }));
  toasts().append(element);
  scheduleDismissal();
}

function scheduleDismissal() {
  for (const element of toasts().querySelectorAll(".toast:not([data-timed])")) {
    element.dataset.timed = "";
    const leave = () => (element.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : element.remove());
    setTimeout(leave, TOAST_SECONDS * 1000);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-dismiss]")) target.closest(".toast").remove();
  const opener = target.closest("[data-open-dialog]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    document.getElementById(opener.dataset.openDialog).showModal();
  }
  if (target.closest("[data-close-dialog]")) {
    event.preventDefault();
    target.closest("dialog").close();
  }
  if (target.matches("dialog")) target.close();
  const closer = target.closest("[data-close-panel]");
  if (closer && document.querySelector("[data-list]")) {
    event.preventDefault();
    closePanel();
  }
});

// A field's text is copied by a button, where the browser allows it: not on an address without TLS.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      toast("Copied.", "success");
    } catch {
      field.select();
      toast("The browser does not allow it. Copy the selected text.", "warning");
    }
  });
}

document.addEventListener("dialog:close", () => document.getElementById("dialog").close());
// The element that opened a dialog may be gone when it closes: the list was reloaded or the selection cleared.
document.getElementById("dialog").addEventListener("close", () => {
  setTimeout(() => document.activeElement === document.body && document.getElementById("content").focus(), 400);
});

// The address of the list on this page. It is kept while a lead is open beside the list.
let listAddress = location.href;
const panel = () => document.getElementById("panel");

function emptyPanel() {
  panel().replaceChildren();
  document.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
  document.querySelector("tr.focused a.row-link")?.focus();
}

function closePanel() {
  if (!panel().firstElementChild) return false;
  emptyPanel();
  history.pushState({ htmx: true }, "", listAddress);
  return true;
}

const isLead = (path) => /^\/leads\/\d+\/$/.test(path);
const besideKey = () => `beside ${location.pathname}${location.search}`;

document.addEventListener("htmx:pushedIntoHistory", () => {
  if (isLead(location.pathname)) sessionStorage.setItem(besideKey(), listAddress);
  else listAddress = location.href;
});

// Back and forward between leads opened beside a list change only the panel; htmx would load the lead's own page.
window.addEventListener("popstate", (event) => {
  if (!document.querySelector("[data-list]")) return;
  if (location.href === listAddress) emptyPanel();
  else if (isLead(location.pathname)) {
    htmx.ajax("GET", location.pathname + location.search, { target: "#panel", swap: "innerHTML" });
  } else return;
  event.stopImmediatePropagation();
});

// Coming back from another page to a lead that was open beside a list shows the list again.
const [arrival] = performance.getEntriesByType("navigation");
const besideList = sessionStorage.getItem(besideKey());
if (besideList && arrival?.type === "back_forward") location.replace(besideList);
else if (besideList && arrival?.type === "navigate") sessionStorage.removeItem(besideKey());

document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  if (target.id === "dialog-body" && target.firstElementChild) {
    const dialog = document.getElementById("dialog");
    dialog.setAttribute("aria-label", target.querySelector("h2")?.textContent || "Dialog");
    if (!dialog.open) dialog.showModal();
  }
  if (target.id === "panel") target.scrollTop = 0;
  if (target.id === "other-workspace-body") showOtherWorkspace();
});

// Another tab has chosen another workspace: what this page polls waits until its own is chosen again.
let waits = false;
const otherWorkspace = document.getElementById("other-workspace");
const otherWorkspaceNotice = document.getElementById("other-workspace-notice");

function showOtherWorkspace() {
  if (!otherWorkspace.open) otherWorkspace.showModal();
  otherWorkspace.querySelector("h1").focus();
}

// A dialog would swallow what is being typed: only what a button or link asked for is refused in one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target.id !== "other-workspace-body") return;
  waits = true;
  if (/^(click|submit)$/.test(requestConfig.triggeringEvent?.type)) return;
  if (otherWorkspaceNotice.firstElementChild) event.detail.shouldSwap = false;
  else event.detail.target = otherWorkspaceNotice;
});

// News of a page must not take away a form that is open or about to open, or one whose answer is still to come. Toasts
// are added to those that are there, and take nothing away.
const WAITS = "form[data-editing], .fact .htmx-request, [data-disabled-by-htmx]";
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  if (target !== toasts() && target.querySelector(WAITS)) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (waits && !event.detail.requestConfig.triggeringEvent) event.preventDefault();
});
// That a newer request ends an older one is no error. htmx logs an event only where its details name one.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const { abort } = detail.xhr;
  detail.xhr.abort = () => {
    detail.error = "";
    abort.call(detail.xhr);
  };
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || event.detail.xhr.status === 409) return;
  waits = false;
  otherWorkspaceNotice.replaceChildren();
});
document.addEventListener("workspace:chosen", () => otherWorkspace.close());

// A narrow screen scrolls a row of tabs: the chosen one is brought into view, at once. A row that is loaded again stays
// where it was scrolled to.
const scrolledTo = new Map();
const rowsShown = new WeakSet();

function showChosenTabs() {
  for (const row of document.querySelectorAll(".tabs, .rail-nav")) {
    const tab = row.querySelector("[aria-current]");
    if (!tab || rowsShown.has(row)) continue;
    rowsShown.add(row);
    const [inside, outside] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    const isHidden = inside.left < outside.left || inside.right > outside.right;
    if (scrolledTo.has(row.ariaLabel)) row.scrollLeft = scrolledTo.get(row.ariaLabel);
    else if (isHidden) row.scrollLeft += (inside.left + inside.right - outside.left - outside.right) / 2;
  }
}

const noteScroll = ({ target }) => rowsShown.has(target) && scrolledTo.set(target.ariaLabel, target.scrollLeft);
document.addEventListener("scroll", noteScroll, true);
document.addEventListener("htmx:afterSettle", showChosenTabs);
showChosenTabs();

document.addEventListener("htmx:afterSettle", scheduleDismissal);
document.addEventListener("DOMContentLoaded", scheduleDismissal);
scheduleDismissal();

// The action that a toast offered was done.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) event.detail.elt.closest?.(".toast")?.remove();
});

// Empty fields of a filter form are not sent, so that addresses stay short.
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, formData } = event.detail;
  if (verb !== "get") return;
  for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
});

// A page that refuses says why in one place; that of an expired form does not.
const reasonOf = (xhr) =>
  new DOMParser().parseFromString(xhr.responseText, "text/html").getElementById("refusal")?.textContent.trim();

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 404) toast("This is no longer here. Reload the page to see what is.", "warning");
  else if (status === 403) toast(reasonOf(event.detail.xhr) ?? "Your session has changed. Reload the page and try again.", "warning");
  else toast("Something went wrong on the server. Nothing was lost; please try again.", "danger");
});
document.addEventListener("htmx:sendError", () => {
  toast("The server cannot be reached. Nothing was lost; please try again.", "danger");
});

// Parts of a page follow what its form holds: a price, a reading, a list. What was typed before the scripts listened, or
// kept by the browser when the page was loaded again, counts like what is typed now.
function isChanged(field) {
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.defaultSelected && !option.selected);
  return "defaultValue" in field && field.value !== field.defaultValue;
}

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) return; // as it was left, with all that followed
  for (const form of document.querySelectorAll("form[data-followed]")) {
    for (const field of form.elements) if (isChanged(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
