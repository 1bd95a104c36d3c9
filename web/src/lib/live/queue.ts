// The order in which waiting takes are served: askers take turns, and each asker's takes keep their order.
// The same rule as the server's, over the list that the room shows.

interface Waiting {
  take: string;
  asker: string;
}

/** Askers in the order of their turns, each with what they wait for. */
function lanes<T extends Waiting>(queue: readonly T[]): T[][] {
  const found = new Map<string, T[]>();
  for (const item of queue) {
    const lane = found.get(item.asker);
    if (lane) lane.push(item);
    else found.set(item.asker, [item]);
  }
  return [...found.values()];
}

/** Round by round. */
function served<T>(lanes: readonly T[][]): T[] {
  const rounds = Math.max(0, ...lanes.map((lane) => lane.length));
  return Array.from({ length: rounds }, (_, round) => lanes.flatMap((lane) => lane.slice(round, round + 1))).flat();
}

/** With one more; whoever was served last lets a newcomer pass. */
export function added<T extends Waiting>(queue: readonly T[], item: T, lastServed: string | null): T[] {
  const all = lanes(queue);
  const own = all.find((lane) => lane[0]?.asker === item.asker);
  if (own) {
    own.push(item);
  } else {
    const back = all.at(-1)?.[0]?.asker;
    all.splice(back !== undefined && back === lastServed ? -1 : all.length, 0, [item]);
  }
  return served(all);
}

/** Without this one; everybody's turn stays as it was. */
export function removed<T extends Waiting>(queue: readonly T[], take: string): T[] {
  const kept = lanes(queue).map((lane) => lane.filter((item) => item.take !== take));
  return served(kept.filter((lane) => lane.length > 0));
}
