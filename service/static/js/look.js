/** What is seen of the network in a view: computed here, drawn elsewhere. */

/**
 * @typedef {{year: number, sectors: Set<string>, theme: string, partner: string, colour: string, size: string,
 *   image: string}} View
 * @typedef {{isPresent: boolean, isMeant: boolean, nTies: number}} PartnerLook
 */

/** Read the view that a form holds; without a year it is the last one. */
export function readView(form) {
  const data = new FormData(form);
  return {
    year: Number(data.get("jaar") ?? Number.MAX_SAFE_INTEGER),
    sectors: new Set(data.getAll("sector")),
    theme: data.get("thema") ?? "",
    partner: data.getAll("partner").at(-1) ?? "",
    colour: data.get("kleur") ?? "",
    size: data.get("grootte") ?? "",
    image: data.get("beeld") ?? "",
  };
}

/** Say of each partner whether it was there, whether the filters mean it, and with how many it had worked by then. */
export function lookAt(drawing, view) {
  const nTies = new Array(drawing.partners.length).fill(0);
  for (const [first, second, year] of drawing.ties) {
    if (year > view.year) continue;
    nTies[first] += 1;
    nTies[second] += 1;
  }
  return drawing.partners.map((partner, position) => ({
    isPresent: (partner.came ?? 0) <= view.year && (partner.left ?? 9999) >= view.year,
    isMeant:
      (view.sectors.size === 0 || view.sectors.has(drawing.sectors[partner.sector].id)) &&
      (view.theme === "" || partner.themes.includes(view.theme)),
    nTies: nTies[position],
  }));
}

/** The positions of the partners that the chosen one had worked with by the year of the view. */
export function neighboursOf(drawing, position, year) {
  const neighbours = new Set();
  for (const [first, second, since] of drawing.ties) {
    if (since > year) continue;
    if (first === position) neighbours.add(second);
    if (second === position) neighbours.add(first);
  }
  return neighbours;
}
