/** A live view as data: which documents a screen sees, how each looks, who may watch. The hub pushes; the snapshot is the truth. */
import type { z } from 'zod';
import type { Policy, Role } from '../../contract/access.ts';
import type { CollectionSpec, Doc } from '../store/port.ts';

/** What a screen holds: an id, the version it is at, and whatever it shows. */
export interface Item {
  id: string;
  version: number;
}

/**
 * `of` says in which rooms a document belongs (an outlet id, a courier id …); `present` how it looks there, null when it is not (or no
 * longer) in the view; `load` the documents a snapshot of one room is made of. A push is one item, versioned by its document.
 */
export interface ViewSpec<T extends Doc, I extends Item> {
  /** `tickets`, `route`, `order`, `map` … : part of the room's name and of the wire. */
  name: string;
  summary: string;
  source: CollectionSpec<T>;
  policy: Policy;
  /** Which params a scope check sees for a room, e.g. of => ({ outletId: of }). */
  params(of: string): Record<string, string>;
  of(doc: T): readonly string[];
  present(doc: T, of: string): I | null;
  load(of: string): Promise<T[]>;
  item: z.ZodType<I>;
  /** Every pushed item must be acknowledged by a screen within this wall time; `onLate` hears of those that were not. */
  ack?: {
    withinMs: number;
    /** Whose screens count; others may watch, but what they show has not been seen by whom it concerns. */
    by: readonly Role[];
    onSeen?(item: I, screenId: string): void | Promise<void>;
    onLate(item: I, of: string): void | Promise<void>;
    needs(item: I): boolean;
    /** False: this document can need nobody's eyes in this room, so nothing is made of it while no screen watches. Default: it may. */
    concerns?(doc: T, of: string): boolean;
  };
}
export type View = ViewSpec<Doc, Item>;

export const view = <T extends Doc, I extends Item>(spec: ViewSpec<T, I>): View => spec as unknown as View;

/** Something a screen may do over its socket: same rules as a route. */
export interface ActionSpec<B extends z.ZodType, A extends z.ZodType> {
  name: string;
  summary: string;
  policy: Policy;
  /** Which params a scope check sees, from the parsed body. */
  params(body: z.output<B>): Record<string, string>;
  body: B;
  answer: A;
  handler(call: {
    body: z.output<B>;
    caller: import('../../contract/access.ts').Principal;
    screenId: string;
  }): Promise<z.input<A>>;
}
export type Action = ActionSpec<z.ZodType, z.ZodType>;
export const action = <B extends z.ZodType, A extends z.ZodType>(spec: ActionSpec<B, A>): Action =>
  spec as unknown as Action;
