/** Writes the names of partners over the picture: the largest first, and none over another. */

const GAP = 5; // pixels between a mark and its name
const MINOR = 0.62; // marks smaller than this share of another may be covered by its name

/** Choose which names are written where, at most `most`: `marks` are {x, y, size, name, rank}; 0 ranks those not seen.
 * `frame` is {width, height, taken}, with boxes {left, right, top, bottom} that stay free. */
export function placeNames(marks, most, widthOf, frame, lineHeight) {
  const taken = [...frame.taken, ...marks.filter((mark) => mark.rank > 0).map((mark) => boxAround(mark))];
  const placed = [];
  for (const mark of [...marks].sort((one, other) => other.rank - one.rank || other.size - one.size)) {
    if (!mark.name || placed.length >= most) continue;
    const width = widthOf(mark.name);
    const isFree = (side) => isInside(side, frame) && !taken.some((other) => overlap(side, other, mark));
    const box = sides(mark, width, lineHeight).find(isFree);
    if (!box) continue;
    taken.push(box);
    placed.push({ x: box.left, y: (box.top + box.bottom) / 2, name: mark.name, isStrong: mark.rank > 1 });
  }
  return placed;
}

function boxAround(mark) {
  const reach = mark.size * 0.8;
  return { left: mark.x - reach, right: mark.x + reach, top: mark.y - reach, bottom: mark.y + reach, of: mark };
}

/** Where a name may stand: right of its mark, left, under and over it. */
function sides({ x, y, size }, width, height) {
  const far = size + GAP;
  return [
    { left: x + far, right: x + far + width, top: y - height / 2, bottom: y + height / 2 },
    { left: x - far - width, right: x - far, top: y - height / 2, bottom: y + height / 2 },
    { left: x - width / 2, right: x + width / 2, top: y + size + 1, bottom: y + size + 1 + height },
    { left: x - width / 2, right: x + width / 2, top: y - size - 1 - height, bottom: y - size - 1 },
  ];
}

function isInside(box, frame) {
  return box.left >= 2 && box.right <= frame.width - 2 && box.top >= 2 && box.bottom <= frame.height - 2;
}

/** Whether two boxes overlap; a name may cover marks that matter less than its own. */
function overlap(box, other, own) {
  if (other.of && (other.of === own || other.of.rank < own.rank || other.of.size < own.size * MINOR)) return false;
  return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
}

/** Write placed names on a canvas, with a rim of paper so that they stay readable on top of ties. */
export function writeNames(context, names, { font, fontSize, ink, surface }) {
  context.lineJoin = "round";
  context.textBaseline = "middle";
  for (const { x, y, name, isStrong } of names) {
    context.font = `${isStrong ? 600 : 400} ${fontSize}px ${font}`;
    context.lineWidth = 4;
    context.strokeStyle = surface;
    context.strokeText(name, x, y);
    context.fillStyle = ink;
    context.fillText(name, x, y);
  }
}
