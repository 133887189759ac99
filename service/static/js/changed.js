/** What differs between two views of the picture, so that only this is drawn anew: playing the years costs little. */

/** Looks of all nodes and ties at once: `nodes` are the looks of partners, `ties` say of each whether it is hidden. */
export class Looks {
  constructor(nodes, ties) {
    Object.assign(this, { nodes, ties });
  }

  /** The positions of nodes and ties that look otherwise than in `before`. */
  changedSince(before) {
    const isOther = (look, at) => !isSame(look, before.nodes[at]);
    return {
      nodes: positionsWhere(this.nodes, isOther),
      ties: positionsWhere(this.ties, (isHidden, at) => isHidden !== before.ties[at]),
    };
  }
}

function positionsWhere(values, isWanted) {
  const found = [];
  for (let at = 0; at < values.length; at += 1) if (isWanted(values[at], at)) found.push(at);
  return found;
}

function isSame(one, other) {
  return one.hidden === other.hidden && one.size === other.size && one.color === other.color && one.mark === other.mark;
}
