/** What screens see of a board: portions left, what is sold out, how many orders wait. */
import type { Board } from '../../contract/board.ts';
import { BoardView } from '../../contract/board.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import type { Boards } from './boards/boards.ts';
import { emptyBoard } from './rules/board.ts';

export const boardView = ({ id, version, stock, soldOut, holds }: Board) => ({
  ...{ id, version, stock, soldOut },
  holds: Object.keys(holds).length,
});

export const catalogViews = ({ source, boards }: { source: CollectionSpec<Board>; boards: Boards }): View[] => [
  view({
    name: 'board',
    summary: "An outlet's limited stock and sold-out items",
    source,
    policy: { who: ['kitchen', 'manager', 'head_office', 'agent'], scope: 'outlet' },
    params: of => ({ outletId: of }),
    of: board => [board.id],
    present: boardView,
    load: async of => [boards.peek(of) ?? emptyBoard(of)],
    item: BoardView,
  }),
];
