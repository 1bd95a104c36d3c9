// The order in which waiting takes are served: first those that a host put at their places, then askers take turns, and each asker's takes
// keep their order. The same rule as the server's, over the list that the room shows.

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

/** The queue, of which the first `placed` were put there by hand. */
export interface Order<T extends Waiting> {
  queue: T[];
  placed: number;
}

/** With one more; whoever was served last lets a newcomer pass. */
export function added<T extends Waiting>({ queue, placed }: Order<T>, item: T, lastServed: string | null): Order<T> {
  const all = lanes(queue.slice(placed));
  const own = all.find((lane) => lane[0]?.asker === item.asker);
  if (own) {
    own.push(item);
  } else {
    const back = all.at(-1)?.[0]?.asker;
    all.splice(back !== undefined && back === lastServed ? -1 : all.length, 0, [item]);
  }
  return { queue: [...queue.slice(0, placed), ...served(all)], placed };
}

/** Without this one; everybody's turn stays as it was. */
export function removed<T extends Waiting>({ queue, placed }: Order<T>, take: string): Order<T> {
  const byHand = queue.slice(0, placed).filter((item) => item.take !== take);
  const kept = lanes(queue.slice(placed)).map((lane) => lane.filter((item) => item.take !== take));
  return { queue: [...byHand, ...served(kept.filter((lane) => lane.length > 0))], placed: byHand.length };
}

/** With this one behind so many others, and those before it kept where they are. */
export function moved<T extends Waiting>(order: Order<T>, take: string, behind: number): Order<T> {
  const item = order.queue.find((each) => each.take === take);
  if (!item) return order;
  const without = removed(order, take);
  const place = Math.min(behind, without.queue.length);
  return { queue: [...without.queue.slice(0, place), item, ...without.queue.slice(place)], placed: Math.max(without.placed, place) + 1 };
}
