// @ts-check
/**
 * Search on the site: a query in, ranked hits out, by the formula of `postmortem search`.
 *
 *     const engine = await open(new URL("search/", archive))   // the folder with head.json
 *     const answer = await engine.search('pool exhausted', {
 *       today: "2026-06-01",                    // "YYYY-MM-DD"; for `since:90d`, overdue, recency
 *       chosen: { severity: ["SEV-1"] },        // facets: any of the values, all of the facets
 *       sort: "relevance",                      // or "newest", "longest"
 *       limit: 10,
 *     })
 *     answer.hits        // [{ card, score, why, terms }], the best first
 *     answer.count       // how many there are
 *     answer.facets      // { severity: [["SEV-1", 12], …], …}, most frequent first
 *     answer.spelling    // { conection: "connection" }: words that nothing has
 *     answer.broader     // { query, count } if the query found nothing, or null
 *     answer.message     // what is wrong with the query and what would be right, or ""
 *
 *     engine.passages(hit, page)   // page: the Document that was fetched from hit.card.address
 *                                  // [{ heading, anchor, text, marks: [[start, end], …] }]
 *
 * A query that cannot be read is no exception: there are no hits, and `message` is for the person
 * who typed it. Without a query all postmortems are found, the latest first. Facets count what the
 * query and the other facets leave: a facet's own choice does not reduce its counts.
 *
 * `open` and `search` reject with an Error only if files cannot be fetched. Two searches may run
 * at once; whoever searches as one types drops all answers but that to the last question.
 */
