// Theme, filter and search. Every page can be read without it; what needs it is hidden until it runs.
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "assay-theme";
  const MOST = 40;

  // Words are compared without case and accents, so that "avionte" finds Avionté.
  const folded = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  const wordsOf = (text) => folded(text).split(/\s+/).filter(Boolean);
  const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem(KEY, theme); } catch { /* only this page then */ } };
  root.classList.add("js");
  const theme = remembered();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  function themes(button) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const tell = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    tell();
    system.addEventListener("change", tell);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      tell();
    });
  }

  function filter(form) {
    const rows = [...document.querySelectorAll("[data-k]:is(tr, li)")].map((row) => ({
      row, text: folded(`${row.closest("[data-part]").querySelector("h3").textContent} ${row.textContent}`),
    }));
    const parts = [...document.querySelectorAll("[data-part]")].map((part) => ({
      part,
      head: part.querySelector(":scope > [data-k]"),
      text: folded(part.querySelector("h3").textContent),
    }));
    const count = form.querySelector("[data-count]");
    const fits = (row, text, wanted) =>
      (!wanted.outcome || row.dataset.o === wanted.outcome) &&
      (!wanted.kind || row.dataset.k === wanted.kind) &&
      (!wanted.assumed || "a" in row.dataset) &&
      wanted.words.every((word) => text.includes(word));
    const apply = () => {
      const fields = form.elements;
      const wanted = {
        words: wordsOf(fields.text.value),
        outcome: fields.outcome.value, kind: fields.kind.value, assumed: fields.assumed.checked,
      };
      const isAll = !wanted.words.length && !wanted.outcome && !wanted.kind && !wanted.assumed;
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !fits(row, text, wanted);
        shown += row.hidden ? 0 : 1;
      }
      for (const { part, head, text } of parts) {
        const fitting = head && fits(head, text, wanted);
        shown += fitting ? 1 : 0;
        for (const list of part.querySelectorAll("table, .rules")) list.hidden = !list.querySelector("[data-k]:not([hidden])");
        part.hidden = !isAll && !fitting && !part.querySelector("tr[data-k]:not([hidden]), li[data-k]:not([hidden])");
      }
      for (const chapter of document.querySelectorAll("[data-chapter]"))
        chapter.hidden = !chapter.querySelector("[data-part]:not([hidden])");
      count.textContent = shown === 1 ? "1 promise" : `${shown.toLocaleString("en")} promises`;
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  function made(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function finder() {
    const key = (name) => made("kbd", {}, name);
    return made("dialog", { class: "finder", "aria-label": "Search" },
      made("input", {
        type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found",
        "aria-autocomplete": "list", "aria-label": "Connector, model, field, action or behaviour",
        placeholder: "Connector, model, field, action, behaviour …", autocomplete: "off", spellcheck: "false",
      }),
      made("p", { class: "hint", role: "status" }),
      made("ul", { id: "found", role: "listbox", "aria-label": "Found" }),
      made("p", { class: "keys", "aria-hidden": "true" },
        key("↑"), " ", key("↓"), " choose ", key("Enter"), " open ", key("Esc"), " close"));
  }

  function search(dialog) {
    document.body.append(dialog);
    const input = dialog.querySelector("input");
    const list = dialog.querySelector("ul");
    const hint = dialog.querySelector(".hint");
    const base = root.dataset.root;
    let entries = null;
    let chosen = -1;

    const prepare = () => {
      const [kinds, pages, all] = window.assayFound;
      entries = all.map(([kind, page, anchor, name, told]) => ({
        kind: kinds[kind], rank: kind, name, told,
        href: base + pages[page] + (anchor ? `#${anchor}` : ""),
        lower: folded(name), text: folded(`${name} ${told} ${kinds[kind]}`),
      }));
      show();
    };
    const load = () => {
      if (document.querySelector("script[data-found]")) return;
      const script = made("script", { src: `${base}search.js`, "data-found": "" });
      script.addEventListener("load", prepare);
      script.addEventListener("error", () => { hint.textContent = "The list of search.js could not be read."; });
      document.head.append(script);
    };
    const score = (entry, words) => {
      const first = words[0];
      if (entry.lower === words.join(" ")) return 0;
      if (entry.lower.startsWith(first)) return 1;
      return entry.lower.includes(first) ? 2 : 3;
    };
    const choose = (index) => {
      const options = list.children;
      options[chosen]?.setAttribute("aria-selected", "false");
      chosen = options.length ? (index + options.length) % options.length : -1;
      const option = options[chosen];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      } else input.removeAttribute("aria-activedescendant");
    };
    const option = (entry, index) => {
      const item = made("li", {
        id: `found-${index}`, role: "option", "aria-selected": "false", "data-href": entry.href,
      }, made("small", {}, entry.kind), made("span", {}, entry.name), made("small", {}, entry.told));
      item.addEventListener("click", () => go(item));
      item.addEventListener("pointermove", () => { if (chosen !== index) choose(index); });
      return item;
    };
    const show = () => {
      const words = wordsOf(input.value);
      const found = !entries || !words.length ? [] : entries
        .filter((entry) => words.every((word) => entry.text.includes(word)))
        .map((entry) => ({ entry, score: score(entry, words) }))
        .sort((a, b) => a.score - b.score || a.entry.rank - b.entry.rank);
      list.replaceChildren(...found.slice(0, MOST).map(({ entry }, index) => option(entry, index)));
      input.setAttribute("aria-expanded", String(found.length > 0));
      hint.textContent = !words.length || !entries ? "" : found.length ? `${found.length} found${found.length > MOST ? `, the first ${MOST} are shown` : ""}` : "Nothing of that name.";
      choose(0);
    };
    const go = (item) => { if (item) { dialog.close(); location.href = item.dataset.href; } };
    const open = () => { load(); dialog.showModal(); input.select(); };

    for (const button of document.querySelectorAll("[data-find]")) {
      button.hidden = false;
      button.addEventListener("click", open);
    }
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) { event.preventDefault(); choose(chosen + moves[event.key]); }
      if (event.key === "Enter") { event.preventDefault(); go(list.children[chosen]); }
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); open(); }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    themes(document.querySelector("[data-theme-toggle]"));
    search(finder());
    const form = document.querySelector("[data-filter]");
    if (form) filter(form);
    const contents = document.querySelector("[data-toc]");
    if (contents && matchMedia("(max-width: 62rem)").matches) contents.open = false;
  });
})();
