// Answers the popup and the pages' buttons, which never see the token, and keeps the button where the user allowed it.

import "./addresses.js";
import { addLead, allOffers, chooseOffer, chosenOffer, lookUp, Problem } from "./api.js";

const { SITES, profileAt, siteOf } = globalThis.autoreach;
const IN_PAGE = ["addresses.js", "reading.js", "card_style.js", "card.js", "visit.js", "in_page.js"];

chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });

// --- questions

const ANSWERS = { "look-up": answerLookUp, add: answerAdd };

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const profile = profileAt(String(message?.address));
  const answer = Object.hasOwn(ANSWERS, message?.ask) && ANSWERS[message.ask];
  if (!answer || !profile) return undefined;
  mayAsk(sender, profile)
    .then((allowed) => (allowed ? answer(profile, message) : { leave: true }))
    .catch((error) => ({ problem: asProblem(error) }))
    .then(reply);
  return true;
});

/** The popup asks about any profile; a page's button only about the site it is on, while the user allows it. */
async function mayAsk(sender, profile) {
  if (sender.id !== chrome.runtime.id) return false;
  if (sender.origin === new URL(chrome.runtime.getURL("")).origin) return true;
  return sender.frameId === 0 && siteOf(sender.origin) === profile.site && isAllowed(profile.site);
}

function asProblem(error) {
  return error instanceof Problem
    ? { kind: error.kind, text: error.message }
    : { kind: "failed", text: "Something went wrong. Try again." };
}

async function answerLookUp(profile, { offer: wanted }) {
  if (wanted !== undefined) await chooseOffer(wanted);
  const offers = await allOffers();
  const offer = usualOffer(offers, await chosenOffer());
  return { offers, offer, lead: await lookUp(profile.address, offer) };
}

function usualOffer(offers, chosen) {
  const usual = offers.find(({ id }) => id === chosen) ?? offers.find(({ isDefault }) => isDefault) ?? offers[0];
  return usual?.id ?? null;
}

async function answerAdd(profile, { name, headline, offer }) {
  return addLead({ address: profile.address, name: String(name), headline: String(headline), offer });
}

// --- the button in the page

let lastChange = Promise.resolve();

/** One change after the other, so that no script is registered twice. */
function inTurn(change) {
  lastChange = lastChange.then(change, change);
  return lastChange;
}

function isAllowed(site) {
  return chrome.permissions.contains({ origins: [SITES[site].pattern] });
}

async function registerWhereAllowed() {
  const registered = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  for (const site of Object.keys(SITES)) {
    const allowed = await isAllowed(site);
    if (allowed && !registered.includes(site)) await register(site);
    if (!allowed && registered.includes(site)) await chrome.scripting.unregisterContentScripts({ ids: [site] });
  }
}

function register(site) {
  const script = { id: site, matches: [SITES[site].pattern], js: IN_PAGE, runAt: "document_idle" };
  return chrome.scripting.registerContentScripts([script]);
}

async function showInOpenPages() {
  for (const site of Object.keys(SITES)) {
    if (!(await isAllowed(site))) continue;
    for (const tab of await chrome.tabs.query({ url: SITES[site].pattern })) {
      await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: IN_PAGE }).catch(() => {});
    }
  }
}

/** Each asks once more, and goes away where it may not. */
async function refreshOpenPages() {
  for (const tab of await chrome.tabs.query({})) chrome.tabs.sendMessage(tab.id, { check: true }).catch(() => {});
}

async function followPermissions() {
  await inTurn(registerWhereAllowed);
  await inTurn(showInOpenPages);
}

chrome.runtime.onInstalled.addListener(followPermissions);
chrome.runtime.onStartup.addListener(() => inTurn(registerWhereAllowed));
chrome.permissions.onAdded.addListener(followPermissions);
chrome.permissions.onRemoved.addListener(async () => {
  await inTurn(registerWhereAllowed);
  await refreshOpenPages();
});
chrome.storage.onChanged.addListener(({ pairing }) => pairing && refreshOpenPages());
