// Which person a page is about, by its address alone. No module, since content scripts cannot be modules.
globalThis.autoreach ??= {};

(() => {
  const SITES = {
    linkedin: { label: "linkedin.com", pattern: "https://*.linkedin.com/*", host: /(^|\.)linkedin\.com$/ },
    x: { label: "x.com", pattern: "https://x.com/*", host: /^((www|mobile|m)\.)?(x|twitter)\.com$/ },
  };
  const LINKEDIN_PATH = /^\/(?:(?:comm|m|mwlite)\/)?in\/([^/]+)(?:\/|$)/;
  const X_PATH = /^\/@?(\w{1,15})(?:\/([a-z_]+))?\/?$/;
  const X_TABS = new Set([
    "with_replies", "highlights", "articles", "media", "likes", "photo", "header_photo", "followers", "following",
    "verified_followers", "affiliates", "superfollows",
  ]);
  const NOT_A_SLUG = new Set(
    "http https me none null nan unknown undefined linkedin yes no true false profile n-a edit view".split(" "),
  );
  const NOT_A_HANDLE = new Set(
    `about account accounts activity articles bookmarks broadcasts communities compose connect_people direct_messages
    download events explore favorites followers following grok hashtag help home i intent invitations jobs list lists
    login logout mentions messages moments notifications oauth premium premium_sign_up privacy public_timeline replies
    saved_searches search sessions settings share signin signup spaces status statuses terms topics tos trends
    tweetbutton users welcome who_to_follow widgets`.split(/\s+/),
  );

  function parsed(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url && /^https?:$/.test(url.protocol) ? url : null;
  }

  function siteOf(text) {
    const url = parsed(text);
    return (url && Object.keys(SITES).find((site) => SITES[site].host.test(url.hostname))) ?? null;
  }

  function decoded(part) {
    try {
      return decodeURIComponent(part).normalize("NFC");
    } catch {
      return "";
    }
  }

  function linkedInProfile(url) {
    const slug = decoded(LINKEDIN_PATH.exec(url.pathname)?.[1] ?? "").trim();
    if (!/[\p{L}\p{N}]/u.test(slug) || /[\s/\\@=%,;:()[\]{}]/.test(slug) || NOT_A_SLUG.has(slug.toLowerCase())) return null;
    // the case stays: ids of members depend on it
    return { site: "linkedin", handle: slug, address: `https://www.linkedin.com/in/${encodeURIComponent(slug)}` };
  }

  function xProfile(url) {
    const [, name, tab] = X_PATH.exec(url.pathname) ?? [];
    const handle = name?.toLowerCase();
    if (!handle || NOT_A_HANDLE.has(handle) || (tab && !X_TABS.has(tab))) return null;
    return { site: "x", handle, address: `https://x.com/${handle}` };
  }

  const READERS = { linkedin: linkedInProfile, x: xProfile };

  /** The site, handle and plain address of the profile at an address; null where it is no profile. */
  function profileAt(text) {
    const site = siteOf(text);
    return site && READERS[site](parsed(text));
  }

  function isSame(one, other) {
    return one?.site === other?.site && one?.handle.toLowerCase() === other?.handle.toLowerCase();
  }

  Object.assign(autoreach, { SITES, NOT_A_HANDLE, NOT_A_SLUG, siteOf, profileAt, isSame });
})();
