/** Screens as simple as they can be: they watch a room, note when a change came, and acknowledge it. */
import { io, type Socket } from 'socket.io-client';

export interface Told {
  room: string;
  id: string;
  item: object;
  atNs: bigint;
}
export interface Crowd {
  count: number;
  close(): void;
}
interface Given {
  url: string;
  rooms: readonly string[];
  /** Screens in each room. */
  each: number;
  auth: (room: string) => Record<string, string>;
  /** The view to watch; absent: the server needs no word. */
  view?: string;
  onTold: (told: Told) => void;
}
/** So many connect at the same time. */
const atOnce = 20;

/** Connects them all and waits until each has seen its snapshot. */
export async function connectScreens({ url, rooms, each, auth, view, onTold }: Given): Promise<Crowd> {
  const wanted = rooms.flatMap(room => Array<string>(each).fill(room));
  const sockets: Socket[] = [];
  const open = async (room: string) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, auth: auth(room) });
    sockets.push(socket);
    socket.on('changed', ({ item }: { item?: { id: string } }, seen?: (answer: object) => void) => {
      if (item) onTold({ room, id: item.id, item, atNs: process.hrtime.bigint() });
      seen?.({ seen: true });
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    if (view) await watch(socket, view, room);
  };
  for (let from = 0; from < wanted.length; from += atOnce)
    await Promise.all(wanted.slice(from, from + atOnce).map(open));
  return {
    count: sockets.length,
    close() {
      for (const socket of sockets) socket.disconnect();
    },
  };
}

async function watch(socket: Socket, view: string, of: string) {
  const answer = (await socket.timeout(10_000).emitWithAck('watch', { view, of })) as { ok: boolean };
  if (!answer.ok) throw new Error(`${view} of ${of} was refused: ${JSON.stringify(answer)}`);
}
