// The card's look as text: a page's content policy does not reach a style sheet that is made by a script.
globalThis.autoreach ??= {};

autoreach.cardStyle = `
  :host { all: initial; position: fixed; right: 16px; bottom: 72px; z-index: 2147483646; }
  @media print { :host { display: none; } }
  .card, .card * { box-sizing: border-box; margin: 0; }
  .card {
    color-scheme: light dark;
    --surface: light-dark(#ffffff, #17181c);
    --border: light-dark(#e4e5ea, #2c2e35);
    --border-strong: light-dark(#8b8f9c, #6d717e);
    --ink: light-dark(#1b1c21, #ececf0);
    --ink-soft: light-dark(#555965, #a9adb9);
    --accent: light-dark(#3355d1, #8ea6ff);
    --accent-fill: light-dark(#3355d1, #3f5fd8);
    --accent-fill-hover: light-dark(#2a46b0, #4c6ce6);
    --good: light-dark(#14703c, #6fd295);
    --good-soft: light-dark(#e2f5e9, #14301f);
    --danger: light-dark(#b3261e, #ff9a92);
    display: grid; gap: 8px; overflow-wrap: anywhere; color: var(--ink); background: var(--surface);
    font: 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; text-align: start;
  }
  .card [hidden] { display: none !important; }
  .floating {
    width: 264px; max-height: 60vh; overflow: auto; padding: 12px; border: 1px solid var(--border); border-radius: 10px;
    box-shadow: 0 8px 28px light-dark(rgb(20 22 30 / 16%), rgb(0 0 0 / 55%));
  }
  .head { display: flex; gap: 8px; align-items: start; }
  .who { flex: 1; font-weight: 600; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  .badge {
    flex: none; padding: 1px 8px; border-radius: 999px; font-size: 12px; font-weight: 600;
    color: var(--good); background: var(--good-soft);
  }
  .status:empty { display: none; }
  .status, .soft, .reason { font-size: 13px; color: var(--ink-soft); }
  .status[data-kind="problem"] { color: var(--danger); }
  .score { font-weight: 600; }
  .score[data-state="ready"] { color: var(--good); }
  .field { display: grid; gap: 4px; font-size: 13px; color: var(--ink-soft); }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; }
  .card select, .card .primary, .card .button {
    min-height: 32px; padding: 4px 12px; border: 1px solid var(--border-strong); border-radius: 6px;
    font: inherit; font-size: 14px; color: var(--ink); background: var(--surface); text-decoration: none; cursor: pointer;
  }
  .card select { width: 100%; padding-inline: 8px; text-overflow: ellipsis; }
  .card .primary { border-color: transparent; color: #ffffff; background: var(--accent-fill); font-weight: 600; }
  .card .primary:hover { background: var(--accent-fill-hover); }
  .card .button { display: inline-flex; align-items: center; color: var(--accent); }
  .card .close {
    flex: none; width: 24px; height: 24px; padding: 0; border: 0; border-radius: 6px; font: inherit; font-size: 18px;
    line-height: 1; color: var(--ink-soft); background: none; cursor: pointer;
  }
  .card :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  [aria-busy="true"] .primary, [aria-busy="true"] select { opacity: 0.6; }
`;
