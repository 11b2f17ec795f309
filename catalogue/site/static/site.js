// What the pages gain where scripts run; everything works without. Nothing is asked of any other server.
"use strict";

// The arrow keys turn from cell to cell.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable], .scroll, pre")) return;
  const wanted = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const scope = document.querySelector("dialog[open]") || document.querySelector("#cell");
  const link = wanted && scope && scope.querySelector(`a[rel=${wanted}]`);
  if (link) { event.preventDefault(); link.click(); }
});

// A figure opens its cell in a panel over the page; with a modifier key, or when that fails, its own page.
const words = document.documentElement.lang === "en" ? { close: "Close", page: "Open as a page" } : { close: "关闭", page: "打开单独的页面" };
let panel, opener;

function made() {
  panel = document.createElement("dialog");
  panel.setAttribute("aria-label", words.page);
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("close", () => { if (opener) opener.focus(); });
  document.body.append(panel);
  return panel;
}

async function open(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const cell = page.querySelector("#cell");
  if (!cell) throw new Error("no cell");
  const close = document.createElement("button");
  close.className = "close";
  close.textContent = words.close;
  close.addEventListener("click", () => panel.close());
  const whole = document.createElement("p");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words.page;
  link.dataset.page = "1";
  whole.append(link);
  const heading = cell.querySelector("h1");
  (panel || made()).replaceChildren(close, cell, whole);
  panel.setAttribute("aria-label", heading ? heading.textContent.trim() : words.page);
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
  close.focus();
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.dataset.page || document.querySelector("main #cell")) return;
  const address = link.href.baseVal || link.getAttribute("href");
  if (!/\/where\/[0-9a-f]{16}(\?|$)/.test(address) || (link.getAttribute("target") || "_self") !== "_self") return;
  event.preventDefault();
  if (!link.closest("dialog")) opener = link;
  open(address).catch(() => { location.href = address; });
});
