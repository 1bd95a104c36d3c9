"""A Yjs client that is not ours: pycrdt's provider over httpx-ws, as its documentation shows it. It edits by chance and drops its connection.

Arguments: the document's address, a seed, how many edits, after how many of them the connection drops. It says in a line of JSON when it is done; each
line that it is sent is answered with the prompts that it reads; it ends with its input.
"""

import asyncio
import json
import random
import sys

from httpx_ws import aconnect_ws
from pycrdt import Array, Doc, Provider
from pycrdt.websocket.websocket import HttpxWebsocket

LETTERS = "abcdefghijklmnopqrstuvwxyz "
# As many messages a second as a socket may send, and a little less.
PACE = 0.013


class Dropped(Exception):
    pass


def edit(prompts, chance):
    text = chance.choice(prompts)
    length = len(text)
    at = chance.randint(0, length)
    if chance.random() < (0.7 if length > 600 else 0.4) and at < length:
        del text[at : min(length, at + chance.randint(1, 4))]
    else:
        text.insert(at, "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 4))))


async def edits(doc, count, chance):
    """So many, a few in each message."""
    prompts = [shot["prompt"] for shot in doc.get("shots", type=Array)]
    while count > 0:
        several = min(count, chance.randint(1, 5))
        with doc.transaction():
            for _ in range(several):
                edit(prompts, chance)
        count -= several
        await asyncio.sleep(PACE)


async def connected(url, doc, work):
    """Does it while connected, and then drops the connection, whatever is under way."""
    try:
        async with aconnect_ws(url) as socket, Provider(doc, HttpxWebsocket(socket, url)) as provider:
            await asyncio.wait_for(provider.synced.wait(), 30)
            await work()
            raise Dropped
    except* Dropped:
        pass


async def main():
    url, seed, count, between = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance, doc, dropped = random.Random(seed), Doc(), 0
    while count > between:
        await connected(url, doc, lambda: edits(doc, between - between // 10, chance))
        # On the way without a connection.
        await edits(doc, between // 10, chance)
        count -= between
        dropped += 1

    async def last():
        await edits(doc, count, chance)
        print(json.dumps({"dropped": dropped}), flush=True)
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while await lines.readline():
            print(json.dumps({"prompts": [str(shot["prompt"]) for shot in doc.get("shots", type=Array)]}), flush=True)

    await connected(url, doc, last)


asyncio.run(main())
