/** Writes the picture, as it is seen, as SVG: a drawing that can be printed at any size. */

const RIM = 0.34; // share of a hollow mark that its rim takes, as in marks.js
const ROOM = 16; // pixels around what stands under the picture
const LINE = 22;

/** What is seen of the network now, in pixels of the screen. */
export function seenNow(picture) {
  const { sigma, graph, colours } = picture;
  const placeOf = (node) => sigma.graphToViewport(graph.getNodeAttributes(node));
  const ends = ({ from, target }) => ({ start: placeOf(from), end: placeOf(target) });
  const ties = graph.mapEdges((edge, _attributes, first, second) => ({
    ...sigma.getEdgeDisplayData(edge),
    start: placeOf(first),
    end: placeOf(second),
  }));
  const marks = graph.mapNodes((node) => {
    const look = sigma.getNodeDisplayData(node);
    return { ...look, ...placeOf(node), size: sigma.scaleSize(look.size) };
  });
  const byDepth = (one, other) => one.zIndex - other.zIndex;
  return {
    ...sigma.getDimensions(),
    colours: { ...colours, warm: getComputedStyle(picture.container).getPropertyValue("--warm").trim() },
    fontSize: picture.fontSize(),
    ties: ties.filter(({ hidden }) => !hidden).sort(byDepth).map((tie) => ({ ...tie, size: sigma.scaleSize(tie.size) })),
    dashed: picture.dashed.lines.map(ends),
    ways: picture.ways.lines.map(ends),
    marks: marks.filter(({ hidden }) => !hidden).sort(byDepth),
    names: picture.names.placed,
  };
}

/** Return the text of an SVG of what `seenNow` gives, over a legend of {points, color, hollow, label} and a `caption`. */
export function writeSvg(seen, legend, caption) {
  const { width, height, colours, fontSize } = seen;
  const rows = rowsOf(legend, width - 2 * ROOM);
  const total = height + ROOM * 2 + LINE * (rows.length + 1);
  const font = escape(colours.font);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="${font}" font-size="${fontSize}">`,
    `<title>${escape(caption)}</title>`,
    `<rect width="${width}" height="${total}" fill="#ffffff"/>`,
    `<svg width="${width}" height="${height}">`, // its frame cuts off what lies outside the picture
    ...seen.ties.map((tie) => line(tie, tie.color, tie.size)),
    ...seen.dashed.map((tie) => line(tie, colours.warm, 2.25, ` stroke-dasharray="7 6"`)),
    ...seen.ways.map((tie) => line(tie, colours.water, 4, ` stroke-linecap="round"`)),
    ...seen.marks.map((mark) => markOf(mark, colours)),
    ...seen.names.map((name) => nameOf(name, colours)),
    `</svg>`,
    ...rows.flatMap((row, at) => row.map((entry) => legendOf(entry, height + ROOM + LINE * (at + 0.5), colours))),
    `<text x="${ROOM}" y="${total - ROOM}" fill="${colours.ink}">${escape(caption)}</text>`,
    `</svg>`,
  ].join("\n");
}

/** The corners of a mark as the shader draws it: `shape` is {corners, depth, turn, reach}, with up as 0. */
export function outline({ x, y, size, shape: { corners, depth, turn, reach } }) {
  const points = [];
  for (let at = 0; at < 2 * corners; at += 1) {
    const angle = turn + (Math.PI * at) / corners;
    const far = size * reach * (at % 2 === 0 ? 1 : depth);
    points.push(`${round(x - far * Math.sin(angle))},${round(y - far * Math.cos(angle))}`);
  }
  return points.join(" ");
}

function markOf(mark, { surface }) {
  const outer = `<polygon class="mark" points="${outline(mark)}" fill="${mark.color}"/>`;
  return mark.hollow ? `${outer}<polygon points="${outline({ ...mark, size: mark.size * (1 - RIM) })}" fill="${surface}"/>` : outer;
}

function line({ start, end }, color, width, more = "") {
  const [x1, y1, x2, y2] = [start.x, start.y, end.x, end.y].map(round);
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}" stroke-width="${round(width)}"${more}/>`;
}

function nameOf({ x, y, name, isStrong }, { ink, surface }) {
  const weight = isStrong ? 600 : 400;
  return `<text x="${round(x)}" y="${round(y)}" dominant-baseline="middle" font-weight="${weight}" fill="${ink}" stroke="${surface}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escape(name)}</text>`;
}

function legendOf({ left, points, color, hollow, label }, middle, { ink, surface }) {
  const look = hollow ? `fill="${surface}" stroke="${color}" stroke-width="3.2" stroke-linejoin="round"` : `fill="${color}"`;
  return `<g transform="translate(${left} ${middle})"><polygon points="${points}" transform="translate(7 0) scale(0.6)" ${look}/><text x="20" dominant-baseline="middle" fill="${ink}">${escape(label)}</text></g>`;
}

/** Lay the entries of a legend in rows of a width; letters are taken to be 7.5 pixels wide. */
function rowsOf(legend, width) {
  const rows = [[]];
  let left = 0;
  for (const entry of legend) {
    const wide = 40 + entry.label.length * 7.5;
    if (left > 0 && left + wide > width) {
      rows.push([]);
      left = 0;
    }
    rows.at(-1).push({ ...entry, left: ROOM + left });
    left += wide;
  }
  return rows.filter((row) => row.length > 0);
}

function round(number) {
  return Math.round(number * 100) / 100;
}

function escape(text) {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
