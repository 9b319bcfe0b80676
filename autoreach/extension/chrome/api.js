// The installation this extension came from, and what is asked of it. Only the extension's own contexts load this module.

export const ORIGIN = chrome.runtime.getManifest().host_permissions[0].replace(/\/\*$/, "");
export const SETTINGS_PAGE = `${ORIGIN}/settings/`;

const PATHS = { me: "/api/v1/me", offers: "/api/v1/offers", leads: "/api/v1/leads", lookUp: "/api/v1/leads/lookup" };
const PATIENCE = 20_000;
const MOST_PAGES = 20;

/** Why an answer is missing, as a sentence for the user. `kind`: unpaired, busy, offline, failed or refused. */
export class Problem extends Error {
  constructor(kind, text) {
    super(text);
    this.kind = kind;
  }
}

export async function pairing() {
  return (await chrome.storage.local.get("pairing")).pairing ?? null;
}

export async function pair(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Problem("refused", "This is not a token. Copy it once more from Settings.");
  const { user, workspace, scopes } = await request(PATHS.me, { token });
  const missing = ["read", "add"].filter((scope) => !scopes.includes(scope));
  if (missing.length) {
    throw new Problem("refused", `This token lacks the right to ${missing.join(" and to ")} leads. Make another in Settings.`);
  }
  await chrome.storage.local.set({ pairing: { token, user, workspace } });
}

export async function unpair() {
  await chrome.storage.local.remove(["pairing", "offer"]);
}

export async function chosenOffer() {
  return (await chrome.storage.local.get("offer")).offer ?? null;
}

export async function chooseOffer(offer) {
  await chrome.storage.local.set({ offer });
}

export async function allOffers() {
  const offers = [];
  for (let cursor = "", page = 0; cursor !== null && page < MOST_PAGES; page++) {
    const { items, next } = await request(PATHS.offers, { query: { cursor } });
    offers.push(...items);
    cursor = next;
  }
  return offers.map(({ id, name, is_default }) => ({ id, name, isDefault: is_default }));
}

export async function lookUp(url, offer) {
  return asLead((await request(PATHS.lookUp, { query: { url, offer } })).lead);
}

export async function addLead({ address, name, headline, offer }) {
  const body = { url: address, ...(name && { name }), ...(headline && { headline }), ...(offer && { offer }) };
  const { lead, created } = await request(PATHS.leads, { body });
  return { lead: asLead(lead), created };
}

/** Only what is shown, and no link that leads elsewhere. */
function asLead(lead) {
  if (!lead) return null;
  const { name, state, state_label, composite, fit, intent, timing, reason, page_url } = lead;
  const page = URL.canParse(page_url) && new URL(page_url).origin === ORIGIN ? page_url : null;
  return { name, state, stateLabel: state_label, score: composite, fit, intent, timing, reason, page };
}

async function request(path, { token, query = {}, body } = {}) {
  const key = token ?? (await pairing())?.token;
  if (!key) throw new Problem("unpaired", "Connect this browser with a personal token first.");
  const url = new URL(path, ORIGIN);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  const response = await fetched(url, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${key}`, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw problemOf(response, answer);
}

async function fetched(url, options) {
  try {
    return await fetch(url, {
      ...options, cache: "no-store", credentials: "omit", redirect: "error", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    const host = new URL(ORIGIN).host;
    throw new Problem("offline", `No connection to AutoReach at ${host}. Check that you are online and that it runs.`);
  }
}

function problemOf(response, answer) {
  if (response.status === 401) {
    return new Problem("unpaired", "The token is no longer valid. Make a new one in Settings and connect again.");
  }
  if (response.status === 429) return new Problem("busy", `Too many requests. Try again ${after(response)}.`);
  if (response.status < 500 && typeof answer?.detail === "string") return new Problem("refused", answer.detail);
  return new Problem("failed", "AutoReach could not answer. Try again in a moment.");
}

function after(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  if (!(seconds > 0)) return "in a moment";
  return seconds < 90 ? `in ${Math.ceil(seconds)} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
