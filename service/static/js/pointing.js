/** Which mark is under the pointer, worked out from places and sizes.
 *
 * Sigma asks the graphics card for the colour of a pixel at every movement: drawing by software it waits a quarter of a
 * second for the answer, with thousands of partners, and the picture stands still.
 */

const REACH_PX = 2; // beside a mark, so that small ones can be hit

/** Have `sigma` ask `markAt(x, y)` for the node at a point of the picture, or null. */
export function pointBy(sigma, markAt) {
  sigma.getNodeAtPosition = ({ x, y }) => markAt(x, y);
}

/** The mark, of {x, y, radius, node} in pixels, that a point hits: the one whose middle is nearest; null if none. */
export function nearestMark(marks, x, y) {
  let found = null;
  let least = Infinity;
  for (const mark of marks) {
    const far = Math.hypot(mark.x - x, mark.y - y);
    if (far <= mark.radius + REACH_PX && far < least) [found, least] = [mark.node, far];
  }
  return found;
}
