/** The drawing of the network as the server sends it, in columns, and as the other scripts read it, in rows. */

const AGAIN_MS = 700;

/** Fetch JSON; while the server still works it out (202), ask again, and have `tell` know how far it is, 0 … 1. */
export async function fetchReady(address, tell = () => {}) {
  for (;;) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    const content = await answer.json();
    if (answer.status !== 202) return content;
    tell(content.share ?? 0);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** `order` names who the partners are, in their order. Partners as {id, name, sector, themes, x, y, marks, map, came, left, aliases}, and ties as [first, second, year, count]:
 * `marks` has a position in `marks` for each thing that colours can mean, `map` is undefined without a place on earth. */
export function unpack({ order, scale, shapes, marks, sectors, themes, partners, ties, map }) {
  const onMap = new Map((map?.partner ?? []).map((partner, at) => [partner, { x: map.x[at], y: map.y[at] }]));
  const rows = partners.id.map((id, at) => ({
    id,
    name: partners.name[at],
    sector: partners.sector[at],
    themes: partners.themes[at].map((theme) => themes[theme]),
    x: partners.x[at] / scale,
    y: partners.y[at] / scale,
    marks: { "": partners.sector[at], thema: partners.theme_mark[at], groep: partners.group_mark[at] },
    map: onMap.get(at),
    came: partners.came[at],
    left: partners.left[at],
    aliases: partners.aliases[at],
  }));
  let first = 0;
  const tied = ties.first.map((more, at) => [(first += more), ties.second[at], ties.year[at], ties.count[at]]);
  return { order, shapes, marks, sectors: sectors.map((id) => ({ id })), partners: rows, ties: tied, map };
}
