// YASGUI over the plain form: our prefixes, completion of our terms, results that lead to cells.
// Everything that would ask another server is replaced before the editor is made.
"use strict";

(async () => {
  const place = document.getElementById("editor");
  const form = document.getElementById("plain");
  const Yasgui = window.Yasgui && (window.Yasgui.default || window.Yasgui);
  if (!place || !form || !Yasgui) return;
  const root = place.dataset.root;
  const english = place.dataset.language === "en";
  const known = await (await fetch(`${root}/sparql/vocabulary.json`)).json();
  const endpoint = new URL(`${root}/sparql`, location.href).href;

  const { Yasqe } = Yasgui;
  const stock = Yasqe.Autocompleters;
  const lines = Object.entries(known.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  Yasqe.registerAutocompleter({ ...stock.prefixes, name: "our-prefixes", persistenceId: undefined, get: async () => lines }, false);
  const terms = (token) => {
    const start = (token && token.autocompletionString ? token.autocompletionString : "").toLowerCase();
    return known.terms.filter((term) => term.iri.toLowerCase().startsWith(start) || term.zh.includes(start)).map((term) => term.iri);
  };
  for (const kind of ["class", "property"]) {
    if (stock[kind]) Yasqe.registerAutocompleter({ ...stock[kind], name: `our-${kind}`, persistenceId: undefined, bulk: false, get: async (yasqe, token) => terms(token) }, false);
  }
  Yasqe.defaults.autocompleters = ["our-prefixes", "our-class", "our-property", "variables"];

  form.hidden = true;
  place.hidden = false;
  const editor = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    populateFromUrl: false,
    corsProxy: undefined,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    yasqe: { prefixCcApi: null, createShortLink: undefined, value: form.querySelector("textarea").value },
    yasr: { prefixes: known.prefixes },
  });
  window.yusuanEditor = editor;
  // What was laid out while folded away has no size yet.
  const folded = place.closest("details");
  if (folded) folded.addEventListener("toggle", () => editor.getTab().getYasqe().refresh());

  // Identifiers in an answer lead to pages of this site: amounts to their cells.
  const local = (iri) => {
    const rest = iri.slice(known.base.length);
    const cell = rest.match(/^(?:observation|cell)\/([0-9a-f]{16})$/);
    return cell ? `${root}/where/${cell[1]}` : `${root}/about/${rest}`;
  };
  const labels = english
    ? { ".yasqe textarea": "SPARQL query", ".yasr input": "Filter the rows", ".yasr select": "Rows on a page", ".tabContextButton": "Settings" }
    : { ".yasqe textarea": "SPARQL 查询", ".yasr input": "在结果里找", ".yasr select": "每页行数", ".tabContextButton": "设置" };
  const tidy = () => {
    for (const link of place.querySelectorAll(".yasr a[href]")) {
      const iri = link.getAttribute("href");
      if (iri.startsWith(known.base)) { link.href = local(iri); link.target = "_self"; }
    }
    for (const value of place.querySelectorAll(".yasr td .nonIri:not([data-seen])")) {
      value.dataset.seen = "1";
      const id = value.textContent.match(/^"([0-9a-f]{16})"/);
      if (!id || /^\d+$/.test(id[1])) continue;
      const link = document.createElement("a");
      link.href = `${root}/where/${id[1]}`;
      link.textContent = id[1];
      value.replaceChildren(link);
    }
    for (const [which, text] of Object.entries(labels)) {
      for (const control of place.querySelectorAll(which)) if (!control.getAttribute("aria-label")) control.setAttribute("aria-label", text);
    }
    // A long query is scrolled by the keyboard too.
    for (const region of place.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) {
      region.tabIndex = 0;
      region.setAttribute("role", "group");
      region.setAttribute("aria-label", labels[".yasqe textarea"]);
    }
    for (const control of place.querySelectorAll("input:not([aria-label]):not([id]), select:not([aria-label]):not([id])")) control.setAttribute("aria-label", control.placeholder || control.name || labels[".tabContextButton"]);
  };
  new MutationObserver(tidy).observe(place, { childList: true, subtree: true });
  tidy();
})();
