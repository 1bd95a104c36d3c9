// What outlives a page change: who is signed in, the light, and the one socket.

import { api, Problem } from './api';
import { browserSurroundings, Control } from './live/control';
import type { Me } from './wire';

class App {
  /** Undefined: not known yet. Null: nobody. */
  me: Me | null | undefined = $state.raw(undefined);
  /** Why it isn't known. */
  problem: string | null = $state(null);
  theme: 'dark' | 'light' = $state(document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark');
  private socket: Control | null = null;

  constructor() {
    // Who never chose sees what the system has now.
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', ({ matches }) => {
      if (!chosenTheme()) this.show(matches ? 'light' : 'dark');
    });
  }

  get control(): Control {
    if (!this.socket) {
      const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
      this.socket = new Control(browserSurroundings(url));
      addEventListener('online', () => this.socket?.hurry());
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.socket?.hurry());
    }
    this.socket.start();
    return this.socket;
  }

  async look(): Promise<void> {
    this.problem = null;
    try {
      this.me = await api.me();
    } catch (thrown) {
      if (thrown instanceof Problem && (thrown.status === 401 || thrown.status === 403)) this.me = null;
      else this.problem = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  async signOut(): Promise<void> {
    await api.signOut();
    this.forget();
  }

  /** Nobody is signed in any more. */
  forget(): void {
    this.socket?.stop();
    this.socket = null;
    this.me = null;
  }

  setTheme(theme: 'dark' | 'light'): void {
    this.show(theme);
    try {
      localStorage.setItem('greenroom.theme', theme);
    } catch {
      // A private window may refuse; the system's choice comes back next time.
    }
  }

  private show(theme: 'dark' | 'light'): void {
    this.theme = theme;
    document.documentElement.dataset['theme'] = theme;
  }
}

function chosenTheme(): boolean {
  try {
    return localStorage.getItem('greenroom.theme') !== null;
  } catch {
    return false;
  }
}

export const app = new App();
