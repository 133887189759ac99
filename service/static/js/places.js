/** Where partners are drawn: by who works with whom, or on a map of the earth with its scale and place names. */

const WIDENED = 1.25; // a wide screen has room to the left and right
const LONGEST_BAR = 130; // pixels
const NAME_SIZE = 14;

/** The place of a partner in the picture `image`; whoever has none on the map stands in its middle, unseen. */
export function placeOf(partner, drawing, image, isNarrow) {
  if (image === "kaart" && drawing.map) return partner.map ?? middleOf(drawing.map);
  return { x: partner.x * (isNarrow ? 1 : WIDENED), y: partner.y };
}

function middleOf(map) {
  return { x: (Math.min(...map.x) + Math.max(...map.x)) / 2, y: (Math.min(...map.y) + Math.max(...map.y)) / 2 };
}

/** Write the names of places and the scale; return the boxes that they take. `seen(x, y)` gives a point of the canvas. */
export function writeMap(context, map, seen, { height }, { muted, ink, surface, font }) {
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${NAME_SIZE}px ${font}`;
  const taken = [];
  for (const [name, x, y] of map.names) {
    const at = seen(x, y);
    const half = context.measureText(name).width / 2;
    if (taken.some((other) => Math.abs(other.x - at.x) < other.half + half + 6 && Math.abs(other.y - at.y) < 2 * NAME_SIZE)) continue;
    taken.push({ ...at, half });
    context.lineWidth = 4;
    context.strokeStyle = surface;
    context.strokeText(name, at.x, at.y + 2 * NAME_SIZE);
    context.fillStyle = muted;
    context.fillText(name, at.x, at.y + 2 * NAME_SIZE);
  }
  const pixels = Math.hypot(seen(1000, 0).x - seen(0, 0).x, seen(1000, 0).y - seen(0, 0).y) / 1000;
  writeScale(context, roundLength((LONGEST_BAR * map.metres) / pixels), pixels / map.metres, height, { ink, font });
  context.restore();
  return taken.map(({ x, y, half }) => ({ left: x - half, right: x + half, top: y + NAME_SIZE, bottom: y + 3 * NAME_SIZE }));
}

function writeScale(context, metres, pixelsPerMetre, height, { ink, font }) {
  const [left, bottom, width] = [14, height - 14, metres * pixelsPerMetre];
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left, bottom - 6);
  context.lineTo(left, bottom);
  context.lineTo(left + width, bottom);
  context.lineTo(left + width, bottom - 6);
  context.stroke();
  context.font = `400 12px ${font}`;
  context.textAlign = "left";
  context.fillText(metres >= 1000 ? `${metres / 1000} km` : `${metres} m`, left + 5, bottom - 9);
}

/** The longest of 1, 2, 5, 10, 20, 50 … that is no longer than `length`. */
export function roundLength(length) {
  const tens = 10 ** Math.floor(Math.log10(length));
  return [5, 2, 1].find((digit) => digit * tens <= length) * tens;
}
