// The exercise: picks a past incident, tells its timeline row by row, and asks what one would do next.
// What is typed stays on the page. Without this script the page is a list to pick from.
// @ts-check
(() => {
  "use strict";

  const { table: tables, filters, reenactment, messages } = /** @type {any} */ (window).postmortemArchive;
  const { element, button } = filters;
  const { _, number, parts } = messages;
  /** By what one can choose, and what it is called. @type {[string, string][]} */
  const FACETS = [
    ["service", _("Service")],
    ["severity", _("Severity")],
  ];

  const root = /** @type {HTMLElement | null} */ (document.querySelector(".pm-exercise[data-table]"));
  if (!root || root.dataset.live) return;
  root.dataset.live = "yes"; // a theme may run this again
  const says = /** @type {HTMLElement} */ (root.querySelector(".pm-says"));
  const plainly = /** @type {HTMLElement} */ (root.querySelector(".pm-plainly"));

  /** Leaves the list, with a reason. @param {string} why */
  function give(why) {
    plainly.firstElementChild?.remove();
    says.textContent = _("{why} Until then, take one of these: each link leads to the first row of a timeline; cover what stands below it.", { why });
  }

  if (location.protocol === "file:") {
    give(_("This page was opened as a file, and such a page may not read another. Step by step works where the site is served, as by mkdocs serve."));
  } else {
    tables.load(new URL(root.dataset.table ?? "", location.href).href).then(begin, () => {
      give(_("Step by step does not work now: the table of all postmortems did not load."));
    });
  }

  /** The name of a postmortem's file, from its address. @param {string} address */
  const id = (address) => decodeURIComponent(new URL(address).pathname.replace(/\/$|\.html$/, "").replace(/^.*\//, ""));

  /** A name for addresses that does not tell the end, as the file's own does: its day and a number made of it (FNV-1a). @param {any} table @param {number} row */
  function key(table, row) {
    let hash = 0x811c9dc5;
    for (const letter of id(table.address(row))) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return [table.columns.days[row], hash.toString(36)].filter(Boolean).join("-");
  }

  /** @param {any} table */
  function begin(table) {
    const { names, exercise } = table.columns;
    const fitting = [...exercise].flatMap((fits, row) => (fits === "1" ? [row] : []));
    const asked = new URLSearchParams(location.search);
    /** @type {Set<number>} */
    const seen = new Set();
    let last = -1;
    const stage = element("div");
    const selects = new Map(FACETS.map(([facet]) => [facet, /** @type {HTMLSelectElement} */ (element("select"))]));
    const picker = button(_("Pick one"), () => pick(), "pm-step pm-go");
    const labels = FACETS.map(([facet, name]) => element("label", "", name, " ", selects.get(facet)));
    plainly.replaceWith(element("div", "pm-asked", ...labels, picker), stage);
    stage.before(says); // below the choice, where it is looked for

    const has = (/** @type {number} */ row, /** @type {string} */ facet, /** @type {string} */ value) =>
      !value || table.values(facet, row).some((/** @type {number} */ each) => names[facet][each] === value);

    /** The rows of a choice, but for one facet. @param {string} [without] */
    const pool = (without) =>
      fitting.filter((row) => [...selects].every(([facet, select]) => facet === without || has(row, facet, select.value)));

    /** Brings the values to choose from up to date, with how many each would leave. */
    function offer() {
      for (const [facet, select] of selects) {
        const { value } = select;
        const left = pool(facet);
        const values = names[facet]
          .map((/** @type {string} */ name) => ({ name, count: left.filter((row) => has(row, facet, name)).length }))
          .filter((/** @type {any} */ each) => each.count || each.name === value);
        const any = new Option(_("Any ({n})", { n: left.length }), "");
        select.replaceChildren(any, ...values.map((/** @type {any} */ each) => new Option(`${each.name} (${number(each.count)})`, each.name)));
        select.value = value;
      }
      picker.disabled = !pool().length;
    }

    /** @param {string} [incident] */
    function write(incident = "") {
      const made = new URL(location.href);
      for (const [name, value] of [...[...selects].map(([facet, select]) => [facet, select.value]), ["incident", incident]]) {
        if (value) made.searchParams.set(name, value);
        else made.searchParams.delete(name);
      }
      history.replaceState(history.state, "", made.href);
    }

    /** Any of the choice that was not seen yet; when all were, any but the last. */
    function pick() {
      const all = pool();
      let left = all.filter((row) => !seen.has(row));
      const again = !left.length;
      if (again) {
        for (const row of all) seen.delete(row);
        left = all.length > 1 ? all.filter((row) => row !== last) : all;
      }
      start(left[Math.floor(Math.random() * left.length)], again ? _("You have seen all of this choice; they begin again.") : "");
    }

    /** @param {number} row @param {string} [first] what to say first */
    async function start(row, first = "") {
      last = row;
      seen.add(row);
      write(key(table, row));
      const told = await reenactment.load(table.address(row)).catch(() => undefined);
      if (last !== row || !root?.isConnected) return; // another was picked meanwhile
      picker.textContent = _("Pick another");
      if (!told) {
        stage.replaceChildren();
        says.textContent = told === null ? _("This one cannot be practised with: its page does not tell enough.") : _("The page of this incident did not load. Pick another, or try again later.");
        return;
      }
      says.textContent = first;
      show(stage, table, row, told, pick);
    }

    for (const [facet, select] of selects) {
      const value = asked.get(facet) ?? "";
      if (names[facet].includes(value)) select.append(new Option(value, value, true, true));
      select.addEventListener("change", () => {
        offer();
        says.textContent = "";
        write(new URLSearchParams(location.search).get("incident") ?? "");
      });
    }
    offer();
    const wanted = asked.get("incident");
    if (!wanted) return;
    const found = [...exercise].findIndex((_, row) => wanted === id(table.address(row)) || wanted === key(table, row));
    if (exercise[found] === "1") start(found);
    else if (found < 0) says.textContent = _("The address names an incident that is not here. Pick one instead.");
    else {
      const read = link(_("can be read"), table.address(found));
      says.replaceChildren(...parts("The incident of the address {can_be_read}, but its timeline does not tell enough to practise with. Pick another.", { can_be_read: read }));
    }
  }

  /** @param {string} text @param {string} address */
  function link(text, address) {
    const made = element("a", "", text);
    made.href = address;
    return made;
  }

  /** One round: what was known at first, then row by row. @param {HTMLElement} stage @param {any} table @param {number} row @param {any} told @param {() => void} another */
  function show(stage, table, row, told, another) {
    const names = (/** @type {string} */ facet) => table.values(facet, row).map((/** @type {number} */ value) => table.columns.names[facet][value]).join(", ");
    const rows = element("ol", "pm-reveal");
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea"));
    field.rows = 2;
    const progress = element("p", "pm-progress");
    progress.setAttribute("role", "status");
    const next = button(_("Show what happened next"), () => go(1), "pm-step pm-go");
    const rest = button(_("Show the rest"), () => go(told.rows.length), "pm-step");
    const hint = element("p", "pm-definition", _("With a row in focus, Enter, the space bar or n shows the next; in the field, Ctrl and Enter. What you write stays on this page until you leave it."));
    const ask = element("div", "pm-ask", element("label", "", element("span", "", _("What would you do next? What would you look at?")), field), element("div", "pm-steps", next, rest), hint);
    const facts = [[_("Services"), names("service")], [_("Severity"), names("severity")], [_("Began"), told.began], [_("Detected by"), told.detection]]
      .filter(([, value]) => value)
      .map(([name, value]) => element("div", "", element("dt", "", name), element("dd", "", value)));
    const day = table.columns.days[row] ?? _("an unknown day");
    const what = names("kind") === "incident" ? _("An incident of {day}", { day }) : _("A near-miss of {day}", { day });
    const heading = Object.assign(element("h2", "", what), { tabIndex: -1 });
    const round = element("section", "pm-round", heading, element("dl", "pm-lines", ...facts), rows, progress, ask);
    round.setAttribute("aria-label", _("Exercise"));
    const phases = [...told.reached];
    let shown = 0;

    /** Says the phases that are reached by now; those that would tell what comes next wait for it. @param {boolean} all */
    function reach(all) {
      const now = phases.filter(([at, known]) => at < shown || (at === shown && (known || all)));
      for (const phase of now) {
        phases.splice(phases.indexOf(phase), 1);
        rows.append(element("li", "pm-reached", phase[2]));
      }
      return now.map((phase) => `${phase[2]}.`);
    }

    /** Tells so many rows more, and returns the first of them. @param {number} count */
    function tell(count) {
      /** @type {HTMLElement | undefined} */
      let first;
      const reached = [];
      for (const each of told.rows.slice(shown, shown + count)) {
        reached.push(...reach(true));
        const when = element("span", "pm-when", element("span", "", each.elapsed), each.clock ? element("small", "", each.clock) : "");
        const line = Object.assign(element("li", "", when, element("span", "pm-what", each.text)), { tabIndex: -1 });
        rows.append(line);
        first ??= line;
        shown += 1;
        reached.push(...reach(shown === told.rows.length));
      }
      progress.textContent = [_("Row {n} of {all}.", { n: shown, all: told.rows.length }), ...reached].join(" ");
      return first;
    }

    /** @param {number} count */
    function go(count) {
      if (shown === told.rows.length) return;
      const mine = field.value.trim();
      if (mine) rows.append(element("li", "pm-mine", element("span", "pm-when", _("You")), element("span", "pm-what", mine)));
      field.value = "";
      const first = tell(count);
      if (shown === told.rows.length) {
        ask.remove();
        progress.append(" ", _("That was the last; what it was stands below."));
        round.append(...end(table, row, told, another));
      }
      first?.focus();
      if (ask.isConnected) ask.scrollIntoView({ block: "nearest" });
    }

    round.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const typing = event.target === field;
      const free = event.target === heading || (event.target instanceof HTMLLIElement && rows.contains(event.target));
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
      const meant = typing ? event.key === "Enter" && (event.ctrlKey || event.metaKey) : free && bare && ["Enter", " ", "n"].includes(event.key);
      if (!meant) return;
      event.preventDefault();
      event.stopPropagation(); // to Material, `n` is the next page of the navigation
      go(1);
    });
    tell(told.opening);
    stage.replaceChildren(round);
    heading.focus();
  }

  /** What it was: everything that was held back. @param {any} table @param {number} row @param {any} told @param {() => void} another */
  function end(table, row, told, another) {
    const address = table.address(row);
    const section = (/** @type {string} */ name, /** @type {string[]} */ texts) =>
      texts.length ? [element("h3", "", name), ...texts.map((text) => element("p", "", text))] : [];
    const listed = (/** @type {string} */ name, /** @type {(Node | string)[]} */ entries) =>
      entries.length ? [element("h3", "", name), element("ul", "", ...entries.map((entry) => element("li", "", entry)))] : [];
    const linked = (/** @type {{ text: string, address: string }} */ each) => link(each.text, each.address);
    const print = button(_("Print it, with room for notes"), () => window.print(), "pm-step");
    return [
      element("h2", "", link(table.columns.titles[row], address)),
      ...section(_("Summary"), told.summary),
      ...section(_("Cause"), told.causes),
      ...listed(_("Actions that are not marked as done"), told.undone),
      ...listed(_("Related to it"), told.related.map(linked)),
      ...(told.sections.length ? [element("h3", "", _("Read on")), element("p", "pm-sections", ...told.sections.map(linked))] : []),
      element("div", "pm-steps", button(_("Pick another"), another, "pm-step pm-go"), print),
    ];
  }
})();
