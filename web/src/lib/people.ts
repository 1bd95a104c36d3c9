// How people are told apart by colour: none of them is a cue light's.

const COLOURS = ['#8fb8de', '#c9a3e0', '#7fc4bd', '#e6a6c1', '#d9c07c', '#a7b6f0', '#e3a98a', '#b5c98a'] as const;

/** In a room nobody near shares a colour: members take them in the order in which they joined. */
export function colourAt(index: number): string {
  return COLOURS[index % COLOURS.length] ?? COLOURS[0];
}

/** Where no order is known. */
export function colourOf(user: string): string {
  let sum = 7;
  for (const letter of user) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}

/** `Ana, Ben and Caro` */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
