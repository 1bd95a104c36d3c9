// The id of a conversation that begins here: sent again, because the answer was lost or the words were refused, it is the same one.

import { uuid } from '../lib/uuid';

export class Opening {
  private known = { of: '', id: '' };

  /** Another one as soon as it is another conversation. */
  id(people: string[], name: string | null): string {
    const of = JSON.stringify([people, name]);
    if (this.known.of !== of) this.known = { of, id: uuid() };
    return this.known.id;
  }
}
