/** Finds the tie under the pointer: by distance, so that a thin line is no harder to hit than a thick one. */

const REACH = 7; // pixels

/** Return the ends [first, second] of the seen tie nearest to a point {x, y} of the picture, or null if none is near.
 * `ties` yields {start, end, ends}: where a tie begins and ends on the screen, and the nodes there. */
export function nearestTie(ties, point, reach = REACH) {
  let [found, least] = [null, reach];
  for (const { start, end, ends } of ties) {
    const distance = distanceTo(point, start, end);
    if (distance < least) [found, least] = [ends, distance];
  }
  return found;
}

/** The distance of a point to the line between two others. */
export function distanceTo(point, start, end) {
  const [width, height] = [end.x - start.x, end.y - start.y];
  const length = width * width + height * height;
  const along = length === 0 ? 0 : ((point.x - start.x) * width + (point.y - start.y) * height) / length;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - start.x - share * width, point.y - start.y - share * height);
}

/** The ties that a picture shows now, where they are seen. */
export function* seenTies(picture) {
  const { graph, sigma } = picture;
  const seen = picture.projection();
  const placeOf = (node) => {
    const { x, y } = graph.getNodeAttributes(node);
    return seen(x, y);
  };
  for (const edge of graph.edges()) {
    if (sigma.getEdgeDisplayData(edge)?.hidden) continue;
    const ends = graph.extremities(edge);
    yield { start: placeOf(ends[0]), end: placeOf(ends[1]), ends };
  }
}
