// The toolbar's popup: pairing, the profile of the tab it was opened on, and where the button in the page may stand.

import { pair, pairing, SETTINGS_PAGE, unpair } from "./api.js";

const { SITES, createCard, followProfiles, profileAt } = globalThis.autoreach;
const part = (id) => document.getElementById(id);
const card = createCard(document);
const visit = followProfiles({ card, read: readTab, unpaired: () => show("pairing", true) });
let tab = null;

part("make-token").href = `${SETTINGS_PAGE}#tokens`;
part("pairing").addEventListener("submit", connect);
part("disconnect").addEventListener("click", disconnect);
await start();

async function start() {
  const paired = await pairing();
  show("pairing", !paired);
  show("account", paired);
  show("sites", paired);
  visit.arriveAt(null);
  show("profile", false);
  show("no-profile", false);
  if (!paired) return part("token").focus();
  part("who").textContent = `${paired.user} in ${paired.workspace}`;
  await Promise.all([showSites(), showProfile()]);
}

function show(id, visible) {
  part(id).hidden = !visible;
}

async function connect(event) {
  event.preventDefault();
  const problem = part("pairing-problem");
  problem.textContent = "";
  try {
    await pair(part("token").value.trim());
    part("token").value = "";
    await start();
  } catch (error) {
    problem.textContent = error.kind === "unpaired" ? "This token is not known here, or it was revoked." : error.message;
  }
}

async function disconnect() {
  await unpair();
  await start();
}

// --- the profile of the tab

async function showProfile() {
  tab = await openedOn();
  const profile = profileAt(tab?.url ?? "");
  show("profile", profile);
  show("no-profile", !profile);
  if (!profile) return;
  const { name } = (await readTab(profile)) ?? {};
  visit.arriveAt({ ...profile, name });
}

/** The tab in front; the address of this page can name another, where it is opened as a page of its own. */
async function openedOn() {
  const named = Number(new URLSearchParams(location.search).get("tab"));
  if (named) return chrome.tabs.get(named);
  return (await chrome.tabs.query({ active: true, currentWindow: true }))[0];
}

/** What the tab says of the profile; null where it cannot be read, or shows another person by now. */
async function readTab(profile) {
  try {
    const target = { tabId: tab.id };
    await chrome.scripting.executeScript({ target, files: ["addresses.js", "reading.js"] });
    const [{ result }] = await chrome.scripting.executeScript({ target, func: () => autoreach.readProfile() });
    return result?.address === profile.address ? result : null;
  } catch {
    return null;
  }
}

// --- the button in the page

async function showSites() {
  part("site-list").replaceChildren(...(await Promise.all(Object.values(SITES).map(siteLine))));
}

async function siteLine({ label, pattern }) {
  const allowed = await chrome.permissions.contains({ origins: [pattern] });
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: allowed ? "Remove" : "Allow",
    ariaLabel: allowed ? `Remove the button from ${label}` : `Allow the button on ${label}`,
  });
  button.addEventListener("click", async () => {
    await chrome.permissions[allowed ? "remove" : "request"]({ origins: [pattern] });
    await showSites();
  });
  const line = document.createElement("li");
  line.append(label, button);
  return line;
}
