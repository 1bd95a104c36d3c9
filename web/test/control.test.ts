import { describe, expect, it, vi } from 'vitest';
import { pause } from '../src/lib/live/backoff';
import { Control, type Link } from '../src/lib/live/control';
import { Around, settle } from './around';

function started(): { around: Around; control: Control; links: Link['state'][] } {
  const around = new Around();
  const control = new Control(around);
  const links: Link['state'][] = [];
  control.listen({ link: (link) => links.push(link.state) });
  control.start();
  return { around, control, links };
}

const say = { do: 'say', room: 'r', message: 'm', text: 'hi' } as const;

describe('the control socket', () => {
  it('gives each request the reply with its id', async () => {
    const { around, control } = started();
    around.last.hello();
    const first = control.request(say);
    const second = control.request({ ...say, message: 'n' });
    const [a, b] = around.last.sent;
    around.last.hear({ type: 'reply', id: b?.id, error: { code: 'not_member', message: 'no' } });
    around.last.hear({ type: 'reply', id: a?.id, ok: { did: 'done' } });
    await expect(first).resolves.toEqual({ did: 'done' });
    await expect(second).rejects.toMatchObject({ code: 'not_member', message: 'no' });
  });

  it('sends what has no reply again, under the same id, after it came back', async () => {
    const { around, control, links } = started();
    around.last.hello();
    const reply = control.request(say);
    const before = around.last;
    before.end(1006);
    around.pass(1_000);
    expect(around.last).not.toBe(before);
    around.last.hello();
    expect(around.last.sent).toEqual(before.sent);
    around.last.hear({ type: 'reply', id: before.sent[0]?.id, ok: { did: 'done' } });
    await expect(reply).resolves.toEqual({ did: 'done' });
    expect(links).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('keeps what is asked before it is open', () => {
    const { around, control } = started();
    void control.request(say);
    expect(around.last.sent).toEqual([]);
    around.last.hello();
    expect(around.last.sent).toHaveLength(1);
  });

  it('does not repeat what only counts now', async () => {
    const { around, control } = started();
    around.last.hello();
    const typing = control.request({ do: 'typing', room: 'r' });
    around.last.end(1006);
    await expect(typing).rejects.toMatchObject({ code: 'away' });
    around.pass(10_000);
    around.last.hello();
    expect(around.last.sent).toEqual([]);
  });

  it('stops for good on codes below 4100 and resumes on those above', () => {
    const one = started();
    one.around.last.hello();
    one.around.last.end(4001);
    one.around.pass(60_000);
    expect(one.control.link).toEqual({ state: 'stopped', code: 4001 });
    expect(one.around.sockets).toHaveLength(1);

    const two = started();
    two.around.last.hello();
    two.around.last.end(4101);
    two.around.pass(60_000);
    expect(two.around.sockets.length).toBeGreaterThan(1);
  });

  it('pings after silence, and takes a silent server for dead', () => {
    const { around, control } = started();
    around.last.hello(10);
    around.pass(12_500);
    expect(around.last.sent.map((request) => request.do)).toEqual(['ping']);
    around.pass(20_000);
    expect(control.link.state).not.toBe('open');
  });

  it('gives up a request that is never answered', async () => {
    const { around, control } = started();
    around.last.hello();
    const reply = control.request(say);
    const refused = vi.fn();
    reply.catch(refused);
    for (let i = 0; i < 10; i++) {
      around.pass(15_000);
      around.last.hello();
    }
    await settle();
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: 'unanswered' }));
  });

  it('asks to reload when the protocol is another', () => {
    const { around, control } = started();
    around.last.hear({ type: 'hello', version: 2, user: 'u', handle: 'ana', now: 0, heartbeat: 20 });
    expect(control.link).toEqual({ state: 'stopped', code: 4006 });
  });
});

describe('the pause before a new try', () => {
  it('doubles, is bounded, and differs by chance', () => {
    expect(pause(0, 1)).toBe(300);
    expect(pause(1, 1)).toBe(600);
    expect(pause(30, 1)).toBe(8_000);
    expect(pause(3, 0)).toBe(pause(3, 1) / 2);
  });
});
