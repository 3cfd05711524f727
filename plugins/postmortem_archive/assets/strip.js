// Tells which row of the timeline the pointer or the focus is at, on the strip of an incident.
// Without it each mark is a link with a title.
// @ts-check
"use strict";

(() => {
  /** How far, in pixels, the pointer may be from a mark. */
  const REACH = 24;

  /**
   * The middle of a mark, from the left of the window.
   * @param {Element} tick
   */
  function middle(tick) {
    const box = tick.getBoundingClientRect();
    return box.left + box.width / 2;
  }

  /** @param {HTMLElement} strip */
  function bind(strip) {
    const ticks = /** @type {HTMLElement[]} */ ([...strip.querySelectorAll(".pm-ticks a")]);
    const reading = /** @type {HTMLElement | null} */ (strip.querySelector(".pm-reading"));
    const readout = strip.querySelector(".pm-readout");
    const drawing = /** @type {HTMLElement | null} */ (strip.querySelector(".pm-drawing"));
    if (!ticks.length || !reading || !readout || !drawing) return;
    /** @type {HTMLElement | undefined} */
    let told;

    const tell = (/** @type {HTMLElement | undefined} */ tick) => {
      if (tick === told) return;
      told?.classList.remove("pm-at");
      tick?.classList.add("pm-at");
      told = tick;
      if (tick) readout.textContent = tick.getAttribute("aria-label");
      reading.classList.toggle("pm-reads", Boolean(tick));
    };

    /** @param {MouseEvent} event */
    function nearest(event) {
      const off = (/** @type {HTMLElement} */ tick) => Math.abs(middle(tick) - event.clientX);
      const best = ticks.reduce((one, other) => (off(other) < off(one) ? other : one));
      return off(best) <= REACH ? best : undefined;
    }

    const focused = () => ticks.find((tick) => tick === document.activeElement);

    /**
     * All marks are one stop of the Tab key; the arrow keys go from one to the next.
     * @param {HTMLElement} tick
     */
    function stop(tick) {
      for (const each of ticks) each.tabIndex = each === tick ? 0 : -1;
    }

    for (const tick of ticks) {
      // The reading below says it: a title would cover what the pointer is at.
      tick.setAttribute("aria-label", tick.title);
      tick.removeAttribute("title");
    }
    stop(ticks[0]);
    drawing.addEventListener("pointermove", (event) => tell(nearest(event) ?? focused()));
    drawing.addEventListener("pointerleave", () => tell(focused()));
    drawing.addEventListener("click", (event) => {
      const tick = nearest(event);
      if (!tick || event.target === tick || event.detail === 0) return;
      event.preventDefault();
      tick.click();
    });
    strip.addEventListener("focusin", () => tell(focused()));
    strip.addEventListener("focusout", () => tell(undefined));
    strip.addEventListener("keydown", (event) => {
      const at = ticks.findIndex((tick) => tick === focused());
      /** @type {Record<string, number>} */
      const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ticks.length - 1 };
      const to = at < 0 ? undefined : ticks[steps[event.key]];
      if (!to) return;
      event.preventDefault();
      stop(to);
      to.focus();
    });
  }

  for (const strip of document.querySelectorAll(".pm-strip:not([data-bound])")) {
    const element = /** @type {HTMLElement} */ (strip);
    element.dataset.bound = "";
    bind(element);
  }
})();
