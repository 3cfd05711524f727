// Makes the index a list that can be filtered and sorted. Without it the page is a list of the newest.
// @ts-check
(() => {
  "use strict";

  // How many rows are drawn at once: more than are seen, and few enough to type without a delay.
  const STEP = 50;
  const { table: tables, filters, messages } = /** @type {any} */ (window).postmortemArchive;
  const { element, button } = filters;
  const { _, ngettext, number } = messages;
  /** What facets are called within a sentence. @type {Record<string, string>} */
  const NAMES = {
    severity: _("severity"),
    service: _("service"),
    team: _("team"),
    cause: _("cause"),
    tag: _("tag"),
    year: _("year"),
    status: _("status"),
    kind: _("kind"),
    detection: _("detection"),
  };
  /** @typedef {{ words: string, values: Map<string, string[]>, sort: string }} Choice */

  const root = /** @type {HTMLElement | null} */ (document.querySelector(".pm-filter[data-table]"));
  if (!root || root.dataset.live) return;
  root.dataset.live = "yes"; // a theme may run this again
  const one = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const list = one(".pm-list");
  const says = one(".pm-more[role=status]");
  const asked = one(".pm-asked");
  const field = asked.querySelector("input");
  const sort = asked.querySelector("select");
  const foldAll = asked.querySelector(".pm-fold");
  const chosen = one(".pm-chosen");
  // What the page itself says: what is shown as long as nothing is chosen.
  const plain = [...list.childNodes];
  const plainSays = says.textContent;
  const anchors = [...list.querySelectorAll("h3")].map((heading) => heading.id);

  const all = /** @type {HTMLDetailsElement[]} */ ([...root.querySelectorAll("details")]);
  // Where there is one value at most, there is nothing to choose.
  const used = all.filter((each) => !("single" in each.dataset));
  const labels = new Map(all.map((each) => [each.dataset.facet ?? "", each.dataset.label ?? ""]));
  asked.hidden = false;
  for (const each of all) {
    each.hidden = !used.includes(each);
    each.querySelector("summary")?.replaceChildren(each.dataset.label ?? "");
  }
  filters.fold(root, all);

  // Whoever comes with a choice in the address came for the list.
  const front = one(".pm-front");
  /** @param {Choice} choice */
  const plainly = (choice) => !choice.values.size && !choice.words.trim() && choice.sort === "newest";
  /** What the address leads to, if the front has it. */
  const aim = () => [...front.querySelectorAll("[id]")].find((each) => `#${each.id}` === location.hash);
  front.hidden = !aim() && !plainly(filters.read(location.search, [...labels.keys()]));
  foldAll.addEventListener("click", () => {
    foldAll.setAttribute("aria-expanded", String(root.classList.toggle("pm-unfolded")));
  });

  tables.load(new URL(root.dataset.table ?? "", location.href).href).then(begin, () => {
    asked.hidden = true;
    front.hidden = false;
    says.textContent = _("{postmortems} They cannot be filtered: the table of them did not load.", { postmortems: plainSays });
  });

  /** @param {any} table */
  function begin(table) {
    /** @type {Choice} */
    let choice = filters.read(location.search, table.facets);
    if (field.value) choice.words = field.value; // typed before the table was there
    const facets = used.map((details) => {
      const name = details.dataset.facet ?? "";
      const choose = (/** @type {string} */ value, /** @type {boolean} */ on) => go(filters.changed(choice, name, value, on));
      return new filters.Facet(details, [...table.columns.names[name], ...(table.lacking(name) ? [""] : [])], choose);
    });

    /** @param {Choice} next @param {boolean} [typing] */
    function go(next, typing = false) {
      choice = next;
      const address = filters.written(choice, table.facets, location.href);
      // A reader who goes back wants the choice before this one, not the word one letter shorter.
      if (address !== location.href) history[typing ? "replaceState" : "pushState"](history.state, "", address);
      show();
    }

    /** Shows the front; what the reader looks at stays where it is. */
    function unfold() {
      if (!front.hidden) return;
      const before = asked.getBoundingClientRect().top;
      front.hidden = false;
      window.scrollBy(0, asked.getBoundingClientRect().top - before);
    }

    function show() {
      const held = chosen.contains(document.activeElement) || list.contains(document.activeElement);
      const found = table.choose(choice);
      if (field.value.trim() !== choice.words.trim()) field.value = choice.words;
      sort.value = choice.sort;
      for (const facet of facets) facet.show(choice.values.get(facet.name) ?? [], found.counts[facet.name]);
      const many = [...choice.values.values()].reduce((sum, values) => sum + values.length, 0);
      foldAll.textContent = many ? _("Filter ({n})", { n: many }) : _("Filter");
      filters.chips(chosen, choice, labels, go);
      if (chosen.hidden) {
        unfold();
        list.replaceChildren(...plain);
        says.textContent = plainSays;
      } else {
        says.textContent = ngettext("{found} of {n} postmortem", "{found} of {n} postmortems", table.size, { found: found.rows.length });
        list.replaceChildren(...(found.rows.length ? listed(table, found.rows, choice) : nothing(found.without)));
        // The table of contents and the link that skips the navigation lead to these.
        for (const id of anchors) if (!document.getElementById(id)) list.prepend(Object.assign(element("span"), { id }));
      }
      // What had the focus may be gone: then it is where the next key is most likely meant.
      if (held && document.activeElement === document.body) (chosen.querySelector("button") ?? field).focus();
    }

    /** Which filter to drop. @param {Record<string, number>} without */
    function nothing(without) {
      const ways = Object.entries(without).map(([name, count]) => {
        const values = (choice.values.get(name) ?? []).map((value) => value || filters.NONE);
        const any = values.reduce((one, other) => _("{one} or {other}", { one, other }), values.shift() ?? "");
        const told =
          name === "words"
            ? _("Without “{words}”: {n}", { words: choice.words.trim(), n: count })
            : _("Without {facet} {values}: {n}", { facet: NAMES[name], values: any, n: count });
        const drop = () => go(name === "words" ? { ...choice, words: "" } : filters.withValues(choice, name, []));
        return element("li", "", button(told, drop, "pm-plain"));
      });
      const why = ways.length ? _("No postmortem fits all of this.") : _("No postmortem fits, nor would one with one filter less.");
      return [element("p", "", why), ...(ways.length ? [element("ul", "", ...ways)] : [])];
    }

    field.addEventListener("input", () => go({ ...choice, words: field.value }, true));
    sort.addEventListener("change", () => go({ ...choice, sort: sort.value }));
    const gone = new AbortController();
    const back = () => {
      if (!root?.isConnected) return gone.abort();
      choice = filters.read(location.search, table.facets);
      field.value = choice.words;
      show();
    };
    window.addEventListener("popstate", back, { signal: gone.signal });
    // The table of contents leads there too.
    const lead = () => {
      if (!front.hidden || !aim()) return;
      front.hidden = false;
      aim()?.scrollIntoView();
    };
    window.addEventListener("hashchange", lead, { signal: gone.signal });
    go(choice, true);
  }

  /** The rows, with a heading for each year where they are sorted by day; a button shows more. @param {any} table @param {number[]} rows @param {Choice} choice */
  function listed(table, rows, choice) {
    const byDay = choice.sort === "newest" || choice.sort === "oldest";
    /** @type {Map<number | null, number>} */
    const counts = new Map();
    for (const row of rows) counts.set(table.columns.year[row], (counts.get(table.columns.year[row]) ?? 0) + 1);
    const holder = element("div", "pm-found");
    let shown = 0;
    /** @type {number | null | undefined} */
    let year;
    let lines = element("ol", "pm-rows");
    const more = button("", () => draw()?.querySelector("a")?.focus(), "pm-step");
    /** Draws the next rows, and returns the first of them. */
    function draw() {
      let first;
      for (const row of rows.slice(shown, shown + STEP)) {
        const its = byDay ? table.columns.year[row] : null;
        if (its !== year) {
          lines = element("ol", "pm-rows");
          holder.append(...(byDay ? [heading(table, its, counts.get(its) ?? 0)] : []), lines);
          year = its;
        }
        const line = item(table, row);
        first ??= line;
        lines.append(line);
      }
      shown = Math.min(rows.length, shown + STEP);
      more.textContent = _("Show {n} more", { n: Math.min(STEP, rows.length - shown) });
      more.hidden = shown === rows.length;
      return first;
    }
    draw();
    return [holder, more];
  }

  /** @param {any} table @param {number | null} year @param {number} count */
  function heading(table, year, count) {
    const name = year === null ? _("Undated") : table.columns.names.year[year];
    const text = year === null ? name : anchor(name, table.page("year", year));
    const made = element("h3", "", text, " ", element("span", "pm-count", number(count)));
    const id = `year-${year === null ? "undated" : name}`;
    document.getElementById(id)?.remove();
    return Object.assign(made, { id });
  }

  /** @param {string} text @param {string} address @param {string} [of] */
  function anchor(text, address, of = "") {
    const made = element("a", of, text);
    if (address) made.href = address;
    return made;
  }

  /** A row as in parts.html. @param {any} table @param {number} row */
  function item(table, row) {
    const { columns } = table;
    const name = (/** @type {string} */ facet) => columns.names[facet][columns[facet][row]];
    const title = element("span", "pm-title", anchor(columns.titles[row], table.address(row)));
    for (const [facet, usual] of [["kind", "incident"], ["status", "final"]]) {
      if (name(facet) !== usual) title.append(" ", element("span", "pm-mark", name(facet)));
    }
    const span = element("span", "pm-span", tables.span(columns.minutes[row]));
    const known = table.stated.has(row) ? _("Time to recover (as stated in the report)") : _("Time to recover");
    span.title = columns.minutes[row] === null ? _("Time to recover: not known") : known;
    const about = element("span", "pm-about");
    const severity = columns.severity[row];
    if (severity !== null) {
      const badge = anchor(name("severity"), table.page("severity", severity), `pm-severity pm-rank-${columns.ranks[severity]}`);
      badge.title = columns.meanings[severity];
      about.append(badge, " ");
    }
    about.append(...links(table, "service", row));
    const tags = links(table, "tag", row);
    if (tags.length) about.append(element("span", "pm-tags", " · ", ...tags));
    return element("li", "", element("span", "pm-day", columns.days[row] ?? "–"), title, span, about);
  }

  /** @param {any} table @param {string} facet @param {number} row */
  function links(table, facet, row) {
    const made = table.values(facet, row).map((/** @type {number} */ value) => anchor(table.columns.names[facet][value], table.page(facet, value)));
    return made.flatMap((/** @type {Node} */ link, /** @type {number} */ place) => (place ? [", ", link] : [link]));
  }
})();
